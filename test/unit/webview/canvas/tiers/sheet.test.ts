import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, covers, grown, overlaps, type Rect } from '../../../../../webview/canvas/geometry';
import {
  isAgeing,
  isSharp,
  placeOf,
  SIDE,
  sheetAhead,
  sheetAt,
  suits,
  tilesAhead,
  tilesNear,
  tilesOver,
  wayFrom,
  type Transform,
} from '../../../../../webview/canvas/tiers/sheet';
import { viewOf } from '../../../../../webview/canvas/tiers/view';

const PANE = { width: 1001, height: 603 };
const seen = (transform: Transform) => viewOf(transform, PANE.width, PANE.height).area;
const coordinate = fc.double({ min: -20_000, max: 20_000, noNaN: true });
const transforms = fc.tuple(coordinate, coordinate, fc.double({ min: 0.02, max: 2, noNaN: true }));
const middleOf = ({ x, y, width, height }: Rect) => [x + width / 2, y + height / 2] as const;

describe('a sheet', () => {
  it('lies pixel on pixel of the screen where it was made, and after whole pixels', () => {
    fc.assert(
      fc.property(transforms, fc.integer({ min: -999, max: 999 }), ([x, y, zoom], pixels) => {
        const sheet = sheetAt([x, y, zoom]);
        const place = placeOf(sheet, [x, y, zoom]);
        expect([place.x === 0, place.y === 0, place.scale]).toEqual([true, true, 1]);
        expect(isSharp(sheet, [x + pixels, y - pixels, zoom], 1)).toBe(true);
        expect(isSharp(sheet, [x + pixels + 0.5, y, zoom], 1)).toBe(false);
        expect(isSharp(sheet, [x + pixels + 0.5, y, zoom], 2)).toBe(true);
        expect(isSharp(sheet, [x, y, zoom * 1.1], 1)).toBe(false);
      }),
    );
  });

  it('has tiles wherever the view goes, each of them once and none that is not seen', () => {
    fc.assert(
      fc.property(transforms, transforms, (made, now) => {
        const sheet = sheetAt(made);
        // No view is so much larger than its sheet.
        fc.pre(suits(sheet, now[2]));
        const tiles = tilesOver(sheet, seen(now));
        const areas = tiles.map(({ area }) => area);
        // Half a pixel is no reason for a tile.
        const bounds = boundsOf(areas);
        expect(bounds && covers(grown(bounds, 0.5 / sheet.zoom), seen(now))).toBe(true);
        expect(new Set(tiles.map(({ key }) => key)).size).toBe(tiles.length);
        for (const area of areas) expect(overlaps(area, seen(now))).toBe(true);
        for (const { area, column, row } of tiles) {
          expect(area.x).toBeCloseTo(sheet.x + (column * SIDE) / sheet.zoom, 3);
          expect(area.y).toBeCloseTo(sheet.y + (row * SIDE) / sheet.zoom, 3);
        }
      }),
    );
  });

  it('begins with the tile in the middle of what is seen, and knows what is seen next', () => {
    const sheet = sheetAt([0, 0, 1]);
    const area = { x: 0, y: 0, width: 5 * SIDE, height: 3 * SIDE };
    const [first, ...others] = tilesOver(sheet, area);
    expect(first && middleOf(first.area)).toEqual(middleOf(area));
    expect(others).toHaveLength(14);
    expect(tilesNear(sheet, area)).toHaveLength(7 * 5);
    const keys = (x: number, y: number) =>
      tilesAhead(sheet, area, { ...area, x, y })
        .map(({ key }) => key)
        .sort();
    expect(keys(0, 0)).toEqual([]);
    expect(keys(SIDE / 2, 0)).toEqual(['6,0', '6,1', '6,2']);
    expect(keys(0, -SIDE / 2)).toEqual(['0,-2', '1,-2', '2,-2', '3,-2', '4,-2']);
    expect(keys(-SIDE, SIDE)).toHaveLength(9);
  });

  it('is stretched for a while only, and has a successor before that is over', () => {
    const sheet = sheetAt([0, 0, 1]);
    expect([0.4, 0.5, 1, 4, 4.1].map((zoom) => suits(sheet, zoom))).toEqual([false, true, true, true, false]);
    expect([1.9, 2.1].map((zoom) => isAgeing(sheet, zoom, 'inwards'))).toEqual([false, true]);
    expect([0.9, 0.7].map((zoom) => isAgeing(sheet, zoom, 'outwards'))).toEqual([false, true]);
    expect([wayFrom(1, 1), wayFrom(1, 2), wayFrom(1, 0.5)]).toEqual([undefined, 'inwards', 'outwards']);
    // On the way out the view will be larger when it is there.
    const [inwards, outwards] = [sheetAhead([0, 0, 1], 'inwards'), sheetAhead([0, 0, 1], 'outwards')];
    expect(inwards.zoom).toBe(1);
    expect(outwards.zoom).toBeLessThan(1);
    expect(suits(outwards, 1)).toBe(true);
    expect(isAgeing(outwards, 1, 'outwards')).toBe(false);
  });
});
