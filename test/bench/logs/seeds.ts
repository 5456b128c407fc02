import { seededRandom } from '../../../src/sandbox/faults/random';
import { follow, type Reading, type Run } from './ours';
import type { WorldOptions } from './world';

const START = Date.UTC(2026, 0, 1);

/** One seed: a group with its own rate, delays and troubles, followed by polling or live. */
export function caseOf(seed: number): { readonly world: WorldOptions; readonly reading: Reading } {
  const random = seededRandom(seed);
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const one = <T>(...items: readonly T[]): T => items[between(0, items.length - 1)] as T;
  const length = 1_000 * between(60, 240);
  return {
    world: {
      seed,
      start: START,
      length,
      perSecond: one(0.2, 1, 5, 20, 60),
      streams: between(1, 12),
      grain: one(1, 10, 1_000, 5_000),
      flush: one(0, 1_000, 5_000),
      late: one(0, 0.03, 0.3, 1),
      alike: one(1, 1, 4),
    },
    reading: {
      live: seed % 2 === 1,
      backfill: one(0, 0, 30_000, 150_000, length),
      service: {
        throttled: one(0, 0.1, 0.1),
        empty: one(0, 0.3),
        // Three hours, in the time that a seed has.
        session: one(20_000, 60_000, Number.POSITIVE_INFINITY),
      },
    },
  };
}

export function followSeed(seed: number): Promise<Run> {
  const { world, reading } = caseOf(seed);
  return follow(world, reading);
}
