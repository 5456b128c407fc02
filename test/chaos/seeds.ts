/**
 * The seeds of a run: `CHAOS_SEED` names one, `CHAOS_SEEDS` says how many, else as many as fit in `CHAOS_SECONDS`
 * (or the given time). They are new in every run, so that each looks where none has looked.
 */
export interface Seeds {
  /** True while another one is to be tried. */
  more(tried: number): boolean;
  seedAt(index: number): number;
}

export function seedsOf(env: Readonly<Record<string, string | undefined>>, seconds: number): Seeds {
  const one = number(env['CHAOS_SEED']);
  const count = one === undefined ? number(env['CHAOS_SEEDS']) : 1;
  const first = one ?? Math.floor(Math.random() * 1_000_000_000);
  const end = Date.now() + 1000 * (number(env['CHAOS_SECONDS']) ?? seconds);
  return {
    more: (tried) => (count === undefined ? Date.now() < end : tried < count),
    seedAt: (index) => first + index,
  };
}

function number(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isInteger(value)) throw new Error(`Not a whole number: ${text}`);
  return value;
}
