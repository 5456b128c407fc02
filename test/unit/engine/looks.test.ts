import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextLook } from '../../../src/engine/looks';

/** Of the instants on which looks fall whatever their distance. */
const DAY = 86_400_000;
const SECOND = 1_000;

it('is rare while the expected time is far off, and close around it', () => {
  const gap = (secondsUntil: number) => (nextLook(DAY, DAY + secondsUntil * SECOND) - DAY) / SECOND;
  expect([300, 100, 40, 20, 10, 5, 0].map(gap)).toEqual([32, 32, 16, 8, 4, 2, 2]);
});

it('becomes rare again when the expected time is over, but never as rare', () => {
  const gap = (secondsSince: number) => (nextLook(DAY, DAY - secondsSince * SECOND) - DAY) / SECOND;
  expect([1, 5, 10, 20, 100, 300].map(gap)).toEqual([2, 2, 4, 8, 8, 8]);
});

it('is at most two seconds away around the expected time', () => {
  for (const off of [-5_000, -1, 0, 1, 5_000])
    expect(nextLook(DAY + off, DAY) - (DAY + off)).toBeLessThanOrEqual(2_000);
});

it('falls on the same instant for all whose expected times are alike', () => {
  const looks = [0, 300, 1_900, 7_000].map((later) => nextLook(DAY + later, DAY + 100_000 + later));
  expect(new Set(looks).size).toBe(1);
});

const instant = fc.integer({ min: 0, max: DAY });

it('is always later, and never more than half a minute away', () => {
  fc.assert(
    fc.property(instant, instant, (now, expected) => {
      const look = nextLook(now, expected);
      expect(look).toBeGreaterThan(now);
      expect(look).toBeLessThanOrEqual(now + 32_000);
    }),
  );
});

it('is the same in the time of AWS, however fast that runs', () => {
  fc.assert(
    fc.property(instant, instant, fc.constantFrom(1 / 8, 1 / 2, 1, 4), (now, expected, pace) => {
      expect(nextLook(now * pace, expected * pace, pace)).toBe(nextLook(now, expected) * pace);
    }),
  );
});
