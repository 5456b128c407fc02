import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlaps, type Rect } from '../../../../webview/canvas/geometry';
import { createGrid } from '../../../../webview/canvas/grid';

const anyRect: fc.Arbitrary<Rect> = fc.record({
  x: fc.oneof(fc.integer({ min: -3000, max: 3000 }), fc.constantFrom(1e15, -1e300, 4e6)),
  y: fc.integer({ min: -3000, max: 3000 }),
  width: fc.oneof(fc.nat(900), fc.constant(1e9)),
  height: fc.nat(900),
});

describe('createGrid', () => {
  it('finds what a search through everything finds, after any puts', () => {
    const puts = fc.array(fc.tuple(fc.nat(15), fc.array(anyRect, { maxLength: 3 })), { maxLength: 40 });
    fc.assert(
      fc.property(puts, fc.array(anyRect, { minLength: 1, maxLength: 5 }), (steps, areas) => {
        const grid = createGrid<number>();
        const all = new Map<number, readonly Rect[]>();
        steps.forEach(([thing, pieces], index) => {
          grid.put(thing, pieces);
          all.set(thing, pieces);
          // Searches between two puts, for the cells that are there already.
          const area = areas[index % areas.length];
          if (area && index % 3 === 0) grid.touching(area);
        });
        for (const area of areas) {
          const wanted = [...all].filter(([, pieces]) => pieces.some((piece) => overlaps(piece, area)));
          expect([...grid.touching(area)].sort()).toEqual(wanted.map(([thing]) => thing).sort());
        }
      }),
      { numRuns: 500 },
    );
  });
});
