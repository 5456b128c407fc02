const SECOND = 1_000;
/** The closest that looks are, in seconds. */
const CLOSEST = 2;
/** The furthest while it is early, so that a failure does not stay unseen for long; and once it is late. */
const FURTHEST = { early: 32, late: 8 };

/**
 * When to look next at something that is expected to be ready at a time: rarely while that is far off, every two seconds
 * around it. All looks of a step fall on the same instants, which is what lets one call answer many of them. Times are
 * milliseconds since the epoch; `pace` is how many seconds pass in one of AWS's.
 */
export function nextLook(now: number, expected: number, pace = 1): number {
  const second = SECOND * pace;
  const furthest = now < expected ? FURTHEST.early : FURTHEST.late;
  const gap = Math.min(furthest, Math.max(CLOSEST, Math.abs(expected - now) / second / 2));
  const step = 2 ** Math.floor(Math.log2(gap)) * second;
  return (Math.floor(now / step) + 1) * step;
}
