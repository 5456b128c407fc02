import type { Clock } from '../../src/aws/clock';
import type { SandboxClock } from '../../src/sandbox/clock';
import { createHeap } from './heap';

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
  cancelled: boolean;
}

/** Starts at a fixed date; two clocks on which the same is done tell the same times. */
export function createVirtualClock(start = Date.UTC(2026, 0, 1)): VirtualClock {
  let time = start;
  let sequence = 0;
  const timers = createHeap<Timer>((a, b) => a.at - b.at || a.sequence - b.sequence);

  function setTimer(at: number, run: () => void): () => void {
    const timer: Timer = { at: Math.max(at, time), sequence: sequence++, run, cancelled: false };
    timers.push(timer);
    return () => {
      timer.cancelled = true;
    };
  }

  /** Goes on to the next timer; false when nobody waits for anything. */
  function step(): boolean {
    let next = timers.pop();
    while (next?.cancelled) next = timers.pop();
    if (!next) return false;
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
