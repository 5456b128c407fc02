/**
 * Where the sandbox gets its time. Injected, so that a test advances it by hand and a proof runs weeks in
 * virtual time. Milliseconds since the epoch.
 */
export interface SandboxClock {
  now(): number;
  /** Runs `run` once at `at` (at once when that is past); the returned function cancels it. */
  setTimer(at: number, run: () => void): () => void;
}

/** `setTimeout` fires at once past this, so longer waits are cut into pieces. */
const longestTimeout = 2 ** 31 - 1;

/** The machine's clock. Its timers do not keep a process alive: a pending event is no reason not to exit. */
export function systemClock(): SandboxClock {
  return {
    now: () => Date.now(),
    setTimer(at, run) {
      let timer: NodeJS.Timeout;
      const arm = () => {
        const left = at - Date.now();
        timer = left > longestTimeout ? setTimeout(arm, longestTimeout) : setTimeout(run, Math.max(0, left));
        timer.unref();
      };
      arm();
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

/** Waits so many milliseconds of a clock; rejects with the signal's reason when that aborts. */
export function pause(clock: SandboxClock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const leave = () => {
      cancel();
      reject(signal.reason as Error);
    };
    const cancel = clock.setTimer(clock.now() + milliseconds, () => {
      signal.removeEventListener('abort', leave);
      resolve();
    });
    signal.addEventListener('abort', leave, { once: true });
  });
}
