import { nextLook } from '../engine/looks';
import type { Health } from '../engine/provider';
import type { Clock } from './clock';
import { failedError } from './errors';
import type { ServiceKey } from './services';

/** What one look says: done with a value, or not yet and why. Failure is thrown. */
export type Progress<T> =
  { readonly done: true; readonly value: T } | { readonly done: false; readonly reason: string };

export interface Wait<T> {
  readonly what: string;
  readonly call: { readonly service: ServiceKey; readonly operation: string };
  /** Milliseconds that it usually takes, and until giving up. */
  readonly expected: number;
  readonly giveUp: number;
  readonly look: () => Promise<Progress<T>>;
  /** Told why it is not done, each time that changes. */
  readonly waiting?: ((reason: string) => void) | undefined;
}

/** Looks until it is done, most often around when that is expected; after `giveUp` an error carries the last reason. */
export async function waitFor<T>(
  { clock, pace }: { readonly clock: Clock; readonly pace: number },
  { what, call, expected, giveUp, look, waiting }: Wait<T>,
  signal?: AbortSignal,
): Promise<T> {
  const started = clock.now();
  let told: string | undefined;
  for (;;) {
    const progress = await look();
    if (progress.done) return progress.value;
    if (clock.now() - started >= giveUp) {
      throw failedError(`${what} took longer than ${Math.round(giveUp / 60_000)} minutes`, progress.reason, {
        ...call,
        code: 'Timeout',
      });
    }
    if (progress.reason !== told) waiting?.(progress.reason);
    told = progress.reason;
    const now = clock.now();
    await clock.sleep(nextLook(now, started + expected * pace, pace) - now, signal);
  }
}

const LOOKS = 3;
const PAUSE_MS = 3_000;

/**
 * Looks again at what has failed or is somebody else's: for some seconds AWS may still answer with what was before an
 * update, and the failure that the update mends would be taken for its own.
 */
export async function confirmFailure(
  { clock, pace }: { readonly clock: Clock; readonly pace: number },
  look: () => Promise<Health>,
  signal?: AbortSignal,
): Promise<Health> {
  for (let looks = 1; ; looks += 1) {
    const health = await look();
    if (health.state === 'ready' || health.state === 'pending' || looks === LOOKS) return health;
    await clock.sleep(PAUSE_MS * pace, signal);
  }
}

/** For waits without a value. */
export const DONE = { done: true, value: undefined } as const;

export function notYet(reason: string): { readonly done: false; readonly reason: string } {
  return { done: false, reason };
}
