import type { AcceptedEdge } from '../kinds/kind';
import type { Registry } from '../kinds/index';
import { acceptedEdge, type Topology, type TopologyNode } from './topology';

/** Whether a wire may be drawn; if not, why, in one sentence. */
export type Legality =
  | { readonly ok: true; readonly accepted: AcceptedEdge<never> }
  | { readonly ok: false; readonly reason: string };

/** Whether a wire from one node to another would be legal now, its listener being free. */
export function canConnect(topology: Topology, registry: Registry, from: string, to: string): Legality {
  const source = topology.nodes.get(from);
  const target = topology.nodes.get(to);
  if (!source?.kind || !target?.kind) return { ok: false, reason: 'A wire joins two nodes of known kinds.' };
  if (from === to) return { ok: false, reason: 'A node cannot be connected to itself.' };
  const accepted = acceptedEdge(source.kind, target.kind);
  if (!accepted) return { ok: false, reason: whyIllegal(source, target, registry) };
  const twin = topology.edges.some((edge) => edge.from === from && edge.to === to);
  if (twin && !accepted.byListener) {
    return { ok: false, reason: `${source.title} is connected to ${target.title} already.` };
  }
  const occupied = accepted.single
    ? topology.edges.find((edge) => edge.from === from && edge.accepted?.capability === accepted.capability)
    : undefined;
  if (occupied) {
    const other = topology.nodes.get(occupied.to)?.title ?? occupied.to;
    return {
      ok: false,
      reason: `${source.title} leads to ${other} already. ${accepted.single}`,
    };
  }
  return { ok: true, accepted };
}

/** Says what the source could be connected to instead. */
export function whyIllegal(source: TopologyNode, target: TopologyNode, registry: Registry): string {
  if (!source.kind || !target.kind) return 'A wire joins two nodes of known kinds.';
  if (acceptedEdge(target.kind, source.kind)) {
    return `Draw it the other way round, from ${target.title} to ${source.title}: arrows follow the request.`;
  }
  const { accepts } = source.kind;
  const possible = [...registry.values()]
    .filter((kind) => accepts.some(({ capability }) => kind.provides[capability] !== undefined))
    .map((kind) => kind.title);
  const [from, to] = [source.kind.title, target.kind.title];
  if (possible.length === 0) return `No wire leaves ${from}: it is where paths end.`;
  return `${from} connects to ${new Intl.ListFormat('en', { type: 'disjunction' }).format(possible)}, not to ${to}.`;
}
