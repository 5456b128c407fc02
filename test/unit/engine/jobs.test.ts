import { describe, expect, it } from 'vitest';
import { isBehind, runJobs, type Job, type JobEnd } from '../../../src/engine/jobs';

/** Jobs by name with what each needs; they do nothing unless it is said what. */
function jobsOf(
  needs: Readonly<Record<string, readonly string[]>>,
  runs: Readonly<Record<string, () => Promise<void>>> = {},
): Job[] {
  return Object.entries(needs).map(([key, needed]) => ({
    key,
    needs: needed,
    run: runs[key] ?? (() => Promise.resolve()),
  }));
}

/** Runs jobs and answers how they ended, with what was told of them on the way. */
async function run(jobs: readonly Job[], signal?: AbortSignal) {
  const told: string[] = [];
  const ends = await runJobs(jobs, {
    signal,
    onStart: (key) => told.push(`${key} started`),
    onEnd: (key, { state }) => told.push(`${key} ${state}`),
  });
  return { ends: Object.fromEntries(ends), told };
}

const states = (ends: Readonly<Record<string, JobEnd>>) =>
  Object.fromEntries(Object.entries(ends).map(([key, { state }]) => [key, state]));

describe('jobs', () => {
  it('begin when all that they need is done, in whatever order they are listed', async () => {
    const { ends, told } = await run(
      jobsOf({ roof: ['wall', 'beam'], wall: ['floor'], beam: [], floor: [] }),
    );
    expect(states(ends)).toEqual({ roof: 'done', wall: 'done', beam: 'done', floor: 'done' });
    const at = (text: string) => told.indexOf(text);
    expect(at('roof started')).toBeGreaterThan(Math.max(at('wall done'), at('beam done')));
    expect(at('wall started')).toBeGreaterThan(at('floor done'));
    expect(told).toHaveLength(8);
  });

  it('run all at once where nothing hinders', async () => {
    let arrived = 0;
    let open: () => void = () => undefined;
    const bothArrived = new Promise<void>((resolve) => (open = resolve));
    // Each ends only when the other one runs too.
    const meet = () => ((arrived += 1) === 2 && open(), bothArrived);
    const { ends } = await run(jobsOf({ one: [], other: [] }, { one: meet, other: meet }));
    expect(states(ends)).toEqual({ one: 'done', other: 'done' });
  });

  it('run once though several need them', async () => {
    let runs = 0;
    const count = async () => void (runs += 1);
    await run(jobsOf({ left: ['base'], right: ['base'], base: [] }, { base: count }));
    expect(runs).toBe(1);
  });

  it('that fail skip only what needs them, directly or through others', async () => {
    const error = new Error('broken');
    const { ends, told } = await run(
      jobsOf(
        { base: [], middle: ['base'], top: ['fine', 'middle'], fine: [] },
        { base: () => Promise.reject(error) },
      ),
    );
    expect(ends).toEqual({
      base: { state: 'failed', error },
      middle: { state: 'skipped', because: 'base' },
      top: { state: 'skipped', because: 'middle' },
      fine: { state: 'done' },
    });
    expect(told.filter((text) => text.endsWith('started')).sort()).toEqual(['base started', 'fine started']);
  });

  it('do not begin after a cancel, while what is under way lands', async () => {
    const cancel = new AbortController();
    const { ends, told } = await run(
      jobsOf({ first: [], second: ['first'], third: ['second'] }, { first: async () => cancel.abort() }),
      cancel.signal,
    );
    expect(states(ends)).toEqual({ first: 'done', second: 'cancelled', third: 'cancelled' });
    expect(told).toEqual(['first started', 'first done', 'second cancelled', 'third cancelled']);
  });

  it('are cancelled, not skipped, behind one that the cancel has ended', async () => {
    const cancel = new AbortController();
    const wait = () => {
      cancel.abort(new Error('cancelled'));
      return Promise.reject(cancel.signal.reason as Error);
    };
    const { ends } = await run(jobsOf({ wait: [], next: ['wait'] }, { wait }), cancel.signal);
    expect(states(ends)).toEqual({ wait: 'cancelled', next: 'cancelled' });
  });

  it('have failed where they fail for a reason of their own while the run is being cancelled', async () => {
    const cancel = new AbortController();
    const error = new Error('broken');
    const fail = () => {
      cancel.abort(new Error('cancelled'));
      return Promise.reject(error);
    };
    const { ends } = await run(jobsOf({ fail: [] }, { fail }), cancel.signal);
    expect(ends).toEqual({ fail: { state: 'failed', error } });
  });

  it('have failed where nobody has cancelled, whatever the error', async () => {
    const { signal } = new AbortController();
    // The reason of a signal that was not aborted.
    const fail = () => Promise.reject(signal.reason as Error);
    const { ends } = await run(jobsOf({ fail: [] }, { fail }), signal);
    expect(states(ends)).toEqual({ fail: 'failed' });
  });

  it('need nobody who listens', async () => {
    expect((await runJobs(jobsOf({ one: [] }), {})).get('one')).toEqual({ state: 'done' });
  });

  it('are refused where they wait for each other, with the circle and nothing else', async () => {
    const jobs = jobsOf({ start: ['a'], a: ['b'], b: ['c'], c: ['a'] });
    await expect(run(jobs)).rejects.toThrow(/^Jobs wait for each other: a ← b ← c ← a$/);
  });

  it('are not taken for a circle where two ways lead to one', async () => {
    const { ends } = await run(jobsOf({ top: ['left', 'right'], left: ['base'], right: ['base'], base: [] }));
    expect(ends.top).toEqual({ state: 'done' });
  });

  it('are refused where one needs what is not there', async () => {
    await expect(run(jobsOf({ a: ['missing'] }))).rejects.toThrow(
      /^A job needs one that is not there: missing$/,
    );
  });

  it('are looked at once each before they begin, however many ways lead to them', async () => {
    // Two ways from each level to the next: more ways in all than could ever be gone one by one.
    const levels = Array.from({ length: 60 }, (_, level) => level);
    const needs = Object.fromEntries(
      levels.flatMap((level) => {
        const below = level === 0 ? [] : [`left ${level - 1}`, `right ${level - 1}`];
        return [
          [`left ${level}`, below],
          [`right ${level}`, below],
        ];
      }),
    );
    const { ends } = await run(jobsOf(needs));
    expect(Object.values(ends).every(({ state }) => state === 'done')).toBe(true);
  });
});

describe('a job is behind another', () => {
  const jobs = new Map(
    jobsOf({ top: ['left', 'right'], left: ['base'], right: ['gone'], base: [], alone: [] }).map((job) => [
      job.key,
      job,
    ]),
  );

  it('which it needs, directly or through others', () => {
    expect(isBehind(jobs, 'left', 'base')).toBe(true);
    expect(isBehind(jobs, 'top', 'base')).toBe(true);
    expect(isBehind(jobs, 'top', 'gone')).toBe(true);
  });

  it('where it is that one itself', () => {
    expect(isBehind(jobs, 'base', 'base')).toBe(true);
  });

  it('and not before it, nor beside it', () => {
    expect(isBehind(jobs, 'base', 'top')).toBe(false);
    expect(isBehind(jobs, 'top', 'alone')).toBe(false);
    expect(isBehind(jobs, 'unknown', 'base')).toBe(false);
  });

  it('also where the answer lies behind jobs that wait for each other', () => {
    const circle = new Map(jobsOf({ a: ['b', 'c'], b: ['a'], c: ['d'], d: [] }).map((job) => [job.key, job]));
    expect(isBehind(circle, 'a', 'd')).toBe(true);
    expect(isBehind(circle, 'b', 'x')).toBe(false);
  });
});
