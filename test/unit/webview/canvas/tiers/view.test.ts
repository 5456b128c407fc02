import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tierAt, viewOf, windowAt, type Window } from '../../../../../webview/canvas/tiers/view';

const WIDTH = 1000;
const HEIGHT = 600;
const moves = fc.array(
  fc.record({
    x: fc.integer({ min: -5000, max: 5000 }),
    y: fc.nat(3000),
    zoom: fc.double({ min: 0.02, max: 2, noNaN: true }),
  }),
  { minLength: 1, maxLength: 30 },
);

describe('tierAt', () => {
  it('is left a little later than it is entered, both ways', () => {
    expect([0.9, 0.78, 0.7].map((zoom) => tierAt(zoom, 'near'))).toEqual(['near', 'near', 'middle']);
    expect([0.78, 0.81].map((zoom) => tierAt(zoom, 'middle'))).toEqual(['middle', 'near']);
    expect([0.42, 0.39].map((zoom) => tierAt(zoom, 'middle'))).toEqual(['middle', 'far']);
    expect([0.42, 0.45].map((zoom) => tierAt(zoom, 'far'))).toEqual(['far', 'middle']);
  });
});

describe('windowAt', () => {
  it('always holds what is seen, and never much more', () => {
    fc.assert(
      fc.property(moves, (steps) => {
        let window: Window | undefined;
        for (const { x, y, zoom } of steps) {
          const view = viewOf([x, y, zoom], WIDTH, HEIGHT);
          window = windowAt(view, window);
          expect(window.tier).toBe(tierAt(zoom, window.tier));
          const [seen, kept] = [view.area, window.area];
          expect(kept.x <= seen.x && kept.y <= seen.y).toBe(true);
          expect(kept.x + kept.width >= seen.x + seen.width).toBe(true);
          expect(kept.y + kept.height >= seen.y + seen.height).toBe(true);
          expect(kept.width * kept.height).toBeLessThanOrEqual(2.6 * seen.width * seen.height);
        }
      }),
    );
  });

  it('is the very same one while the view moves a little', () => {
    const first = windowAt(viewOf([0, 0, 1], WIDTH, HEIGHT));
    expect(windowAt(viewOf([40, -30, 1], WIDTH, HEIGHT), first)).toBe(first);
    expect(windowAt(viewOf([400, 0, 1], WIDTH, HEIGHT), first)).not.toBe(first);
  });
});
