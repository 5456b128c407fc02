import type { Clock } from '../../src/aws/clock';
import type { SandboxClock } from '../../src/sandbox/clock';

/** One time for an account and for whoever works on it. It stands still except while something is driven. */
export interface VirtualClock extends Clock, SandboxClock {
  /** Lets the work run; whenever all of it only waits, time goes on to what comes next. */
  drive<T>(work: Promise<T>): Promise<T>;
  /** Lets so many milliseconds pass. */
  pass(ms: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly sequence: number;
  readonly run: () => void;
}

/** Starts at a fixed date; two clocks on which the same is done tell the same times. */
export function createVirtualClock(start = Date.UTC(2026, 0, 1)): VirtualClock {
  let time = start;
  let sequence = 0;
  const timers = new Set<Timer>();

  function setTimer(at: number, run: () => void): () => void {
    const timer = { at: Math.max(at, time), sequence: sequence++, run };
    timers.add(timer);
    return () => timers.delete(timer);
  }

  /** Goes on to the next timer; false when nobody waits for anything. */
  function step(): boolean {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (!next || timer.at < next.at || (timer.at === next.at && timer.sequence < next.sequence))
        next = timer;
    }
    if (!next) return false;
    timers.delete(next);
    time = next.at;
    next.run();
    return true;
  }

  async function drive<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const end = () => {
      settled = true;
    };
    work.then(end, end);
    for (;;) {
      // After every promise that can go on without time has gone on.
      await new Promise((resolve) => setImmediate(resolve));
      if (settled) return work;
      if (!step()) throw new Error('Everybody waits and nothing is going to happen');
    }
  }

  async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        cancel();
        reject(signal?.reason as Error);
      };
      const cancel = setTimer(time + ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  return { now: () => time, setTimer, sleep, drive, pass: (ms) => drive(sleep(ms)) };
}
