/**
 * A deploy as plain data: what a scheduler, real or modelled, has to get done. Nothing here knows our code, so that the
 * bound and the rivals are computed from the same facts and from nothing of ours.
 */
export interface Problem {
  readonly things: readonly Thing[];
  readonly buckets: readonly Tokens[];
}

/** One resource. Times in seconds. */
export interface Thing {
  readonly id: string;
  readonly type: string;
  /** Changes by `<client>.<command>`, one after the other; after the first its id is known. */
  readonly calls: readonly CallOf[];
  /** Until the id is known although the first call has been answered (an operation that goes on). */
  readonly operation: number;
  /** From the first call's arrival until it is ready by itself. */
  readonly up: number;
  /** Whose readiness its own also waits for. */
  readonly standsOn: readonly string[];
  /** Then it has to prove itself. */
  readonly probation: number;
  /** Whose ids it needs, and who has to be ready before its first call. */
  readonly needs: readonly { readonly id: string; readonly ready: boolean }[];
  /** Calls with the same key go one after the other. */
  readonly exclusive?: string;
}

export interface CallOf {
  readonly name: string;
  /** From request to answer. */
  readonly seconds: number;
}

/** A token bucket, with the names of the calls that it covers. */
export interface Tokens {
  readonly name: string;
  readonly calls: readonly string[];
  readonly burst: number;
  readonly perSecond: number;
}
