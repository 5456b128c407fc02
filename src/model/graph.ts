import type { Capability, Graph, GraphEdge, Gifts, Network, Offers } from '../kinds/kind';
import type { Registry } from '../kinds/index';
import { createNames, type StackName } from '../kinds/names';
import { partitionOf } from '../kinds/partition';
import type { Topology } from './topology';

/** What a drawing does not say by itself. */
export interface Surroundings {
  readonly stack: StackName;
  readonly region: string;
  readonly network: Network;
  readonly permissionsBoundary: string | undefined;
}

/** Lets kinds look around in a topology, and ask each other what they offer and give. */
export function createGraph(topology: Topology, registry: Registry, around: Surroundings): Graph {
  const graph: Graph = {
    names: createNames(around.stack, around.region),
    network: around.network,
    permissionsBoundary: around.permissionsBoundary,
    partition: partitionOf(around.region),
    node: (id) => topology.node(id),
    edgesFrom: (id, capability) => topology.edgesFrom(id, capability),
    edgesTo: (id, capability) => topology.edgesTo(id, capability),
    offer: (edge) => expected(offerOf(edge.to, edge.capability, edge), edge),
    offerOf: (id, capability) => offerOf(id, capability),
    gift: (edge) => {
      const node = topology.node(edge.from);
      const accepted =
        node && registry.get(node.kind)?.accepts.find(({ capability }) => capability === edge.capability);
      // An entry of `accepts` gives what its own capability names.
      return (
        node && accepted?.gives ? accepted.gives(edge, graph, node) : {}
      ) as Gifts[typeof edge.capability];
    },
  };
  function offerOf<C extends Capability>(
    id: string,
    capability: C,
    edge?: GraphEdge<unknown, C>,
  ): Offers[C] | undefined {
    const node = topology.node(id);
    const offer = node && registry.get(node.kind)?.provides[capability];
    return node && offer ? offer(node, graph, edge) : undefined;
  }
  return graph;
}

function expected<T>(value: T | undefined, edge: GraphEdge): T {
  if (value === undefined) throw new Error(`An edge was kept that nobody accepts: ${edge.from} → ${edge.to}`);
  return value;
}
