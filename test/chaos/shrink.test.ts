import { expect, it } from 'vitest';
import { shrink } from './shrink';

const twenty = Array.from({ length: 20 }, (_, index) => index);

it('finds the few that it takes, wherever they stand', async () => {
  expect(await shrink(twenty, async (items) => items.includes(3) && items.includes(17))).toEqual([3, 17]);
  expect(await shrink(twenty, async () => true)).toEqual([]);
});

it('asks no more often than it may', async () => {
  let asked = 0;
  await shrink(
    twenty,
    async () => {
      asked += 1;
      return false;
    },
    7,
  );
  expect(asked).toBe(7);
});
