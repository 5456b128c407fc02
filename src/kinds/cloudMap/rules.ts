import type { Finding, GraphNode } from '../kind';
import type { CloudMapConfig } from './model';

/** T20: names that some resolvers look up by multicast only. */
export function checkNamespace({ config }: GraphNode<CloudMapConfig>): Finding[] {
  if (!/(^|\.)local$/i.test(config.name)) return [];
  const better = config.name.replace(/local$/i, 'internal');
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
