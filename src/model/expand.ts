import type { Registry } from '../kinds/index';
import type { StackName } from '../kinds/names';
import type { TopologyResource } from '../kinds/resourceTypes';
import { existingNetwork } from '../kinds/network/existing';
import { ownNetwork } from '../kinds/network/own';
import { networkResources } from '../kinds/network/resources';
import { existingNetworkSchema, ownNetworkOf } from './documentSchema';
import { createGraph } from './graph';
import { memberOf } from './json';
import type { Topology } from './topology';

/** All AWS objects that a topology asks for. The document must be free of errors. */
export function expand(
  topology: Topology,
  registry: Registry,
  options: { stack: StackName; region: string },
): TopologyResource[] {
  const { document } = topology;
  const boundary = memberOf(document, 'permissionsBoundary');
  const own = ownNetworkOf(document);
  const graph = createGraph(topology, registry, {
    ...options,
    network: own
      ? ownNetwork(own)
      : existingNetwork(existingNetworkSchema.parse(memberOf(document, 'network'))),
    permissionsBoundary: typeof boundary === 'string' ? boundary : undefined,
  });
  const resources = [...topology.nodes.values()].flatMap(({ id, kind }) => {
    const node = graph.node(id);
    return kind && node ? kind.resources(node, graph) : [];
  });
  return own ? [...networkResources(own, graph.names, resources), ...resources] : resources;
}
