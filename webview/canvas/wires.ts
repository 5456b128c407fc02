import type { Position, Rect } from './geometry';

export type Look = 'traffic' | 'call' | 'registration';

/** A drawn wire: its line, its arrow, and where its text stands. */
export interface WirePath {
  readonly line: string;
  readonly arrow: string;
  readonly label: Position;
}

/** How far beside the cards a wire runs that goes around them. */
const LANE = 28;
const CORNER = 10;
const ARROW = 6;
/** Length of the straight end, so that the arrow never stands in a bend. */
const STUB = 10;
/** From here on two cards stand beside each other. */
const FORWARD = 32;

/**
 * The way of a wire from card to card. Traffic leaves right and enters left; calls and registrations also go from
 * bottom to top where cards stand below each other, or around them on the right. `twin` counts wires that join the same
 * two cards, from 0.
 */
export function routeWire(
  source: Rect,
  target: Rect,
  look: Look,
  obstacles: Iterable<Rect>,
  twin = 0,
): WirePath {
  const shift = twin * 18;
  const start = { x: source.x + source.width, y: source.y + source.height / 2 + shift };
  const end = { x: target.x, y: target.y + target.height / 2 + shift };
  const cards = [...obstacles].filter((card) => card !== source && card !== target);
  if (end.x - start.x >= FORWARD) return forward(start, end, look, cards);
  if (look !== 'traffic') {
    const x = middleOfBoth(source, target);
    if (x !== undefined) {
      const down = target.y >= source.y + source.height;
      const [from, to] = down ? [source.y + source.height, target.y] : [source.y, target.y + target.height];
      if (!cards.some((card) => onVertical(card, x, from, to))) return vertical(x, from, to);
    }
    return around(source, target, cards, shift);
  }
  return backward(start, end, source, target);
}

/** To the right: a curve, unless a card stands in its way; then the turn is made before or behind that card. */
function forward(start: Position, end: Position, look: Look, cards: readonly Rect[]): WirePath {
  const tip = { x: end.x - STUB, y: end.y };
  const distance = tip.x - start.x;
  const isClear = (y: number) => !cards.some((card) => onHorizontal(card, y, start.x + LANE, tip.x - LANE));
  if (Math.abs(end.y - start.y) < 1)
    return withArrow(`M${xy(start)}L${xy(end)}`, end, 'right', middle(start, end));
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
      return withArrow(`M${xy(start)}${curve(start, bend)}L${xy(end)}`, end, 'right', middle(bend, end));
    }
    if (isClear(start.y)) {
      const bend = { x: tip.x - turn, y: start.y };
      return withArrow(
        `M${xy(start)}L${xy(bend)}${curve(bend, tip)}L${xy(end)}`,
        end,
        'right',
        middle(start, bend),
      );
    }
  }
  return withArrow(`M${xy(start)}${curve(start, tip)}L${xy(end)}`, end, 'right', middle(start, tip));
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
  return withArrow(`M${x},${from}L${x},${to}`, end, to > from ? 'down' : 'up', label);
}

/** Out at the right, past everything between the two, and in at the right again. */
function around(source: Rect, target: Rect, cards: readonly Rect[], shift: number): WirePath {
  const start = { x: source.x + source.width, y: source.y + source.height / 2 + shift };
  const end = { x: target.x + target.width, y: target.y + target.height / 2 + shift };
  const [top, bottom] = [Math.min(start.y, end.y), Math.max(start.y, end.y)];
  let x = Math.max(start.x, end.x);
  const between = cards.filter((card) => card.y < bottom && card.y + card.height > top);
  for (const card of between.sort((a, b) => a.x - b.x)) {
    if (card.x < x + LANE && card.x + card.width > x) x = card.x + card.width;
  }
  x += LANE + shift;
  // Beside the gap before the target, where no card is in the way of the text.
  const gap = Math.max(source.y + source.height, ...between.map((card) => card.y + card.height));
  const y = end.y > start.y && gap < target.y ? (gap + target.y) / 2 : (start.y + end.y) / 2;
  return polyline([start, { x, y: start.y }, { x, y: end.y }, end], 'left', { x, y });
}

function polyline(points: readonly Position[], direction: Direction, label?: Position): WirePath {
  const [first, ...rest] = points;
  if (!first) return { line: '', arrow: '', label: { x: 0, y: 0 } };
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
  return withArrow(line, end, direction, label ?? middle(points.at(-2) ?? first, end));
}

type Direction = 'left' | 'right' | 'up' | 'down';

const HEADS = {
  right: [-1, -1, -1, 1],
  left: [1, -1, 1, 1],
  down: [-1, -1, 1, -1],
  up: [-1, 1, 1, 1],
} as const satisfies Record<Direction, readonly [number, number, number, number]>;

function withArrow(line: string, end: Position, direction: Direction, label: Position): WirePath {
  const [ax, ay, bx, by] = HEADS[direction];
  const wing = (x: number, y: number) => xy({ x: end.x + x * ARROW, y: end.y + y * ARROW * 0.75 });
  const tall = (x: number, y: number) => xy({ x: end.x + x * ARROW * 0.75, y: end.y + y * ARROW });
  const side = direction === 'left' || direction === 'right' ? wing : tall;
  return { line, arrow: `M${side(ax, ay)}L${xy(end)}L${side(bx, by)}`, label };
}

function curve(from: Position, to: Position): string {
  const pull = Math.max(24, (to.x - from.x) / 2);
  return `C${xy({ x: from.x + pull, y: from.y })} ${xy({ x: to.x - pull, y: to.y })} ${xy(to)}`;
}

/** Whether the curve meets no card, looked at in eight places. */
function curveIsClear(from: Position, to: Position, cards: readonly Rect[]): boolean {
  for (let step = 1; step < 8; step += 1) {
    const t = step / 8;
    const ease = t * t * (3 - 2 * t);
    const point = { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * ease };
    if (cards.some((card) => onHorizontal(card, point.y, point.x - 8, point.x + 8))) return false;
  }
  return true;
}

/** The x of a vertical wire between two cards that stand below each other. */
function middleOfBoth(source: Rect, target: Rect): number | undefined {
  const left = Math.max(source.x, target.x);
  const right = Math.min(source.x + source.width, target.x + target.width);
  const apart = target.y >= source.y + source.height + 8 || source.y >= target.y + target.height + 8;
  return apart && right - left >= 48 ? Math.round((left + right) / 2) : undefined;
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
