import type { Disposable } from '../host/event';

/** Seconds of AWS after a change at which what became of it is worth another look: a task is replaced in about one minute. */
const LOOKS = [3, 8, 15, 30, 60, 120] as const;

/** Looks again and again, ever more rarely, at what somebody has just changed. */
export interface Aftermath<Place> extends Disposable {
  /** `pace` is how long a second of AWS takes: 1, or a part of it in the sandbox. */
  begin(place: Place, pace: number): void;
}

export function createAftermath<Place>(
  look: (place: Place) => void,
  setTimer: (ms: number, run: () => void) => () => void,
): Aftermath<Place> {
  /** The looks that are still to come. */
  const cancels = new Map<Place, (() => void)[]>();
  const stop = (place: Place) => cancels.get(place)?.forEach((cancel) => cancel());
  return {
    begin(place, pace) {
      stop(place);
      look(place);
      const timers = LOOKS.map((seconds) => setTimer(seconds * 1000 * pace, () => look(place)));
      cancels.set(place, timers);
    },
    dispose() {
      for (const place of cancels.keys()) stop(place);
      cancels.clear();
    },
  };
}
