/** How much the chaos ring tries. */
export interface Extent {
  /** Seeded schedules: so many, or as many as fit in the time. */
  readonly schedules: { readonly count: number } | { readonly seconds: number };
  /** Ways in which the calls of two deployers take turns. */
  readonly interleavings: number;
  /** How many calls apart the deaths of a run in this process are; 1 is every call. */
  readonly crashStride: number;
  /** The same for the deaths of the packaged command line. */
  readonly killStride: number;
}

/** What CI has time for, by chance another part each time; everything where `CHAOS_FULL` is set. */
export function extentOf(env: Readonly<Record<string, string | undefined>>): Extent {
  return env['CHAOS_FULL'] === '1' ? FULL : SAMPLE;
}

const SAMPLE: Extent = { schedules: { count: 300 }, interleavings: 300, crashStride: 40, killStride: 40 };
const FULL: Extent = { schedules: { count: 20_000 }, interleavings: 2_000, crashStride: 1, killStride: 1 };
