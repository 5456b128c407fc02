import type { Prepared } from '../live/prepare';
import type { Session } from '../live/session';
import type { StatusReport } from '../live/status';
import type { StatusMessage } from '../model/protocol';
import type { Edge } from './command';
import type { ConnectionStore } from './connection';
import { createEvent, type Disposable, type Event } from './event';

/** A topology that can be asked about: validated, for the account that the session is open to. */
export interface OpenStack {
  readonly prepared: Prepared;
  readonly session: Session;
}

export interface StatusDependencies {
  readonly connection: ConnectionStore;
  readonly edge: Edge;
  /** Opens the topology with this key, the string of its URI. */
  open(key: string, signal: AbortSignal): Promise<OpenStack>;
  read(stack: OpenStack, signal: AbortSignal): Promise<StatusReport>;
  /** Runs once after the time; the returned function cancels it. */
  setTimer(ms: number, run: () => void): () => void;
  isTrusted(): boolean;
}

/** What runs, was planned and answered; the rest of a status is polled. */
export type Activity = Pick<StatusMessage, 'run' | 'plan' | 'response'>;

/** What is known of the deployed stacks. Only this store asks AWS for it; canvases and tree read it. */
export interface StatusStore {
  /** For the canvas of this topology. */
  message(key: string): StatusMessage;
  /** The last good report; undefined until there is one. */
  report(key: string): StatusReport | undefined;
  /** Of one topology, or of all where the key is undefined. */
  readonly onDidChange: Event<string | undefined>;
  /** Polls for as long as somebody looks. */
  watch(key: string): Disposable;
  /** Asks now, instead of with the next poll. */
  refresh(key?: string): void;
  set(key: string, activity: Activity): void;
  /** The document is another than the one that was planned. */
  discardPlan(key: string): void;
  /** Another environment of the topology is meant from now on: what was known is not true of it. */
  forget(key: string): void;
  dispose(): void;
}

interface Entry {
  watchers: number;
  activity: Activity;
  report: StatusReport | undefined;
  cancelTimer: (() => void) | undefined;
  asking: AbortController | undefined;
}

/** Milliseconds between polls: on AWS, where calls are fast and free, and for a stack that is not there. */
const PACE = { aws: 10_000, fast: 2_000, idle: 30_000 } as const;

export function createStatusStore(dependencies: StatusDependencies): StatusStore {
  const { connection, edge } = dependencies;
  const entries = new Map<string, Entry>();
  const changed = createEvent<string | undefined>();

  function entryOf(key: string): Entry {
    const known = entries.get(key);
    if (known) return known;
    const entry: Entry = {
      watchers: 0,
      activity: {},
      report: undefined,
      cancelTimer: undefined,
      asking: undefined,
    };
    entries.set(key, entry);
    return entry;
  }

  function schedule(key: string, entry: Entry, ms: number): void {
    entry.cancelTimer?.();
    entry.cancelTimer = undefined;
    if (entry.watchers === 0) return;
    entry.cancelTimer = dependencies.setTimer(ms, () => void poll(key, entry));
  }

  async function poll(key: string, entry: Entry): Promise<void> {
    if (connection.choice.kind === 'none' || !dependencies.isTrusted()) return;
    entry.asking?.abort();
    const asking = new AbortController();
    entry.asking = asking;
    // A document with errors and a connection that is down keep the last good report; the log says why.
    const report = await edge.quietly('Reading the status', async () => {
      const stack = await dependencies.open(key, asking.signal);
      return dependencies.read(stack, asking.signal);
    });
    if (entry.asking !== asking || asking.signal.aborted) return;
    entry.asking = undefined;
    if (report) {
      entry.report = report;
      changed.fire(key);
    }
    schedule(key, entry, paceOf(entry));
  }

  function paceOf({ activity, report }: Entry): number {
    if (activity.run) return PACE.fast;
    if (!report?.resources.some(({ physicalId }) => physicalId !== undefined)) return PACE.idle;
    return connection.choice.kind === 'aws' ? PACE.aws : PACE.fast;
  }

  function stop(entry: Entry): void {
    entry.cancelTimer?.();
    entry.asking?.abort();
    Object.assign(entry, { cancelTimer: undefined, asking: undefined });
  }

  const subscription = connection.onDidChange(() => {
    // The report of another account would be a lie.
    const isOther = connection.summary.account === undefined;
    if (isOther) for (const entry of entries.values()) entry.report = undefined;
    changed.fire(undefined);
    if (isOther) for (const [key, entry] of entries) schedule(key, entry, 0);
  });

  return {
    onDidChange: changed.event,
    report: (key) => entries.get(key)?.report,
    message(key) {
      const { report, activity } = entries.get(key) ?? { report: undefined, activity: {} };
      return {
        type: 'status',
        connection: connection.summary,
        nodes: report?.nodes ?? {},
        edges: report?.edges ?? {},
        deployed: deployedNodes(report),
        ...(report?.brokenHop !== undefined && { brokenHop: report.brokenHop }),
        ...(report?.invokeUrl !== undefined && { invokeUrl: report.invokeUrl }),
        ...activity,
      };
    },
    watch(key) {
      const entry = entryOf(key);
      entry.watchers += 1;
      if (entry.watchers === 1) schedule(key, entry, 0);
      let watching = true;
      return {
        dispose() {
          if (!watching) return;
          watching = false;
          entry.watchers -= 1;
          if (entry.watchers === 0) stop(entry);
        },
      };
    },
    refresh(key) {
      for (const [other, entry] of entries) {
        if (key === undefined || key === other) schedule(other, entry, 0);
      }
    },
    set(key, activity) {
      const entry = entryOf(key);
      const began = activity.run !== undefined && entry.activity.run === undefined;
      const ended = 'run' in activity && activity.run === undefined && entry.activity.run !== undefined;
      entry.activity = defined({ ...entry.activity, ...activity });
      changed.fire(key);
      if (began || ended) schedule(key, entry, 0);
    },
    discardPlan(key) {
      const entry = entries.get(key);
      if (!entry?.activity.plan) return;
      entry.activity = defined({ ...entry.activity, plan: undefined });
      changed.fire(key);
    },
    forget(key) {
      const entry = entryOf(key);
      entry.asking?.abort();
      entry.report = undefined;
      entry.activity = defined({ run: entry.activity.run, plan: undefined, response: undefined });
      changed.fire(key);
      schedule(key, entry, 0);
    },
    dispose() {
      subscription.dispose();
      for (const entry of entries.values()) {
        entry.watchers = 0;
        stop(entry);
      }
    },
  };
}

function deployedNodes(report: StatusReport | undefined): string[] {
  const there = report?.resources.filter(({ physicalId }) => physicalId !== undefined) ?? [];
  return [...new Set(there.map(({ node }) => node))];
}

/** Without the members that are there and undefined: the message to the page has only what is known. */
function defined(activity: { [Key in keyof Activity]: Activity[Key] | undefined }): Activity {
  return Object.fromEntries(Object.entries(activity).filter(([, value]) => value !== undefined));
}
