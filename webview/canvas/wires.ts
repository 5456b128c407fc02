import type { Position, Rect } from './geometry';

export type Look = 'traffic' | 'call' | 'registration';

/** A drawn wire: its line, its arrow, and where its text stands. */
export interface WirePath {
  readonly line: string;
  readonly arrow: string;
  readonly label: Position;
  /** Where the line leads, its bends left out and its curves as a few straight pieces. */
  readonly points: readonly Position[];
}

/** The cards that touch an area; those that a wire joins may be among them. */
export type Obstacles = (area: Rect) => Iterable<Rect>;

/** How far beside the cards a wire runs that goes around them. */
const LANE = 28;
const CORNER = 10;
const ARROW = 6;
/** Length of the straight end, so that the arrow never stands in a bend. */
const STUB = 10;
/** How far from such a wire a card may be that its text would cover. */
const BESIDE = 320;
/** A long curve leads through a place every so many pixels, but through no more of them than these. */
const PART = 512;
const MOST_PARTS = 24;
/** From here on two cards stand beside each other. */
const FORWARD = 32;

/**
 * The way of a wire from card to card. Traffic leaves right and enters left; calls and registrations also go from
 * bottom to top where cards stand below each other, or around them on the right. `twin` counts wires that join the same
 * two cards, from 0.
 */
export function routeWire(source: Rect, target: Rect, look: Look, obstacles: Obstacles, twin = 0): WirePath {
  const shift = twin * 18;
  const start = { x: source.x + source.width, y: source.y + source.height / 2 + shift };
  const end = { x: target.x, y: target.y + target.height / 2 + shift };
  const cards = (area: Rect) => [...obstacles(area)].filter((card) => card !== source && card !== target);
  if (end.x - start.x >= FORWARD) return forward(start, end, look, cards);
  if (look !== 'traffic') {
    const x = middleOfBoth(source, target);
    if (x !== undefined) {
      const down = target.y >= source.y + source.height;
      const [from, to] = down ? [source.y + source.height, target.y] : [source.y, target.y + target.height];
      if (!cards(between({ x, y: from }, { x, y: to })).some((card) => onVertical(card, x, from, to))) {
        return vertical(x, from, to);
      }
    }
    return around(source, target, cards, shift);
  }
  return backward(start, end, source, target);
}

/** To the right: a curve, unless a card stands in its way; then the turn is made before or behind that card. */
function forward(start: Position, end: Position, look: Look, cards: CardsIn): WirePath {
  const tip = { x: end.x - STUB, y: end.y };
  const distance = tip.x - start.x;
  const isClear = (y: number) => {
    const [from, to] = [start.x + LANE, tip.x - LANE];
    return !cards(between({ x: from, y }, { x: to, y })).some((card) => onHorizontal(card, y, from, to));
  };
  if (Math.abs(end.y - start.y) < 1)
    return withArrow(`M${xy(start)}L${xy(end)}`, end, 'right', middle(start, end), [start, end]);
  if (look === 'registration' && distance > 3 * LANE) {
    return polyline(
      [start, { x: start.x + LANE, y: start.y }, { x: start.x + LANE, y: end.y }, end],
      'right',
    );
  }
  const span = 2 * LANE + 64;
  const turn = Math.min(distance, span);
  if (distance > 1.5 * span && !curveIsClear(start, tip, cards)) {
    if (isClear(end.y)) {
      const bend = { x: start.x + turn, y: end.y };
      return withArrow(`M${xy(start)}${curve(start, bend)}L${xy(end)}`, end, 'right', middle(bend, end), [
        ...alongCurve(start, bend),
        end,
      ]);
    }
    if (isClear(start.y)) {
      const bend = { x: tip.x - turn, y: start.y };
      return withArrow(
        `M${xy(start)}L${xy(bend)}${curve(bend, tip)}L${xy(end)}`,
        end,
        'right',
        middle(start, bend),
        [start, ...alongCurve(bend, tip), end],
      );
    }
  }
  return withArrow(`M${xy(start)}${curve(start, tip)}L${xy(end)}`, end, 'right', middle(start, tip), [
    ...alongCurve(start, tip),
    end,
  ]);
}

/** To a card at the left: out, around both, and in from the left. */
function backward(start: Position, end: Position, source: Rect, target: Rect): WirePath {
  const below = Math.max(source.y + source.height, target.y + target.height) + LANE;
  return polyline(
    [
      start,
      { x: start.x + LANE, y: start.y },
      { x: start.x + LANE, y: below },
      { x: end.x - LANE, y: below },
      { x: end.x - LANE, y: end.y },
      end,
    ],
    'right',
    { x: (start.x + end.x) / 2, y: below },
  );
}

function vertical(x: number, from: number, to: number): WirePath {
  const end = { x, y: to };
  const label = { x, y: (from + to) / 2 };
  return withArrow(`M${x},${from}L${x},${to}`, end, to > from ? 'down' : 'up', label, [{ x, y: from }, end]);
}

/** Out at the right, past everything between the two, and in at the right again. */
function around(source: Rect, target: Rect, cards: CardsIn, shift: number): WirePath {
  const start = { x: source.x + source.width, y: source.y + source.height / 2 + shift };
  const end = { x: target.x + target.width, y: target.y + target.height / 2 + shift };
  const [top, bottom] = [Math.min(start.y, end.y), Math.max(start.y, end.y)];
  const height = bottom - top;
  const isBetween = (card: Rect) => card.y < bottom && card.y + card.height > top;
  let x = Math.max(start.x, end.x);
  for (let edge = x; ; x = edge) {
    for (const card of cards({ x, y: top, width: LANE, height })) {
      if (isBetween(card) && card.x < x + LANE) edge = Math.max(edge, card.x + card.width);
    }
    if (edge <= x) break;
  }
  x += LANE + shift;
  // Beside the gap before the target, where no card is in the way of the text.
  const passed = cards({ x: x - BESIDE, y: top, width: 2 * BESIDE, height }).filter(isBetween);
  const gap = passed.reduce((low, card) => Math.max(low, card.y + card.height), source.y + source.height);
  const y = end.y > start.y && gap < target.y ? (gap + target.y) / 2 : (start.y + end.y) / 2;
  return polyline([start, { x, y: start.y }, { x, y: end.y }, end], 'left', { x, y });
}

function polyline(points: readonly Position[], direction: Direction, label?: Position): WirePath {
  const [first, ...rest] = points;
  if (!first) return { line: '', arrow: '', label: { x: 0, y: 0 }, points };
  let line = `M${xy(first)}`;
  let before = first;
  rest.forEach((point, index) => {
    const after = rest[index + 1];
    if (!after) {
      line += `L${xy(point)}`;
      return;
    }
    const radius = Math.min(CORNER, length(before, point) / 2, length(point, after) / 2);
    line += `L${xy(towards(point, before, radius))}Q${xy(point)} ${xy(towards(point, after, radius))}`;
    before = point;
  });
  const end = points.at(-1) ?? first;
  return withArrow(line, end, direction, label ?? middle(points.at(-2) ?? first, end), points);
}

type Direction = 'left' | 'right' | 'up' | 'down';

const HEADS = {
  right: [-1, -1, -1, 1],
  left: [1, -1, 1, 1],
  down: [-1, -1, 1, -1],
  up: [-1, 1, 1, 1],
} as const satisfies Record<Direction, readonly [number, number, number, number]>;

function withArrow(
  line: string,
  end: Position,
  direction: Direction,
  label: Position,
  points: readonly Position[],
): WirePath {
  const [ax, ay, bx, by] = HEADS[direction];
  const wing = (x: number, y: number) => xy({ x: end.x + x * ARROW, y: end.y + y * ARROW * 0.75 });
  const tall = (x: number, y: number) => xy({ x: end.x + x * ARROW * 0.75, y: end.y + y * ARROW });
  const side = direction === 'left' || direction === 'right' ? wing : tall;
  return { line, arrow: `M${side(ax, ay)}L${xy(end)}L${side(bx, by)}`, label, points };
}

function pullOf(from: Position, to: Position): number {
  return Math.max(24, (to.x - from.x) / 2);
}

function curve(from: Position, to: Position): string {
  const pull = pullOf(from, to);
  return `C${xy({ x: from.x + pull, y: from.y })} ${xy({ x: to.x - pull, y: to.y })} ${xy(to)}`;
}

/** Whether the curve meets no card, looked at in eight places. */
function curveIsClear(from: Position, to: Position, cards: CardsIn): boolean {
  for (let step = 1; step < 8; step += 1) {
    const { x, y } = onCurve(from, to, step / 8);
    const [left, right] = [x - 8, x + 8];
    const near = cards(between({ x: left, y }, { x: right, y }));
    if (near.some((card) => onHorizontal(card, y, left, right))) return false;
  }
  return true;
}

/** Where the curve is after a part of its way. */
function onCurve(from: Position, to: Position, part: number): Position {
  const pull = pullOf(from, to);
  const rest = 1 - part;
  const x =
    rest ** 3 * from.x +
    3 * rest * rest * part * (from.x + pull) +
    3 * rest * part * part * (to.x - pull) +
    part ** 3 * to.x;
  return { x, y: from.y + (to.y - from.y) * part * part * (3 - 2 * part) };
}

/** So many places of a curve that the boxes between two of them hold little else. */
function alongCurve(from: Position, to: Position): Position[] {
  const parts = Math.min(MOST_PARTS, Math.max(4, Math.ceil(length(from, to) / PART)));
  return Array.from({ length: parts + 1 }, (_none, index) => onCurve(from, to, index / parts));
}

/** The x of a vertical wire between two cards that stand below each other. */
function middleOfBoth(source: Rect, target: Rect): number | undefined {
  const left = Math.max(source.x, target.x);
  const right = Math.min(source.x + source.width, target.x + target.width);
  const apart = target.y >= source.y + source.height + 8 || source.y >= target.y + target.height + 8;
  return apart && right - left >= 48 ? Math.round((left + right) / 2) : undefined;
}

/** What `routeWire` leaves of its obstacles. */
type CardsIn = (area: Rect) => readonly Rect[];

/** The rectangle that two points span; never flat, so that it touches what they lead through. */
function between(one: Position, other: Position): Rect {
  return {
    x: Math.min(one.x, other.x),
    y: Math.min(one.y, other.y) - 6,
    width: Math.abs(one.x - other.x),
    height: Math.abs(one.y - other.y) + 12,
  };
}

function onVertical(card: Rect, x: number, from: number, to: number): boolean {
  const [top, bottom] = [Math.min(from, to), Math.max(from, to)];
  return card.x < x && card.x + card.width > x && card.y < bottom && card.y + card.height > top;
}

function onHorizontal(card: Rect, y: number, from: number, to: number): boolean {
  return card.y - 6 < y && card.y + card.height + 6 > y && card.x < to && card.x + card.width > from;
}

function middle(one: Position, other: Position): Position {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

function length(one: Position, other: Position): number {
  return Math.abs(one.x - other.x) + Math.abs(one.y - other.y);
}

/** The point at a distance from one point on the (straight) way to another. */
function towards(from: Position, to: Position, distance: number): Position {
  const all = length(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * distance) / all, y: from.y + ((to.y - from.y) * distance) / all };
}

function xy({ x, y }: Position): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
