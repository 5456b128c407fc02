import type { Capability, ExistingNetwork, Graph, GraphEdge, Gifts, Offers } from '../kinds/kind';
import type { Registry } from '../kinds/index';
import { createNames, type StackName } from '../kinds/names';
import type { TopologyResource } from '../kinds/resourceTypes';
import { existingNetwork } from './documentSchema';
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
  const graph = createGraph(topology, registry, {
    ...options,
    network: existingNetwork.parse(memberOf(document, 'network')),
    permissionsBoundary: typeof boundary === 'string' ? boundary : undefined,
  });
  return [...topology.nodes.values()].flatMap(({ id, kind }) => {
    const node = graph.node(id);
    return kind && node ? kind.resources(node, graph) : [];
  });
}

interface Surroundings {
  readonly stack: StackName;
  readonly region: string;
  readonly network: ExistingNetwork;
  readonly permissionsBoundary: string | undefined;
}

function createGraph(topology: Topology, registry: Registry, around: Surroundings): Graph {
  const graph: Graph = {
    names: createNames(around.stack, around.region),
    network: around.network,
    permissionsBoundary: around.permissionsBoundary,
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
    return node && offer ? (offer(node, graph, edge)) : undefined;
  }
  return graph;
}

function expected<T>(value: T | undefined, edge: GraphEdge): T {
  if (value === undefined) throw new Error(`An edge was kept that nobody accepts: ${edge.from} → ${edge.to}`);
  return value;
}
