import type { Spot } from '../gestures/steps';
import { contains, grown, type Position, type Rect } from './geometry';
import type { Scene } from './scene';

/** The card under a point, or a few pixels beside it. */
export function cardAt({ cards }: Scene, point: Position): string | undefined {
  let near: string | undefined;
  for (const { id, rect } of cards.values()) {
    if (contains(rect, point)) return id;
    if (contains(grown(rect, 10), point)) near = id;
  }
  return near;
}

/** The innermost frame under a point. */
export function frameAt({ frames }: Scene, point: Position): string | undefined {
  return [...frames.values()].find(({ rect }) => contains(rect, point))?.id;
}

/** Where a card, frame or wire is; of a wire the place of its text. */
export function rectOf(spot: Spot, { cards, frames, wires }: Scene): Rect | undefined {
  if ('node' in spot) return (cards.get(spot.node) ?? frames.get(spot.node))?.rect;
  const label = wires.find(({ key }) => key === spot.edge)?.path.label;
  return label && { ...label, width: 1, height: 1 };
}
