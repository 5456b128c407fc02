import { outsideOwnNetwork } from '../existing';
import type { Finding, Graph, GraphNode } from '../kind';
import type { CloudMapConfig } from './model';

export function checkNamespace({ config }: GraphNode<CloudMapConfig>, graph: Graph): Finding[] {
  return [...outsideOwnNetwork(config, graph), ...multicast(config)];
}

/** T20: names that some resolvers look up by multicast only. */
function multicast({ name, existing }: CloudMapConfig): Finding[] {
  // What somebody else made is called as it is.
  if (!/(^|\.)local$/i.test(name) || existing !== undefined) return [];
  const better = name.replace(/local$/i, 'internal');
  return [
    {
      severity: 'info',
      code: 'T20',
      message: `Some images look up names under .local by multicast only, and never ask the VPC. Prefer ${better}.`,
      path: ['name'],
      fix: { title: `Rename to ${better}`, path: ['name'], value: better },
    },
  ];
}
