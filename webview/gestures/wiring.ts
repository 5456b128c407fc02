import type { Registry } from '../../src/kinds/index';
import type { Kind } from '../../src/kinds/kind';
import type { SingleEdit } from '../../src/model/edit';
import { acceptedEdge, type Topology, type TopologyNode } from '../../src/model/topology';
import { connect } from './connect';
import { reconnect } from './reconnect';
import { createSequence } from './sequence';

/** What a new card is wired to at once. */
export interface Wiring {
  /** The card that leads to it. */
  readonly from?: string;
  /** The cards that it leads to. */
  readonly to: readonly string[];
  /** Key of a wire that it is put into: that wire's end moves to it. */
  readonly into?: string;
}

export const UNWIRED: Wiring = { to: [] };

/**
 * The wires of a new card of a kind where there is one obvious way: one card that waits for it, or the only one that
 * could lead to it or that it could lead to. Calls between services are nobody's guess.
 */
export function obviousWiring(kind: Kind, topology: Topology, registry: Registry): Wiring {
  const from = obviousSource(kind, topology, registry);
  return { ...(from !== undefined && { from }), to: obviousTargets(kind, topology, registry) };
}

/** The wires of a new card that is added to another: behind it where it can be, else before it. */
export function wiringAt(beside: TopologyNode, kind: Kind, topology: Topology, registry: Registry): Wiring {
  const { from, to } = obviousWiring(kind, topology, registry);
  if (acceptedEdge(beside.kind, kind)) return { from: beside.id, to };
  if (!acceptedEdge(kind, beside.kind)) return { ...(from !== undefined && { from }), to };
  return { ...(from !== undefined && { from }), to: [...new Set([beside.id, ...to])] };
}

/** The wires of a new card that is dropped on a wire; undefined where it cannot stand between the two. */
export function wiringInto(kind: Kind, key: string, topology: Topology): Wiring | undefined {
  const edge = topology.edges.find((other) => other.key === key);
  const [source, target] = [topology.nodes.get(edge?.from ?? ''), topology.nodes.get(edge?.to ?? '')];
  if (!edge || !isTraffic(source?.kind, kind) || !isTraffic(kind, target?.kind)) return undefined;
  return { from: edge.from, to: [edge.to], into: key };
}

/** A new card with its wires. A wire that turns out to be illegal is left out. */
export function addWired(
  added: Extract<SingleEdit, { type: 'addNode' }>,
  wiring: Wiring,
  topology: Topology,
  registry: Registry,
) {
  const sequence = createSequence(topology, registry);
  sequence.add(added);
  const { from, to, into } = wiring;
  if (into !== undefined) {
    const moved = reconnect(sequence.topology, registry, into, 'to', added.id);
    if (moved.ok) moved.edits.forEach((edit) => sequence.add(edit));
  } else if (from !== undefined) {
    const wire = connect(sequence.topology, registry, from, added.id);
    if (wire.ok) sequence.add(wire.edit);
  }
  for (const target of to) {
    const wire = connect(sequence.topology, registry, added.id, target);
    if (wire.ok) sequence.add(wire.edit);
  }
  return sequence.edit() ?? added;
}

/** What a wiring does, to be said beside the card that is being dropped; empty where it does nothing. */
export function wiringText({ from, to, into }: Wiring, topology: Topology): string {
  const title = (id: string) => topology.nodes.get(id)?.title ?? id;
  const targets = to.map(title).join(', ');
  if (into !== undefined && from !== undefined) return `Between ${title(from)} and ${targets}`;
  return [from !== undefined && `from ${title(from)}`, targets && `to ${targets}`]
    .filter(Boolean)
    .join(', ')
    .replace(/^./, (first) => first.toUpperCase());
}

function obviousSource(kind: Kind, topology: Topology, registry: Registry): string | undefined {
  const leading = [...registry.values()].filter((other) => isObvious(other, kind));
  // What leads to another of them comes earlier on the path: a service goes behind a load balancer, not behind a link.
  const last = leading.filter((one) => !leading.some((other) => other !== one && isObvious(one, other)));
  const nodes = [...topology.nodes.values()].filter((node) => node.kind && last.includes(node.kind));
  const busy = new Set(topology.edges.map(({ from, accepted }) => `${accepted?.capability} ${from}`));
  const idle = nodes.filter(
    ({ id, kind: source }) => !busy.has(`${acceptedEdge(source, kind)?.capability} ${id}`),
  );
  return (onlyOf(idle) ?? onlyOf(nodes))?.id;
}

function obviousTargets(kind: Kind, topology: Topology, registry: Registry): string[] {
  const following = [...registry.values()].filter((other) => isObvious(kind, other));
  const next = following.filter((one) => !following.some((other) => other !== one && isTraffic(other, one)));
  const reached = new Set(
    topology.edges.flatMap(({ to, accepted }) => (accepted && !accepted.look ? [to] : [])),
  );
  const traffic = [...topology.nodes.values()].filter(
    (node) => node.kind && next.includes(node.kind) && isTraffic(kind, node.kind) && !reached.has(node.id),
  );
  const registries = [...topology.nodes.values()].filter(
    (node) => acceptedEdge(kind, node.kind)?.look === 'registration',
  );
  return [onlyOf(traffic), onlyOf(registries)].flatMap((node) => node?.id ?? []);
}

function isTraffic(from: Kind | undefined, to: Kind | undefined): boolean {
  const accepted = acceptedEdge(from, to);
  return accepted !== undefined && (accepted.look ?? 'traffic') === 'traffic';
}

function isObvious(from: Kind, to: Kind): boolean {
  const accepted = acceptedEdge(from, to);
  return accepted !== undefined && accepted.look !== 'call';
}

function onlyOf<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
