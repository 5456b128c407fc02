import type { Position } from '../geometry';
import type { Scene, SceneWire } from '../scene';
import type { Tier } from './view';

/** Of more things than these that are selected or dragged, the others are painted. */
export const MOST_HELD = 40;

const NONE: ReadonlySet<string> = new Set();

/** Cards that are dragged and shown by the page alone, with their wires: a step of a drag then paints nothing. */
export function movingIn(drag: ReadonlyMap<string, Position>): ReadonlySet<string> {
  return drag.size === 0 || drag.size > MOST_HELD ? NONE : new Set(drag.keys());
}

/** Whether a wire moves with them. */
export function isMoving({ edge }: SceneWire, moving: ReadonlySet<string>): boolean {
  return moving.size > 0 && (moving.has(edge.from) || moving.has(edge.to));
}

/** Whether two scenes are painted the same, but for what moves in both. */
export function isPaintedSame(one: Scene, other: Scene, moving: ReadonlySet<string>, tier: Tier): boolean {
  if (one === other) return true;
  if (one.wires.length !== other.wires.length || one.cards.size !== other.cards.size) return false;
  if (tier === 'far' && (one.network !== other.network || !isSame(one.frames, other.frames))) return false;
  for (const [id, card] of other.cards) if (one.cards.get(id) !== card && !moving.has(id)) return false;
  return other.wires.every((wire, index) => one.wires[index] === wire || isMoving(wire, moving));
}

function isSame<T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): boolean {
  return one.size === other.size && [...other].every(([id, value]) => one.get(id) === value);
}
