import { createEdge } from '../../../src/host/command';
import type { ConnectionStore } from '../../../src/host/connection';
import { createEvent } from '../../../src/host/event';
import { createLease, type SharedFiles } from '../../../src/host/lease';
import { createStatusStore, type StatusStore } from '../../../src/host/statusStore';
import type { Session } from '../../../src/live/session';
import { createWatcher } from '../../../src/live/watch';
import type { StatusChange, StatusMessage } from '../../../src/model/protocol';
import { createStatusSender } from '../../../src/model/statusChanges';
import { REGION, type Deployed } from '../../fakes/deployed';

/** The topology of the bench. */
export const KEY = 'file:///bench.topology.json';

/** One call as AWS saw it, with its time in milliseconds. */
export interface SeenCall {
  readonly at: number;
  readonly name: string;
  readonly isThrottled: boolean;
}

/** One message to the page. */
export interface Posted {
  readonly at: number;
  readonly bytes: number;
  readonly message: StatusMessage | StatusChange;
}

/** A window of VS Code with one canvas, as far as the status goes: the extension's own store, watcher and sender. */
export interface Window {
  readonly store: StatusStore;
  readonly calls: readonly SeenCall[];
  readonly posted: readonly Posted[];
  /** Errors that people were shown. */
  readonly errors: readonly string[];
  /** Resolves when nothing is unknown any more. */
  completed(): Promise<void>;
  show(): void;
  hide(): void;
  setFocus(isFocused: boolean): void;
}

/** Files in memory, for the windows of one machine. */
export function sharedFiles(): SharedFiles {
  const content = new Map<string, string>();
  return {
    read: async (name) => content.get(name),
    write: async (name, text) => void content.set(name, text),
    remove: async (name) => void content.delete(name),
  };
}

export async function openWindow(
  world: Deployed,
  options: { readonly pid: number; readonly files: SharedFiles; readonly refuses?: () => boolean },
): Promise<Window> {
  const { clock, prepared } = world;
  const calls: SeenCall[] = [];
  const posted: Posted[] = [];
  const errors: string[] = [];
  const connected = await world.connect({
    onCall: (name, isThrottled) => calls.push({ at: clock.now(), name, isThrottled }),
    ...(options.refuses && { refuses: options.refuses }),
  });
  // The sandbox behind it is to be treated as AWS is: with its budgets, and shared between windows.
  const session: Session = {
    ...connected,
    account: { ...connected.account, connection: { kind: 'aws', region: REGION } },
  };
  const focus = createEvent<void>();
  let isFocused = true;
  const quiet = () => undefined;
  const connection: Pick<ConnectionStore, 'choice' | 'summary' | 'onDidChange'> = {
    choice: { kind: 'aws' },
    summary: { label: 'bench', kind: 'aws', account: session.identity.account, region: REGION },
    onDidChange: createEvent<void>().event,
  };
  const store = createStatusStore({
    // Only what the store looks at.
    connection: connection as ConnectionStore,
    edge: createEdge(
      { debug: quiet, info: quiet, warn: quiet, error: quiet },
      { error: (message) => errors.push(message) },
    ),
    open: async () => ({ prepared, session }),
    watch: async () => createWatcher(session),
    lease: (name) =>
      createLease(name, {
        files: options.files,
        id: `window ${options.pid}`,
        pid: options.pid,
        isAlive: () => true,
        now: clock.now,
      }),
    attention: {
      get isFocused() {
        return isFocused;
      },
      onDidChange: focus.event,
    },
    setTimer: (ms, run) => clock.setTimer(clock.now() + ms, run),
    now: clock.now,
    isTrusted: () => true,
  });
  const sender = createStatusSender((message) =>
    posted.push({ at: clock.now(), bytes: Buffer.byteLength(JSON.stringify(message)), message }),
  );
  let watching: { dispose(): void } | undefined;
  store.onDidChange(() => {
    if (watching) sender.send(store.message(KEY));
  });
  return {
    store,
    calls,
    posted,
    errors,
    async completed() {
      while (store.report(KEY)?.health !== 'ok') await clock.pass(250);
    },
    show() {
      watching ??= store.watch(KEY);
      sender.restart();
      sender.send(store.message(KEY));
    },
    hide() {
      watching?.dispose();
      watching = undefined;
    },
    setFocus(value) {
      isFocused = value;
      focus.fire();
    },
  };
}
