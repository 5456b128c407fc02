import { expect, it } from 'vitest';
import { remainingWords } from '../../../src/live/remaining';

it.each([
  [170, 'about 3 min left'],
  [56, 'about 1 min left'],
  [33, 'about 35 s left'],
  [2, 'about 5 s left'],
  [0, undefined],
  [undefined, undefined],
])('says of %s seconds: %s', (remaining, words) => {
  expect(remainingWords(remaining === undefined ? {} : { remaining })).toBe(words);
});
