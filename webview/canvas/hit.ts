import { contains, grown, type Position } from './geometry';
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
