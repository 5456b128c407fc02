import { expect, it } from 'vitest';
import { createAftermath } from '../../../src/explorer/aftermath';

function world() {
  let looks = 0;
  let timers: { ms: number; run: () => void }[] = [];
  const aftermath = createAftermath<string>(
    () => (looks += 1),
    (ms, run) => {
      const timer = { ms, run };
      timers.push(timer);
      return () => (timers = timers.filter((other) => other !== timer));
    },
  );
  return {
    aftermath,
    times: () => timers.map(({ ms }) => ms),
    run: () => timers.forEach(({ run }) => run()),
    looks: () => looks,
  };
}

it('looks at once, and then ever more rarely for two minutes of AWS', () => {
  const { aftermath, times, run, looks } = world();
  aftermath.begin('web', 1);
  expect(looks()).toBe(1);
  expect(times()).toEqual([3_000, 8_000, 15_000, 30_000, 60_000, 120_000]);
  run();
  expect(looks()).toBe(7);
});

it('keeps to the pace of a simulated account', () => {
  const { aftermath, times } = world();
  aftermath.begin('web', 0.1);
  expect(Math.max(...times())).toBe(12_000);
});

it('begins anew with another change, and ends with the view', () => {
  const { aftermath, times } = world();
  aftermath.begin('web', 1);
  aftermath.begin('web', 1);
  expect(times()).toHaveLength(6);
  aftermath.dispose();
  expect(times()).toEqual([]);
});

it('goes on looking at one place when another is changed', () => {
  const { aftermath, times } = world();
  aftermath.begin('one', 1);
  aftermath.begin('other', 1);
  expect(times()).toHaveLength(12);
});
