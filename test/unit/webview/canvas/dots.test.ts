import { expect, it } from 'vitest';
import { gapAt } from '../../../../webview/canvas/Dots';

it('lets dots be told apart at every zoom, and stand on the grid', () => {
  expect([2, 1, 0.75].map(gapAt)).toEqual([32, 16, 12]);
  for (const zoom of [0.02, 0.1, 0.3, 0.5]) {
    expect(gapAt(zoom)).toBeGreaterThanOrEqual(12);
    expect(gapAt(zoom)).toBeLessThan(24);
    expect(Math.log2(gapAt(zoom) / (16 * zoom)) % 1).toBeCloseTo(0);
  }
});
