import { expect, test } from 'vitest';
import { notYet, waitFor } from '../../../src/aws/wait';
import { createVirtualClock } from '../../fakes/virtualClock';

const call = { service: 'ecs', operation: 'DescribeServices' } as const;

/** Waits for what is done after some milliseconds, and tells when it was looked at. */
async function wait(options: { takes: number; expected: number; giveUp?: number; pace?: number }) {
  const { takes, expected, giveUp = 15 * 60_000, pace = 1 } = options;
  const clock = createVirtualClock(0);
  const looks: number[] = [];
  const look = async () => {
    looks.push(clock.now());
    return clock.now() >= takes ? ({ done: true, value: 'there' } as const) : notYet('2 of 3 tasks run');
  };
  const waited = waitFor({ clock, pace }, { what: 'The service', call, expected, giveUp, look });
  return { value: await clock.drive(waited), looks };
}

test('it looks more often the nearer the expected end is, and a little less once that is past', async () => {
  const { value, looks } = await wait({ takes: 70_000, expected: 60_000 });
  expect(value).toBe('there');
  expect(looks).toEqual([0, 16, 32, 40, 48, 52, 56, 58, 60, 62, 64, 66, 68, 72].map((s) => s * 1000));
});

test('it gives up with the last reason', async () => {
  await expect(wait({ takes: Infinity, expected: 10_000 })).rejects.toThrow(
    'The service took longer than 15 minutes: 2 of 3 tasks run',
  );
});

test('a faster world is looked at more often', async () => {
  const { looks } = await wait({ takes: 1_000, expected: 10_000, pace: 0.1 });
  expect(looks).toEqual([0, 400, 600, 800, 1000]);
});
