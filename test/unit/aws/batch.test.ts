import { expect, test } from 'vitest';
import { createBatch } from '../../../src/aws/batch';
import { createVirtualClock } from '../../fakes/virtualClock';

function open(size: number) {
  const clock = createVirtualClock(0);
  const asked: (readonly string[])[] = [];
  const look = createBatch(
    { clock, pace: 1 },
    {
      size,
      async ask(keys) {
        asked.push(keys);
        if (keys.includes('broken')) throw new Error('no');
        return new Map(keys.filter((key) => key !== 'gone').map((key) => [key, `${key}!`]));
      },
    },
  );
  return { clock, asked, look };
}

test('questions that come together are one call, and each gets its own answer', async () => {
  const { clock, asked, look } = open(10);
  const answers = await clock.drive(Promise.all(['a', 'b', 'a', 'gone'].map(look)));
  expect(answers).toEqual(['a!', 'b!', 'a!', undefined]);
  expect(asked).toEqual([['a', 'b', 'gone']]);
});

test('a full call begins the next one', async () => {
  const { clock, asked, look } = open(2);
  await clock.drive(Promise.all(['a', 'b', 'c'].map(look)));
  expect(asked).toEqual([['a', 'b'], ['c']]);
});

test('who comes later asks anew', async () => {
  const { clock, asked, look } = open(10);
  await clock.drive(look('a'));
  await clock.drive(look('a'));
  expect(asked).toEqual([['a'], ['a']]);
});

test('a failure is told to all who asked', async () => {
  const { clock, look } = open(10);
  const answers = await clock.drive(Promise.allSettled(['a', 'broken'].map(look)));
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
