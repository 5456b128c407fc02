import { expect, test } from 'vitest';
import { notYet, waitFor, type Progress } from '../../../src/aws/wait';
import { fakeClock } from './fakes';

const call = { service: 'ecs', operation: 'DescribeServices' } as const;

test('it looks in steps until it is done', async () => {
  const clock = fakeClock();
  const looks: Progress<string>[] = [notYet('one'), notYet('two'), { done: true, value: 'there' }];
  const look = () => Promise.resolve(looks.shift() ?? notYet('never'));
  expect(await waitFor({ clock, pace: 1 }, { what: 'It', call, every: 5000, giveUp: 60_000, look })).toBe(
    'there',
  );
  expect(clock.slept).toEqual([5000, 5000]);
});

test('it gives up with the last reason', async () => {
  const clock = fakeClock();
  const look = () => Promise.resolve(notYet('2 of 3 tasks run'));
  await expect(
    waitFor({ clock, pace: 1 }, { what: 'The service', call, every: 10_000, giveUp: 15 * 60_000, look }),
  ).rejects.toThrow('The service took longer than 15 minutes: 2 of 3 tasks run');
});

test('a faster world is looked at more often', async () => {
  const clock = fakeClock();
  const looks: Progress<undefined>[] = [notYet('x'), { done: true, value: undefined }];
  const look = () => Promise.resolve(looks.shift() ?? notYet('never'));
  await waitFor({ clock, pace: 0.1 }, { what: 'It', call, every: 10_000, giveUp: 60_000, look });
  expect(clock.slept).toEqual([1000]);
});
