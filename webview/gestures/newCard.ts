import type { Kind } from '../../src/kinds/kind';
import { ID_LENGTH } from '../../src/kinds/names';
import type { SingleEdit } from '../../src/model/edit';
import type { JsonObject, JsonValue } from '../../src/model/json';
import type { Topology } from '../../src/model/topology';
import { CARD_HEIGHT } from '../canvas/cardText';
import { contains, GRID, overlaps, snapped, type Position } from '../canvas/geometry';
import { EMPTY_FRAME } from '../canvas/layout';
import type { Scene } from '../canvas/scene';

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
