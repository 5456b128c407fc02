import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { caseOf, followSeed } from '../../../bench/logs/seeds';

/** New ones each time; `npm run bench:logs` follows a thousand. */
const SEEDS = 12;

it(`gives every line once whatever becomes of it, in ${SEEDS} seeds`, { timeout: 120_000 }, async () => {
  let lines = 0;
  for (let index = 0; index < SEEDS; index += 1) {
    const seed = randomInt(1, 2 ** 31);
    const { lost, twice, delivered } = await followSeed(seed);
    lines += delivered;
    expect({ lost, twice }, `seed ${seed}: ${JSON.stringify(caseOf(seed))}`).toEqual({ lost: 0, twice: 0 });
  }
  console.info(`${lines} lines of ${SEEDS} seeds, each once`); // eslint-disable-line no-console -- the count is the result
});
