import { contains, type Position, type Rect } from '../geometry';
import { FRAME_HEADER } from '../layout';
import type { Scene } from '../scene';

/** What is drawn under a point: a card, else a wire, else the top edge of a frame. */
export interface Touched {
  readonly node?: string;
  readonly edge?: string;
}

/** Finds what a pointer is on, `reach` beside a wire included, whether it is in the page or painted. */
export function thingAt(scene: Scene, point: Position, reach: number): Touched {
  const spot: Rect = { x: point.x - reach, y: point.y - reach, width: 2 * reach, height: 2 * reach };
  for (const id of scene.cardsIn(spot)) {
    const rect = scene.cards.get(id)?.rect;
    // Its dots stand half beside it.
    if (rect && contains({ ...rect, width: rect.width + 6 }, point)) return { node: id };
  }
  const wire = scene.wiresIn(spot).find(({ path }) => isOn(path.points, point, reach));
  if (wire) return { edge: wire.key };
  for (const { id, rect } of scene.frames.values()) {
    if (contains({ ...rect, height: FRAME_HEADER }, point)) return { node: id };
  }
  return {};
}

function isOn(points: readonly Position[], point: Position, reach: number): boolean {
  return points.some((from, index) => {
    const to = points[index + 1];
    return to !== undefined && distance(point, from, to) <= reach;
  });
}

/** From a point to the straight piece between two others. */
function distance(point: Position, from: Position, to: Position): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy || 1;
  const part = Math.max(0, Math.min(1, ((point.x - from.x) * dx + (point.y - from.y) * dy) / length));
  return Math.hypot(point.x - from.x - part * dx, point.y - from.y - part * dy);
}
