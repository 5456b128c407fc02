import { describe, expect, it } from 'vitest';
import type { Cloud, Health, Provider, Written } from '../../../src/engine/provider';
import { untilReady, type Readiness } from '../../../src/engine/ready';
import { createFakeClock } from '../../fakes/fakeCloud';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const THING: Written = { physicalId: 'thing-1', attributes: {} };
const pending = (reason: string): Health => ({ state: 'pending', reason });

/** Waits for a thing whose health is what `healthAt` says of the milliseconds that have gone by. */
function watch(
  healthAt: (elapsed: number) => Health,
  options: Partial<Omit<Readiness, 'cloud'>> & { expected?: number; cloud?: Partial<Cloud> } = {},
) {
  const { expected = 0, cloud, ...rest } = options;
  const clock = createFakeClock();
  const start = clock.now();
  const elapsed = () => clock.now() - start;
  const looks: number[] = [];
  const told: string[] = [];
  const seen: unknown[][] = [];
  let superseded = 0;
  const provider: Pick<Provider, 'health'> = {
    async health(...asked) {
      looks.push(elapsed());
      seen.push(asked);
      return healthAt(elapsed());
    },
  };
  const ended = untilReady({
    cloud: { now: clock.now, sleep: clock.sleep, ...cloud },
    // Nothing else of a provider is read.
    provider: provider as Provider,
    thing: () => THING,
    props: () => ({}),
    isNew: false,
    expectedAt: () => start + expected,
    waiting: (reason) => told.push(reason),
    superseded: () => (superseded += 1),
    signal: undefined,
    ...rest,
  });
  return { ended, looks, told, seen, elapsed, clock, superseded: () => superseded };
}

/** Pending until so many milliseconds have gone by. */
const readyAfter =
  (ms: number) =>
  (elapsed: number): Health =>
    elapsed >= ms ? { state: 'ready' } : pending('PROVISIONING');

describe('waiting until something can be used', () => {
  it('ends at the first look where it is ready', async () => {
    const { ended, looks, told } = watch(readyAfter(0));
    await ended;
    expect(looks).toEqual([0]);
    expect(told).toEqual([]);
  });

  it('looks at once at what was there before, however long it may still take', async () => {
    const { ended, looks } = watch(readyAfter(MINUTE), { expected: MINUTE });
    await ended;
    expect(looks[0]).toBe(0);
    expect(looks.at(-1)).toBe(MINUTE);
  });

  it('does not look at what was made a moment ago before there can be something to see', async () => {
    const { ended, looks } = watch(readyAfter(MINUTE), { isNew: true, expected: MINUTE });
    await ended;
    expect(looks[0]).toBeGreaterThanOrEqual(16 * SECOND);
    expect(looks.at(-1)).toBe(MINUTE);
  });

  it('looks at once at something new that is expected to be ready by now', async () => {
    const { ended, looks } = watch(readyAfter(0), { isNew: true, expected: 0 });
    await ended;
    expect(looks).toEqual([0]);
  });

  it('looks at once at something new where all is done as soon as it is answered', async () => {
    const cloud = { instant: true };
    const { ended, looks } = watch(readyAfter(0), { isNew: true, expected: MINUTE, cloud });
    await ended;
    expect(looks).toEqual([0]);
  });

  it('sees within two seconds that something is ready about when it was expected', async () => {
    for (const late of [0, 700, 3_100]) {
      const { ended, elapsed } = watch(readyAfter(MINUTE + late), { isNew: true, expected: MINUTE });
      await ended;
      expect(elapsed() - (MINUTE + late)).toBeLessThanOrEqual(2 * SECOND);
    }
  });

  it('keeps its looks as far apart in the time of AWS where that runs faster than the clock', async () => {
    const pace = 1 / 8;
    const clock = createFakeClock();
    const slept: number[] = [];
    const cloud: Partial<Cloud> = {
      now: clock.now,
      sleep: (ms) => {
        slept.push(ms);
        return clock.sleep(ms * pace);
      },
      pace,
    };
    const start = clock.now();
    const { ended } = watch(() => readyAfter(6 * SECOND * pace)(clock.now() - start), { cloud });
    await ended;
    expect(slept).toEqual([2_000, 2_000, 2_000]);
  });

  it('says what it waits for each time that AWS says something else', async () => {
    const reasons = ['A', 'A', 'B', 'B', 'A'];
    const { ended, told } = watch(() => {
      const reason = reasons.shift();
      return reason === undefined ? { state: 'ready' } : pending(reason);
    });
    await ended;
    expect(told).toEqual(['A', 'B', 'A']);
  });

  it("fails with AWS's reason where it never will be ready", async () => {
    const { ended, looks } = watch(() => ({ state: 'failed', reason: 'no such image' }));
    await expect(ended).rejects.toThrow(/^no such image$/);
    expect(looks).toEqual([0]);
  });

  it('is over where another run has written it since, and says so', async () => {
    const { ended, looks, superseded } = watch(() => ({ state: 'superseded' }));
    await ended;
    expect(looks).toEqual([0]);
    expect(superseded()).toBe(1);
  });

  it('calls nothing superseded that becomes ready', async () => {
    const { ended, superseded } = watch(readyAfter(MINUTE));
    await ended;
    expect(superseded()).toBe(0);
  });

  it('gives up after half an hour, with what it waited for last', async () => {
    const { ended, elapsed } = watch(() => pending('PROVISIONING'));
    await expect(ended).rejects.toThrow('Still not ready after 30 minutes: PROVISIONING');
    expect(elapsed()).toBe(30 * MINUTE);
  });

  it('does not give up on what is ready at the last moment', async () => {
    const { ended, elapsed } = watch(readyAfter(30 * MINUTE));
    await ended;
    expect(elapsed()).toBe(30 * MINUTE);
  });

  it('asks about the thing as it stands at each look', async () => {
    let serial = 0;
    const { signal } = new AbortController();
    const { ended, seen } = watch(readyAfter(1), {
      thing: () => ({ physicalId: `thing-${(serial += 1)}`, attributes: {} }),
      props: () => ({ serial }),
      signal,
    });
    await ended;
    expect(seen).toEqual([
      [{ physicalId: 'thing-1', attributes: {} }, { serial: 1 }, signal],
      [{ physicalId: 'thing-2', attributes: {} }, { serial: 2 }, signal],
    ]);
  });

  it('has nothing to wait for where there is no such thing', async () => {
    const { ended, looks } = watch(() => pending('for ever'), { thing: () => undefined });
    await ended;
    expect(looks).toEqual([]);
  });

  it('has nothing to wait for where a thing is ready once it exists', async () => {
    const { ended, elapsed } = watch(() => pending('for ever'), { provider: {} as Provider });
    await ended;
    expect(elapsed()).toBe(0);
  });

  it('stops waiting when it is cancelled', async () => {
    const cancel = new AbortController();
    const cancelled = new Error('cancelled');
    const { ended, looks } = watch(
      () => {
        cancel.abort(cancelled);
        return pending('PROVISIONING');
      },
      { signal: cancel.signal },
    );
    await expect(ended).rejects.toBe(cancelled);
    expect(looks).toEqual([0]);
  });
});
