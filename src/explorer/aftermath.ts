import type { Disposable } from '../host/event';

/** Seconds of AWS after a change at which what became of it is worth another look: a task is replaced in about one minute. */
const LOOKS = [3, 8, 15, 30, 60, 120] as const;

/** Looks again and again, ever more rarely, at what somebody has just changed. */
export interface Aftermath<Thing> extends Disposable {
  /** `pace` is how long a second of AWS takes: 1, or a part of it in the sandbox. */
  begin(thing: Thing, pace: number): void;
}

export function createAftermath<Thing>(
  look: (thing: Thing) => void,
  setTimer: (ms: number, run: () => void) => () => void,
): Aftermath<Thing> {
  let cancels: (() => void)[] = [];
  const dispose = () => {
    for (const cancel of cancels) cancel();
    cancels = [];
  };
  return {
    begin(thing, pace) {
      dispose();
      look(thing);
      cancels = LOOKS.map((seconds) => setTimer(seconds * 1000 * pace, () => look(thing)));
    },
    dispose,
  };
}
