import type { Registry } from '../../src/kinds/index';
import { canConnect } from '../../src/model/connect';
import type { EdgeRef, SingleEdit } from '../../src/model/edit';
import type { JsonValue } from '../../src/model/json';
import { EDGE_MEMBERS, type Topology, type TopologyEdge } from '../../src/model/topology';
import { DEFAULT_LISTENER, freeListener, keyOf } from './connect';

export type WireEnd = 'from' | 'to';

/** Whether an end of a wire may move to another card; the wire itself is in nobody's way. */
export function canReconnect(topology: Topology, registry: Registry, key: string, end: WireEnd, to: string) {
  const edge = topology.edges.find((other) => other.key === key);
  if (!edge) return { ok: false, reason: 'There is no such wire any more.' } as const;
  const ends = { from: edge.from, to: edge.to, [end]: to };
  const others = { ...topology, edges: topology.edges.filter((other) => other !== edge) };
  const legality = canConnect(others, registry, ends.from, ends.to);
  return legality.ok ? { ...legality, edge, ends, others } : legality;
}

/** Moves an end of a wire to another card. What the wire says stays, as far as it means anything there. */
export function reconnect(
  topology: Topology,
  registry: Registry,
  key: string,
  end: WireEnd,
  to: string,
):
  | { readonly ok: true; readonly edits: readonly SingleEdit[]; readonly key: string }
  | { readonly ok: false; readonly reason: string } {
  const legality = canReconnect(topology, registry, key, end, to);
  if (!legality.ok) return legality;
  const { accepted, edge, ends, others } = legality;
  if (edge[end] === to) return { ok: true, edits: [], key };
  const edits: SingleEdit[] = [];
  let ref: EdgeRef = edge.ref;
  const write = (member: string, value?: JsonValue) => {
    const field = value === undefined ? {} : { value };
    edits.push({ type: 'setField', target: { edge: ref }, path: [member], ...field });
  };
  const listener = accepted.byListener ? listenerFor(edge, others.edges, ends.from) : undefined;
  if (listener !== undefined && listener !== (edge.ref.listener ?? DEFAULT_LISTENER)) {
    write('listener', listener === DEFAULT_LISTENER ? undefined : listener);
    if (ref.listener !== undefined) ref = { ...ref, listener };
  }
  write(end, to);
  ref = { ...ends, ...(listener !== undefined && { listener }) };
  const known = Object.keys(accepted.schema.shape);
  if (accepted !== edge.accepted) {
    const old = Object.keys(edge.accepted?.schema.shape ?? {});
    for (const member of Object.keys(edge.raw)) {
      const isEnd = EDGE_MEMBERS.some((name) => name === member);
      if (!isEnd && old.includes(member) && !known.includes(member)) write(member);
    }
    for (const [member, value] of Object.entries(accepted.initial?.(ends) ?? {})) {
      if (edge.raw[member] === undefined) write(member, value);
    }
  }
  return { ok: true, edits, key: keyOf(ends.from, ends.to, listener, others) };
}

function listenerFor({ ref }: TopologyEdge, others: readonly TopologyEdge[], source: string): number {
  const wanted = ref.listener ?? DEFAULT_LISTENER;
  const isTaken = others.some((other) => other.from === source && other.ref.listener === wanted);
  return isTaken ? freeListener(others, source) : wanted;
}
