import type { Topology, TopologyEdge } from '../../model/topology';

/** One step of the request path. */
export type Step = { readonly node: string } | { readonly edge: TopologyEdge };

/**
 * Nodes and edges in the order in which a request meets them, nearest to the client first; registrations, which no
 * request travels, come last. A drawing without a client is entered where nothing leads to.
 */
export function walk(topology: Topology): Step[] {
  const traffic = topology.edges.filter(({ accepted }) => accepted && accepted.look !== 'registration');
  const steps: Step[] = [];
  const known = new Set<string>();
  const queue = entrances(topology, traffic);
  for (const node of queue) {
    if (known.has(node)) continue;
    known.add(node);
    steps.push({ node });
    for (const edge of traffic) {
      if (edge.from !== node) continue;
      steps.push({ edge });
      // Arrays grow under their own iterator: this is the queue of a breadth-first search.
      queue.push(edge.to);
    }
  }
  for (const edge of topology.edges) {
    if (edge.accepted?.look !== 'registration' || !known.has(edge.from)) continue;
    steps.push({ edge });
    if (!steps.some((step) => 'node' in step && step.node === edge.to)) steps.push({ node: edge.to });
  }
  return steps;
}

function entrances({ nodes }: Topology, traffic: readonly TopologyEdge[]): string[] {
  const ids = [...nodes.values()];
  const clients = ids.filter(({ kind }) => kind?.kind === 'client').map(({ id }) => id);
  if (clients.length > 0) return clients;
  return ids
    .filter(({ id }) => traffic.some(({ from }) => from === id) && !traffic.some(({ to }) => to === id))
    .map(({ id }) => id);
}
