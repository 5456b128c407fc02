import type { Disposable } from '../host/event';

/** Seconds of AWS after a change at which what became of it is worth another look: a task is replaced in about one minute. */
const LOOKS = [3, 8, 15, 30, 60, 120] as const;

/** Looks again and again, ever more rarely, at what somebody has just changed. */
export interface Aftermath extends Disposable {
  /** `pace` is how long a second of AWS takes: 1, or a part of it in the sandbox. */
  begin(pace: number): void;
}

export function createAftermath(
  look: () => void,
  setTimer: (ms: number, run: () => void) => () => void,
): Aftermath {
  let cancels: (() => void)[] = [];
  const dispose = () => {
    for (const cancel of cancels) cancel();
    cancels = [];
  };
  return {
    begin(pace) {
      dispose();
      look();
      cancels = LOOKS.map((seconds) => setTimer(seconds * 1000 * pace, look));
    },
    dispose,
  };
}
