/** Whether somebody looks; while nobody does nothing is asked of AWS. */
export interface Gate {
  readonly isOpen: boolean;
  /** Resolves when it is open; rejects with the signal's reason. */
  opened(signal?: AbortSignal): Promise<void>;
}

/** A gate and the way to move it. */
export function createGate(isOpen = true): Gate & { set(open: boolean): void } {
  let open = isOpen;
  let waiting: (() => void)[] = [];
  return {
    get isOpen() {
      return open;
    },
    async opened(signal) {
      signal?.throwIfAborted();
      if (open) return;
      await new Promise<void>((resolve, reject) => {
        const onAbort = () => reject(signal?.reason as Error);
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.push(() => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        });
      });
    },
    set(next) {
      open = next;
      if (!open) return;
      const going = waiting;
      waiting = [];
      for (const go of going) go();
    },
  };
}
