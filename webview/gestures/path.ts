import type { Topology, TopologyEdge } from '../../src/model/topology';
import type { Selection } from '../state';

export type Way = 'upstream' | 'downstream' | 'both';

/** What is selected with all that leads to it, all that it leads to, or both. */
export function alongPath({ nodes, edges }: Selection, way: Way, topology: Topology): Selection {
  const chosen = topology.edges.filter(({ key }) => edges.has(key));
  const all = { nodes: new Set(nodes), edges: new Set(edges) };
  if (way !== 'downstream')
    follow(topology.edges, 'to', 'from', [...nodes, ...chosen.map(({ from }) => from)], all);
  if (way !== 'upstream')
    follow(topology.edges, 'from', 'to', [...nodes, ...chosen.map(({ to }) => to)], all);
  return all;
}

/** Adds to `all` what is reached through wires, from their `near` end to their `far` one. */
function follow(
  edges: readonly TopologyEdge[],
  near: 'from' | 'to',
  far: 'from' | 'to',
  start: readonly string[],
  all: { readonly nodes: Set<string>; readonly edges: Set<string> },
): void {
  const byEnd = new Map<string, TopologyEdge[]>();
  for (const edge of edges) {
    const list = byEnd.get(edge[near]);
    if (list) list.push(edge);
    else byEnd.set(edge[near], [edge]);
  }
  const seen = new Set(start);
  // A set that grows while it is gone through: what is added comes up as well.
  for (const id of seen) {
    all.nodes.add(id);
    for (const edge of byEnd.get(id) ?? []) {
      all.edges.add(edge.key);
      seen.add(edge[far]);
    }
  }
}
