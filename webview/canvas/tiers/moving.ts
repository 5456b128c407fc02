import type { Position } from '../geometry';
import type { SceneWire } from '../scene';

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
