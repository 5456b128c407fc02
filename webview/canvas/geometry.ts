/** Pixels of the canvas at a zoom of 1. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Position {
  readonly width: number;
  readonly height: number;
}

/** Distance of the dots; cards snap to it. */
export const GRID = 16;

export function snapped({ x, y }: Position): readonly [number, number] {
  return [Math.round(x / GRID) * GRID, Math.round(y / GRID) * GRID];
}

export function centreOf({ x, y, width, height }: Rect): Position {
  return { x: x + width / 2, y: y + height / 2 };
}

export function contains({ x, y, width, height }: Rect, point: Position): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

/** Whether a rectangle holds all of another. */
export function covers(outer: Rect, inner: Rect): boolean {
  return contains(outer, inner) && contains(outer, { x: inner.x + inner.width, y: inner.y + inner.height });
}

/** Whether two rectangles come closer than `gap`. */
export function overlaps(one: Rect, other: Rect, gap = 0): boolean {
  return (
    one.x < other.x + other.width + gap &&
    other.x < one.x + one.width + gap &&
    one.y < other.y + other.height + gap &&
    other.y < one.y + one.height + gap
  );
}

/** The smallest rectangle around all; undefined around none. */
export function boundsOf(rects: Iterable<Rect>): Rect | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left > right ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}

/** A rectangle grown on its four sides. */
export function grown(rect: Rect, side: number, top = side): Rect {
  return {
    x: rect.x - side,
    y: rect.y - top,
    width: rect.width + 2 * side,
    height: rect.height + top + side,
  };
}
