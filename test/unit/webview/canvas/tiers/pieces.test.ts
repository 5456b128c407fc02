import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grown, overlaps, type Position } from '../../../../../webview/canvas/geometry';
import { piecesOf, stretchesIn, type Piece } from '../../../../../webview/canvas/tiers/pieces';
import { routeWire } from '../../../../../webview/canvas/wires';

const LOOKS = ['traffic', 'call', 'registration'] as const;
const side = fc.integer({ min: -9000, max: 9000 });
const cards = fc.record({ x: side, y: side, width: fc.constant(160), height: fc.constant(80) });
const lines = fc
  .tuple(cards, cards, fc.constantFrom(...LOOKS))
  .map(([source, target, look]) => routeWire(source, target, look, () => []).line);

/** Where a piece is after a part of it. */
function at({ from, bends, to }: Piece, part: number): Position {
  let level: readonly Position[] = [from, ...bends, to];
  while (level.length > 1) {
    level = level.slice(1).map((next, index) => {
      const { x, y } = level[index] ?? next;
      return { x: x + (next.x - x) * part, y: y + (next.y - y) * part };
    });
  }
  return level[0] ?? from;
}

describe('the pieces of a line', () => {
  it('hang together from its start to its end, and none of them is long', () => {
    fc.assert(
      fc.property(lines, (line) => {
        const pieces = piecesOf(line);
        expect(line.startsWith(`M${pieces[0]?.from.x},${pieces[0]?.from.y}`)).toBe(true);
        expect(line.endsWith(`${pieces.at(-1)?.to.x},${pieces.at(-1)?.to.y}`)).toBe(true);
        pieces.forEach((piece, index) => {
          const { from, to, before } = piece;
          if (index > 0) expect(pieces[index - 1]?.to).toEqual(from);
          expect(Math.hypot(to.x - from.x, to.y - from.y)).toBeLessThan(1024);
          if (index > 0) expect(before).toBeGreaterThanOrEqual(pieces[index - 1]?.before ?? 0);
          for (const part of [0, 0.3, 0.5, 1]) {
            expect(
              overlaps(grown(piece.box, 0.01), { ...at(piece, part), width: 0.001, height: 0.001 }),
            ).toBe(true);
          }
        });
      }),
    );
  });

  it('are on the curve that they were cut from', () => {
    const pieces = piecesOf('M0,0C4000,0 4000,6000 8000,6000');
    expect(pieces.length).toBeGreaterThan(10);
    // Halfway this one is in the middle, and it rises nowhere else as steeply.
    const middle = pieces.map((piece) => at(piece, 1)).find(({ x }) => x >= 4000);
    const y = (x: number) => {
      let [low, high] = [0, 1];
      for (let step = 0; step < 60; step += 1) {
        const part = (low + high) / 2;
        const here = 12_000 * part * (1 - part) ** 2 + 12_000 * part * part * (1 - part) + 8000 * part ** 3;
        if (here < x) low = part;
        else high = part;
      }
      return 6000 * low * low * (3 - 2 * low);
    };
    expect(middle?.y).toBeCloseTo(y(middle?.x ?? 0), 3);
    for (const piece of pieces) {
      const { x, y: found } = at(piece, 0.5);
      expect(found).toBeCloseTo(y(x), 3);
    }
  });

  it('are painted where they are seen, as stretches without a gap', () => {
    const pieces = piecesOf('M0,0L5000,0L5000,300L0,300');
    const seen = stretchesIn(pieces, { x: 1050, y: -50, width: 100, height: 400 });
    expect(seen.map((stretch) => stretch.length)).toEqual([1, 1]);
    expect(seen.map(([first]) => first?.before)).toEqual([1000, 8800]);
    expect(stretchesIn(pieces, { x: 1000, y: 100, width: 100, height: 50 })).toEqual([]);
    expect(stretchesIn(pieces, { x: -10, y: -10, width: 9000, height: 900 })).toEqual([pieces]);
  });
});
