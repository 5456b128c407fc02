import { isCancelled, present, type Action } from './errors';
import { errorLines, type Log } from './log';

/** Where messages to people go. */
export interface Messages {
  error(message: string, actions: readonly Action[]): void;
}

/** The one place where errors end: cancelled is silent, what can be mended is said, the rest is logged and named. */
export interface Edge {
  /** Runs to its end; resolves to undefined after an error, which has then been shown. `what` begins its sentence. */
  run<T>(what: string, action: () => Promise<T> | T): Promise<T | undefined>;
  /** The same for what nobody asked for: the log gets the error, nobody is disturbed. */
  quietly<T>(what: string, action: () => Promise<T> | T): Promise<T | undefined>;
}

export function createEdge(log: Log, messages: Messages): Edge {
  async function guarded<T>(what: string, action: () => Promise<T> | T, loud: boolean) {
    try {
      return await action();
    } catch (error) {
      if (isCancelled(error)) return undefined;
      const { message, actions, unexpected } = present(error, what);
      log.error(`${what}: ${errorLines(error, { stack: unexpected })}`);
      if (loud) messages.error(message, actions);
      return undefined;
    }
  }
  return {
    run: (what, action) => guarded(what, action, true),
    quietly: (what, action) => guarded(what, action, false),
  };
}
