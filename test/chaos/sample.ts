import { wholeNumber } from './seeds';

/** A part of all that could be tried. */
export interface Sample {
  /** What has to be set to try the same part again: `CHAOS_STRIDE=10 CHAOS_OFFSET=3`. */
  readonly name: string;
  of<Item>(items: readonly Item[]): Item[];
}

/**
 * Every n-th, from the first, second, … on by chance, so that each run tries others. `CHAOS_STRIDE` and `CHAOS_OFFSET`
 * say which.
 */
export function sampleOf(env: Readonly<Record<string, string | undefined>>, everyNth: number): Sample {
  const stride = wholeNumber(env['CHAOS_STRIDE']) ?? everyNth;
  const offset = wholeNumber(env['CHAOS_OFFSET']) ?? Math.floor(Math.random() * stride);
  return {
    name: `CHAOS_STRIDE=${stride} CHAOS_OFFSET=${offset}`,
    of: (items) => items.filter((_item, index) => index % stride === offset),
  };
}
