/** Something to be let go of; VS Code's own disposables fit. */
export interface Disposable {
  dispose(): void;
}

/** Calls the listener until what it returns is disposed; VS Code's own events fit. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** An event and the one who fires it, without vscode, so that what is observed can be tested without it. */
export function createEvent<T>(): { readonly event: Event<T>; fire(value: T): void } {
  const listeners = new Set<(value: T) => void>();
  return {
    event(listener) {
      // One of its own for each subscription: the same function may listen twice.
      const own = (value: T) => listener(value);
      listeners.add(own);
      return { dispose: () => void listeners.delete(own) };
    },
    fire(value) {
      for (const listener of [...listeners]) listener(value);
    },
  };
}
