import { seededRandom } from '../../src/sandbox/faults/random';

/** Most calls are quick and some are slow, so that what runs side by side meets in every order. In milliseconds a way. */
export function latencyOf(seed: number, longest = 600): () => number {
  const random = seededRandom(seed);
  return () => longest * random() ** 3;
}
