import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isSharp,
  placeOf,
  serves,
  sheetFor,
  type Transform,
} from '../../../../../webview/canvas/tiers/sheet';
import { headingOf, viewOf } from '../../../../../webview/canvas/tiers/view';

const PANE = { width: 1001, height: 603 };
const seen = (transform: Transform) => viewOf(transform, PANE.width, PANE.height);
const coordinate = fc.double({ min: -20_000, max: 20_000, noNaN: true });
const transforms = fc.tuple(coordinate, coordinate, fc.double({ min: 0.02, max: 2, noNaN: true }));
const sharpnesses = fc.constantFrom(1, 1.25, 1.5, 2);
const headings = fc.option(
  fc.record({ x: fc.constantFrom(-0.9, 0, 0.9), y: fc.constantFrom(-0.9, 0, 0.9) }),
  { nil: undefined },
);

describe('a sheet', () => {
  it('fills the view it is made for, wherever that is heading, pixel on pixel of the screen', () => {
    fc.assert(
      fc.property(transforms, sharpnesses, headings, (transform, sharpness, heading) => {
        const sheet = sheetFor(transform, PANE, sharpness, heading);
        expect(serves(sheet, seen(transform))).toBe(true);
        const { x, y, scale } = placeOf(sheet, transform);
        expect(scale).toBe(1);
        for (const pixels of [x, y])
          expect(Math.abs(pixels * sharpness - Math.round(pixels * sharpness))).toBeLessThan(0.02);
      }),
    );
  });

  it('is no larger than the pane while nothing moves', () => {
    const { area } = sheetFor([-7, 5, 1], PANE, 1);
    expect(area).toEqual({ x: 7, y: -5, ...PANE });
  });

  it('lasts a third of the pane in the direction of a movement, and hardly back', () => {
    const start = sheetFor([0, 0, 1], PANE, 1);
    const heading = headingOf(start.area, seen([-24, 0, 1]).area);
    expect(heading).toEqual({ x: 0.9, y: 0 });
    const sheet = sheetFor([-24, 0, 1], PANE, 1, heading);
    expect(serves(sheet, seen([-24 - PANE.width / 3, 0, 1]))).toBe(true);
    expect(serves(sheet, seen([-24 - PANE.width / 2, 0, 1]))).toBe(false);
    expect(serves(sheet, seen([-24 + 60, 0, 1]))).toBe(false);
  });

  it('is shown larger or smaller for a while, and is sharp only where nothing of it lies between pixels', () => {
    const sheet = sheetFor([0, 0, 1], PANE, 1, { x: 0, y: 0 });
    expect(serves(sheet, seen([-100, -60, 1.2]))).toBe(true);
    expect(serves(sheet, seen([-400, -240, 2.1]))).toBe(false);
    expect(isSharp(sheet, [0, 0, 1], 1)).toBe(true);
    expect(isSharp(sheet, [-13, 4, 1], 1)).toBe(true);
    expect(isSharp(sheet, [-13.5, 4, 1], 1)).toBe(false);
    expect(isSharp(sheet, [-13.5, 4, 1], 2)).toBe(true);
    expect(isSharp(sheet, [0, 0, 1.1], 1)).toBe(false);
  });
});
