import { expect, it } from 'vitest';
import { createVirtualClock } from '../../fakes/virtualClock';

it('goes on only when everybody waits, to whatever comes next', async () => {
  const clock = createVirtualClock(0);
  const seen: string[] = [];
  clock.setTimer(1500, () => seen.push(`timer ${clock.now()}`));
  const sleeper = async (name: string, ms: number) => {
    await clock.sleep(ms);
    seen.push(`${name} ${clock.now()}`);
  };
  await clock.drive(Promise.all([sleeper('long', 2000), sleeper('short', 1000)]));
  expect(seen).toEqual(['short 1000', 'timer 1500', 'long 2000']);
});

it('stands still when nothing is driven', async () => {
  const clock = createVirtualClock(0);
  clock.setTimer(10, () => undefined);
  await new Promise(setImmediate);
  expect(clock.now()).toBe(0);
});

it('says when nothing can happen any more', async () => {
  const clock = createVirtualClock(0);
  await expect(clock.drive(new Promise(() => undefined))).rejects.toThrow(/Everybody waits/);
});

it('wakes a sleeper whose signal aborts, and forgets it', async () => {
  const clock = createVirtualClock(0);
  const controller = new AbortController();
  const asleep = clock.sleep(1000, controller.signal);
  controller.abort(new Error('Enough'));
  await expect(clock.drive(asleep)).rejects.toThrow('Enough');
  expect(clock.now()).toBe(0);
});
