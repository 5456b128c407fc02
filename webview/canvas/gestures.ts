import { canConnect } from '../../src/model/connect';
import type { Edit, SingleEdit } from '../../src/model/edit';
import type { JsonObject, JsonValue } from '../../src/model/json';
import type { Topology, TopologyEdge } from '../../src/model/topology';
import type { Kind } from '../../src/kinds/kind';
import { ID_LENGTH } from '../../src/kinds/names';
import type { Registry } from '../../src/kinds/index';
import { CARD_HEIGHT, frameOf } from './cardText';
import { boundsOf, centreOf, contains, GRID, grown, overlaps, snapped, type Position } from './geometry';
import { EMPTY_FRAME, FRAME_HEADER, FRAME_PADDING } from './layout';
import type { Scene } from './scene';
import type { Selection } from '../store';

/** What a finished gesture says in terms of the topology. All pure; the page only reports where the pointer was. */

/** Size of a card that is not there yet. */
export const NEW_CARD = { width: 208, height: CARD_HEIGHT } as const;

export function newCardSize(kind: Kind): { readonly width: number; readonly height: number } {
  return kind.place === 'frame' ? EMPTY_FRAME : NEW_CARD;
}

/** The first free id that begins with a stem, counted from a number on: `service`, `service-2`. */
export function freeId(stem: string, taken: { has(id: string): boolean }, first = 1): string {
  for (let count = first; ; count += 1) {
    const suffix = count === 1 ? '' : `-${count}`;
    const id = stem.slice(0, ID_LENGTH - suffix.length).replace(/-$/, '') + suffix;
    if (!taken.has(id)) return id;
  }
}

/** Ids that no new node can have: edges and positions are shared by all environments. */
export function takenIds({ nodes, elsewhere }: Topology): { has(id: string): boolean } {
  return { has: (id) => nodes.has(id) || elsewhere.has(id) };
}

/** A node of a kind with its centre at a point. In a frame, or where there is only one, it becomes its member. */
export function addNode(
  kind: Kind,
  centre: Position,
  topology: Topology,
  scene: Scene,
): Extract<SingleEdit, { type: 'addNode' }> {
  const size = newCardSize(kind);
  const position = snapped({ x: centre.x - size.width / 2, y: centre.y - size.height / 2 });
  const references: Record<string, JsonValue> = {};
  for (const { field, capability } of kind.mentions ?? []) {
    const fitting = [...topology.nodes.values()].filter(({ kind: other }) => other?.provides[capability]);
    const under = fitting.find(({ id }) => {
      const frame = scene.frames.get(id);
      return frame !== undefined && contains(frame.rect, centre);
    });
    const [only, ...others] = fitting;
    const chosen = under ?? (others.length === 0 ? only : undefined);
    if (chosen) references[field] = chosen.id;
  }
  // A kind's initial fields are JSON: they are written to the file.
  const initial = kind.initial as JsonObject;
  return {
    type: 'addNode',
    id: freeId(kind.stem, takenIds(topology)),
    node: { kind: kind.kind, ...references, ...initial },
    position,
  };
}

/** The point nearest below a wish where a new card covers no other. */
export function freeSpot(kind: Kind, wish: Position, scene: Scene): Position {
  const size = newCardSize(kind);
  const taken = [...scene.cards.values(), ...(kind.place === 'frame' ? scene.frames.values() : [])];
  let centre = wish;
  for (;;) {
    const rect = { x: centre.x - size.width / 2, y: centre.y - size.height / 2, ...size };
    const hit = taken.find((other) => overlaps(rect, other.rect, GRID));
    if (!hit) return centre;
    centre = { x: centre.x, y: hit.rect.y + hit.rect.height + 2 * GRID + size.height / 2 };
  }
}

/** Cards where they were dropped; one that lies in another frame now changes its field too. Undefined: nothing moved. */
export function drop(
  positions: ReadonlyMap<string, Position>,
  topology: Topology,
  scene: Scene,
): Edit | undefined {
  const moved = [...positions].filter(([id]) => topology.nodes.has(id));
  if (moved.length === 0) return undefined;
  const move: SingleEdit = {
    type: 'move',
    positions: Object.fromEntries(
      moved.map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)] as const]),
    ),
  };
  const changes = moved.flatMap(([id]): SingleEdit[] => {
    const entered = frameEntered(id, positions, topology, scene);
    return entered
      ? [{ type: 'setField', target: { node: id }, path: [entered.field], value: entered.frame }]
      : [];
  });
  return changes.length === 0 ? move : { type: 'batch', edits: [move, ...changes] };
}

/** The frame that a dragged card would join if it were dropped now, and the field that says so. */
export function frameEntered(
  id: string,
  dragged: ReadonlyMap<string, Position>,
  topology: Topology,
  scene: Scene,
): { readonly field: string; readonly frame: string } | undefined {
  const [node, card] = [topology.nodes.get(id), scene.cards.get(id)];
  if (!node?.kind || !card) return undefined;
  const own = frameOf(node, topology);
  const centre = centreOf(card.rect);
  if (own !== undefined && isInside(own, centre, dragged, scene)) return undefined;
  for (const { field, capability } of node.kind.mentions ?? []) {
    for (const frame of scene.frames.values()) {
      if (frame.id === own || !frame.node?.kind?.provides[capability]) continue;
      if (isInside(frame.id, centre, dragged, scene)) return { field, frame: frame.id };
    }
  }
  return undefined;
}

/** A frame follows its cards; what counts is where it is without those that are dragged. */
function isInside(
  id: string,
  point: Position,
  dragged: ReadonlyMap<string, Position>,
  scene: Scene,
): boolean {
  const frame = scene.frames.get(id);
  if (!frame) return false;
  if (frame.members.length === 0) return contains(frame.rect, point);
  const staying = boundsOf(
    frame.members
      .filter((member) => !dragged.has(member))
      .flatMap((member) => scene.cards.get(member)?.rect ?? []),
  );
  return staying !== undefined && contains(grown(staying, FRAME_PADDING, FRAME_HEADER), point);
}

/** A wire with what its kind starts it with, or why it may not be. */
export function connect(
  topology: Topology,
  registry: Registry,
  from: string,
  to: string,
):
  | { readonly ok: true; readonly edit: SingleEdit; readonly key: string }
  | { readonly ok: false; readonly reason: string } {
  const legality = canConnect(topology, registry, from, to);
  if (!legality.ok) return legality;
  const { accepted } = legality;
  const listener = accepted.byListener ? freeListener(topology.edges, from) : undefined;
  return {
    ok: true,
    edit: {
      type: 'connect',
      // The default is not written.
      edge: {
        from,
        to,
        ...(listener === undefined || listener === DEFAULT_LISTENER ? {} : { listener }),
        ...accepted.initial?.({ from, to }),
      },
    },
    key: keyOf(from, to, listener, topology),
  };
}

/** The key that a wire will have beside those that are there. */
export function keyOf(from: string, to: string, listener: number | undefined, { edges }: Topology): string {
  const several = edges.some((edge) => edge.from === from && edge.to === to);
  return several && listener !== undefined ? `${from}--${to}--${listener}` : `${from}--${to}`;
}

export const DEFAULT_LISTENER = 80;

/** The first port that no wire of a load balancer listens on. */
export function freeListener(edges: readonly TopologyEdge[], from: string): number {
  const taken = new Set(edges.filter((edge) => edge.from === from).map(({ ref }) => ref.listener));
  let port = DEFAULT_LISTENER;
  while (taken.has(port)) port += port === DEFAULT_LISTENER ? 8000 : 1;
  return port;
}

/** Everything selected, gone; undefined when nothing is. */
export function removal({ nodes, edges }: Selection, topology: Topology): Edit | undefined {
  if (nodes.size === 0 && edges.size === 0) return undefined;
  return {
    type: 'remove',
    nodes: [...nodes],
    edges: topology.edges
      .filter(({ key, from, to }) => edges.has(key) && !nodes.has(from) && !nodes.has(to))
      .map(({ ref }) => ref),
  };
}

/** Where the selected cards stand after a step; a frame takes its cards along. */
export function nudged(
  selected: ReadonlySet<string>,
  step: Position,
  scene: Scene,
): ReadonlyMap<string, Position> {
  const moved = new Map<string, Position>();
  const shift = (id: string, { x, y }: Position) => moved.set(id, { x: x + step.x, y: y + step.y });
  for (const id of selected) {
    const card = scene.cards.get(id);
    const frame = scene.frames.get(id);
    if (card) shift(id, card.rect);
    for (const member of frame?.members ?? []) {
      const inside = scene.cards.get(member);
      if (inside) shift(member, inside.rect);
    }
    if (frame?.members.length === 0) shift(id, frame.rect);
  }
  return moved;
}
