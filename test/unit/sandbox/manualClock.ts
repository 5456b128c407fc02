import type { SandboxClock } from '../../../src/sandbox/clock';

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends SandboxClock {
  /** Goes on by so many seconds, running each timer at its time. */
  advance(seconds: number): void;
}

export function manualClock(start = Date.UTC(2026, 10, 1)): ManualClock {
  let now = start;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    setTimer(at, run) {
      const timer = { at, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    advance(seconds) {
      const end = now + seconds * 1000;
      for (;;) {
        const [next] = timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers = timers.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = end;
    },
  };
}
