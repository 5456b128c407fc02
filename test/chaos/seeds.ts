import type { Extent } from './extent';

/**
 * The seeds of a run: `CHAOS_SEED` names one, `CHAOS_SEEDS` says how many, `CHAOS_SECONDS` for how long; without these
 * the extent does. They are new in every run, so that each looks where none has looked.
 */
export interface Seeds {
  /** True while another one is to be tried. */
  more(tried: number): boolean;
  seedAt(index: number): number;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function seedsOf(env: Environment, extent: Extent['schedules']): Seeds {
  const first = wholeNumber(env['CHAOS_SEED']) ?? Math.floor(Math.random() * 1_000_000_000);
  const limit = asked(env) ?? extent;
  const end = 'seconds' in limit ? Date.now() + 1000 * limit.seconds : 0;
  return {
    more: (tried) => ('count' in limit ? tried < limit.count : Date.now() < end),
    seedAt: (index) => first + index,
  };
}

function asked(env: Environment): Extent['schedules'] | undefined {
  const count = env['CHAOS_SEED'] === undefined ? wholeNumber(env['CHAOS_SEEDS']) : 1;
  if (count !== undefined) return { count };
  const seconds = wholeNumber(env['CHAOS_SECONDS']);
  return seconds === undefined ? undefined : { seconds };
}

/** Of a variable that may be absent. */
export function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isInteger(value)) throw new Error(`Not a whole number: ${text}`);
  return value;
}
