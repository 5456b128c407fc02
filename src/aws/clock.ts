import { setTimeout as delay } from 'node:timers/promises';

/** Where this folder gets its time, so that a test advances it by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after the time, rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's clock. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      try {
        await delay(ms, undefined, { signal });
      } catch (error) {
        // `timers/promises` rejects with an AbortError of its own; callers compare with the signal's reason.
        signal?.throwIfAborted();
        throw error;
      }
    },
  };
}
