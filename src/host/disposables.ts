import type { Disposable } from './event';

/** Whatever has to go together, last come first gone. */
export interface Disposables extends Disposable {
  /** Takes it over; what comes after the end is disposed at once. */
  add<T extends Disposable>(thing: T): T;
}

export function createDisposables(): Disposables {
  const things: Disposable[] = [];
  let ended = false;
  return {
    add(thing) {
      if (ended) thing.dispose();
      else things.push(thing);
      return thing;
    },
    dispose() {
      ended = true;
      while (things.length > 0) things.pop()?.dispose();
    },
  };
}
