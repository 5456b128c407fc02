import { overlaps, type Rect } from './geometry';

/** Side of a cell: about two cards wide. */
const CELL = 512;
/** What covers more cells than this is kept apart: a hand-written position may be a million pixels away. */
const MOST_CELLS = 256;
const FARTHEST = 2 ** 40;

/** Things by the place that they take, so that what is near a point is found without looking at everything. */
export interface Grid<T> {
  /** Where a thing is, in as many pieces as describe it well; none takes it out. */
  put(thing: T, pieces: readonly Rect[]): void;
  /** Everything with a piece that touches an area. */
  touching(area: Rect): Iterable<T>;
}

interface Entry<T> {
  readonly thing: T;
  readonly pieces: readonly Rect[];
  /** The last search that came across it; one thing may lie in many cells. */
  seen: number;
}

export function createGrid<T>(): Grid<T> {
  const entries = new Map<T, Entry<T>>();
  const cells = new Map<number, Set<Entry<T>>>();
  const vast = new Set<Entry<T>>();
  /** Put since the last search: cells cost more than entries, and many a grid is never asked. */
  const fresh = new Set<Entry<T>>();
  let searches = 0;

  const eachHome = (entry: Entry<T>, visit: (key: number | undefined) => void) => {
    for (const piece of entry.pieces) {
      const span = spanOf(piece);
      if (span) eachCell(span, visit);
      else visit(undefined);
    }
  };
  const add = (entry: Entry<T>) => {
    eachHome(entry, (key) => {
      if (key === undefined) {
        vast.add(entry);
        return;
      }
      const cell = cells.get(key);
      if (cell) cell.add(entry);
      else cells.set(key, new Set([entry]));
    });
  };
  const remove = (entry: Entry<T>) => {
    eachHome(entry, (key) => {
      if (key === undefined) vast.delete(entry);
      else if (cells.get(key)?.delete(entry) && cells.get(key)?.size === 0) cells.delete(key);
    });
  };

  return {
    put(thing, pieces) {
      const before = entries.get(thing);
      if (before && !fresh.delete(before)) remove(before);
      entries.delete(thing);
      if (pieces.length === 0) return;
      const entry = { thing, pieces, seen: 0 };
      entries.set(thing, entry);
      fresh.add(entry);
    },
    touching(area) {
      fresh.forEach(add);
      fresh.clear();
      searches += 1;
      const found: T[] = [];
      const look = (entry: Entry<T>) => {
        if (entry.seen === searches) return;
        entry.seen = searches;
        if (entry.pieces.some((piece) => overlaps(piece, area))) found.push(entry.thing);
      };
      const span = spanOf(area);
      if (!span) {
        entries.forEach(look);
        return found;
      }
      eachCell(span, (key) => cells.get(key)?.forEach(look));
      vast.forEach(look);
      return found;
    },
  };
}

type Span = readonly [left: number, top: number, right: number, bottom: number];

/** The cells under a rectangle; undefined for too many. */
function spanOf({ x, y, width, height }: Rect): Span | undefined {
  const [left, top] = [Math.floor(x / CELL), Math.floor(y / CELL)];
  const [right, bottom] = [Math.floor((x + width) / CELL), Math.floor((y + height) / CELL)];
  const count = (right - left + 1) * (bottom - top + 1);
  // Beyond it one more is the same number, and no loop would end.
  const isCountable = [left, top, right, bottom].every((cell) => Math.abs(cell) < FARTHEST);
  return isCountable && count <= MOST_CELLS ? [left, top, right, bottom] : undefined;
}

function eachCell([left, top, right, bottom]: Span, visit: (key: number) => void): void {
  // Two cells far apart may share a number; what is found is looked at once more anyway.
  for (let x = left; x <= right; x += 1) for (let y = top; y <= bottom; y += 1) visit(x * 0x2000000 + y);
}
