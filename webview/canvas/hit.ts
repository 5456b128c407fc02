import type { Spot } from '../gestures/steps';
import { contains, grown, type Position, type Rect } from './geometry';
import type { Scene } from './scene';

/** Pixels of the drawing beside a card that still mean it. */
const BESIDE = 10;

/** The card under a point, or a few pixels beside it. */
export function cardAt({ cards, cardsIn }: Scene, point: Position): string | undefined {
  const near = [...cardsIn(grown({ ...point, width: 0, height: 0 }, BESIDE))];
  const isOn = (id: string) => {
    const rect = cards.get(id)?.rect;
    return rect !== undefined && contains(rect, point);
  };
  return near.find(isOn) ?? near.at(-1);
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
