import { boundsOf, grown, overlaps, type Position, type Rect } from '../geometry';

/** A part of a line, straight or bent towards one or two points. */
export interface Piece {
  readonly from: Position;
  readonly bends: readonly Position[];
  readonly to: Position;
  /** What it takes, its width included. */
  readonly box: Rect;
  /** About how long the line is before it. */
  readonly before: number;
}

/** What is longer than this is cut: a line may cross the whole drawing, and hardly any of it is painted at once. */
const LONGEST = 512;
/** Half the width of a line, and a little more. */
const REACH = 2;

/** The pieces of a line as `routeWire` writes it: `M`, `L`, `Q` and `C` with absolute places. */
export function piecesOf(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let [at, before] = [{ x: 0, y: 0 }, 0];
  for (const [, command, numbers = ''] of line.matchAll(/([MLQC])([^MLQC]*)/g)) {
    const places = [...numbers.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => ({
      x: Number(x),
      y: Number(y),
    }));
    const to = places.pop() ?? at;
    if (command !== 'M') {
      for (const [from, ...rest] of cut([at, ...places, to])) {
        const end = rest.pop();
        if (!from || !end) continue;
        const box = boundsOf([from, ...rest, end].map(({ x, y }) => ({ x, y, width: 0, height: 0 })));
        pieces.push({ from, bends: rest, to: end, box: grown(box ?? NOWHERE, REACH), before });
        before += Math.hypot(end.x - from.x, end.y - from.y);
      }
    }
    at = to;
  }
  return pieces;
}

/** What of a line is seen in an area, as stretches that hang together. */
export function stretchesIn(pieces: readonly Piece[], area: Rect): readonly (readonly Piece[])[] {
  const stretches: Piece[][] = [];
  let open: Piece[] | undefined;
  for (const piece of pieces) {
    if (!overlaps(piece.box, area)) {
      open = undefined;
      continue;
    }
    if (!open) stretches.push((open = []));
    open.push(piece);
  }
  return stretches;
}

const NOWHERE: Rect = { x: 0, y: 0, width: 0, height: 0 };

/** A line or curve, by the points that define it, as several of the same shape; none is much too long. */
function cut(points: readonly Position[]): readonly Position[][] {
  const [from, to] = [points[0] ?? NOWHERE, points.at(-1) ?? NOWHERE];
  const count = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / LONGEST);
  const parts: Position[][] = [];
  let rest = [...points];
  for (let left = count; left > 1; left -= 1) {
    const [first, second] = splitAt(rest, 1 / left);
    parts.push(first);
    rest = second;
  }
  return [...parts, rest];
}

/** de Casteljau's construction: the two curves that a curve is made of before and after a part of it. */
function splitAt(points: readonly Position[], part: number): [Position[], Position[]] {
  const [first, second]: [Position[], Position[]] = [[], []];
  for (let level = points; level.length > 0;) {
    first.push(level[0] ?? NOWHERE);
    second.unshift(level.at(-1) ?? NOWHERE);
    level = level.slice(1).map((next, index) => {
      const { x, y } = level[index] ?? next;
      return { x: x + (next.x - x) * part, y: y + (next.y - y) * part };
    });
  }
  return [first, second];
}
