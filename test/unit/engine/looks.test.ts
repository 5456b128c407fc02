import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextLook } from '../../../src/engine/looks';

const DAY = 86_400_000;

it('is at most two seconds away around the expected time', () => {
  for (const off of [-5_000, -1, 0, 1, 5_000])
    expect(nextLook(DAY + off, DAY) - (DAY + off)).toBeLessThanOrEqual(2_000);
});

it('falls on the same instant for all whose expected times are alike', () => {
  const looks = [0, 300, 1_900, 7_000].map((later) => nextLook(DAY + later, DAY + 100_000 + later));
  expect(new Set(looks).size).toBe(1);
});

it('is always later, and never more than half a minute away', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: DAY }), fc.integer({ min: 0, max: DAY }), (now, expected) => {
      const look = nextLook(now, expected);
      expect(look).toBeGreaterThan(now);
      expect(look).toBeLessThanOrEqual(now + 32_000);
    }),
  );
});
