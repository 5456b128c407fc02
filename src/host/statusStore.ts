import { digest } from '../engine/digest';
import type { Session } from '../live/session';
import type { StatusReport } from '../live/status';
import type { Watcher } from '../live/watch';
import type { StatusMessage } from '../model/protocol';
import type { Edge } from './command';
import type { ConnectionStore } from './connection';
import { present } from './errors';
import { createEvent, type Disposable, type Event } from './event';
import type { Lease } from './lease';
import type { OpenStack } from './openStack';
import { createStackPoll, type Closeness, type Sight, type StackPoll } from './stackPoll';

export interface StatusDependencies {
  readonly connection: ConnectionStore;
  readonly edge: Edge;
  /** Opens the topology with this key, the string of its URI. */
  open(key: string, signal: AbortSignal): Promise<OpenStack>;
  /** Who looks through a session; asked once for each. */
  watch(session: Session): Promise<Watcher>;
  /** The turn of this name, shared with the other windows of this machine. */
  lease(name: string): Lease;
  /** Whether somebody sits before this window. */
  readonly attention: { readonly isFocused: boolean; readonly onDidChange: Event<void> };
  /** Runs once after the time; the returned function cancels it. */
  setTimer(ms: number, run: () => void): () => void;
  /** Milliseconds since the epoch. */
  now(): number;
  isTrusted(): boolean;
}

/** What runs, was planned and answered; the rest of a status is polled. */
export type Activity = Pick<StatusMessage, 'run' | 'plan' | 'response'>;

/** What is known of the deployed stacks. Only this store asks AWS for it; canvases and tree read it. */
export interface StatusStore {
  /** For a canvas of this topology, and what it inspects. */
  message(key: string, inspected?: string): StatusMessage;
  /** The last good report; undefined until there is one of all. */
  report(key: string): StatusReport | undefined;
  /** Of one topology, or of all where the key is undefined. */
  readonly onDidChange: Event<string | undefined>;
  /** Polls for as long as somebody looks. */
  watch(key: string, closeness?: Closeness): Disposable;
  /** Asks for all of it now, instead of with the next poll for what may be another by then. */
  refresh(key?: string): void;
  /** Somebody has changed these nodes: what becomes of them is seen soon. */
  touch(key: string, nodes: readonly string[]): void;
  set(key: string, activity: Activity): void;
  /** The document is another than the one that was planned. */
  discardPlan(key: string): void;
  /** Another environment of the topology is meant from now on: what was known is not true of it. */
  forget(key: string): void;
  dispose(): void;
}

interface Entry {
  readonly watchers: Record<Closeness, number>;
  readonly poll: StackPoll;
  /** When a node stops being of special interest. */
  readonly touched: Map<string, number>;
  activity: Activity;
  sight: Sight | undefined;
  /** Why the last look brought nothing, in a sentence. */
  failure: string | undefined;
}

/** Milliseconds for which somebody who left the window may still look at it. */
const PATIENCE = 5 * 60_000;
/** Milliseconds for which what was touched is watched closely. */
const TOUCHED = 60_000;
/** Milliseconds that a part may be behind without anybody being told: AWS refuses a call now and then. */
const BEHIND = 60_000;

export function createStatusStore(dependencies: StatusDependencies): StatusStore {
  const { connection, edge, attention, now } = dependencies;
  const entries = new Map<string, Entry>();
  const changed = createEvent<string | undefined>();
  const watchers = new WeakMap<Session, Promise<Watcher>>();
  let leftAt = attention.isFocused ? undefined : now();

  function isAwake(): boolean {
    const isAway = leftAt !== undefined && now() - leftAt > PATIENCE;
    return !isAway && connection.choice.kind !== 'none' && dependencies.isTrusted();
  }

  function entryOf(key: string): Entry {
    const known = entries.get(key);
    if (known) return known;
    const entry: Entry = {
      watchers: { canvas: 0, tree: 0 },
      touched: new Map(),
      activity: {},
      sight: undefined,
      failure: undefined,
      poll: createStackPoll({
        open: (signal) => dependencies.open(key, signal),
        watcherOf,
        leaseOf,
        activity: () => goingOn(entry),
        isAwake,
        saw: (sight) => show(key, entry, { sight, failure: undefined }),
        guard: (action) =>
          edge.quietly('Reading the status', async () => {
            try {
              return await action();
            } catch (error) {
              // A document with errors and a connection that is down keep the last good report.
              show(key, entry, { sight: entry.sight, failure: present(error, 'Reading the status').message });
              throw error;
            }
          }),
        setTimer: dependencies.setTimer,
        now,
      }),
    };
    entries.set(key, entry);
    return entry;
  }

  function show(key: string, entry: Entry, next: Pick<Entry, 'sight' | 'failure'>): void {
    const before = JSON.stringify([entry.sight?.report, staleness(entry)]);
    Object.assign(entry, next);
    if (JSON.stringify([entry.sight?.report, staleness(entry)]) !== before) changed.fire(key);
  }

  function goingOn({ activity: { run }, touched }: Entry) {
    const nodes = [...touched].filter(([, until]) => until > now()).map(([node]) => node);
    return { changing: run !== undefined, touched: new Set([...nodes, ...Object.keys(run?.nodes ?? {})]) };
  }

  function watcherOf({ session }: OpenStack): Promise<Watcher> {
    const watcher = watchers.get(session) ?? dependencies.watch(session);
    watchers.set(session, watcher);
    return watcher;
  }

  /** Each window has a simulated account of its own. Others see the same of the same file. */
  function leaseOf({ prepared: { stack, resources }, session }: OpenStack): Lease | undefined {
    const place = session.account.connection;
    if (place.kind === 'sandbox') return undefined;
    const url = place.kind === 'endpoint' ? place.url : '';
    return dependencies.lease(digest([url, session.identity.account, session.region, stack, resources]));
  }

  function follow(entry: Entry): void {
    const { canvas, tree } = entry.watchers;
    entry.poll.follow(canvas > 0 ? 'canvas' : tree > 0 ? 'tree' : undefined);
  }

  const subscriptions = [
    connection.onDidChange(() => {
      // The report of another account would be a lie.
      const isOther = connection.summary.account === undefined;
      if (isOther)
        for (const entry of entries.values()) Object.assign(entry, { sight: undefined, failure: undefined });
      changed.fire(undefined);
      if (isOther) for (const entry of entries.values()) entry.poll.restart();
    }),
    attention.onDidChange(() => {
      const wasAway = !isAwake();
      leftAt = attention.isFocused ? undefined : (leftAt ?? now());
      if (wasAway && isAwake()) for (const entry of entries.values()) entry.poll.soon();
    }),
  ];

  return {
    onDidChange: changed.event,
    report(key) {
      const sight = entries.get(key)?.sight;
      return sight?.isPart ? undefined : sight?.report;
    },
    message(key, inspected) {
      const entry = entries.get(key);
      const report = entry?.sight?.report;
      const stale = entry && staleness(entry);
      const details = report?.details ?? {};
      return {
        type: 'status',
        connection: connection.summary,
        nodes: report?.nodes ?? {},
        edges: report?.edges ?? {},
        deployed: deployedNodes(report),
        // The page may ask for anything.
        ...(inspected !== undefined &&
          Object.hasOwn(details, inspected) && {
            inspected: { hop: inspected, lists: details[inspected] ?? [] },
          }),
        ...(report?.brokenHop !== undefined && { brokenHop: report.brokenHop }),
        ...(report?.invokeUrl !== undefined && { invokeUrl: report.invokeUrl }),
        ...(stale && { stale }),
        ...entry?.activity,
      };
    },
    watch(key, closeness = 'canvas') {
      const entry = entryOf(key);
      entry.watchers[closeness] += 1;
      follow(entry);
      let watching = true;
      return {
        dispose() {
          if (!watching) return;
          watching = false;
          entry.watchers[closeness] -= 1;
          follow(entry);
        },
      };
    },
    refresh(key) {
      for (const [other, { poll }] of entries) if (key === undefined || key === other) poll.soon(true);
    },
    touch(key, nodes) {
      const entry = entryOf(key);
      for (const node of nodes) entry.touched.set(node, now() + TOUCHED);
      entry.poll.soon();
    },
    set(key, activity) {
      const entry = entryOf(key);
      const began = activity.run !== undefined && entry.activity.run === undefined;
      const ended = 'run' in activity && activity.run === undefined && entry.activity.run !== undefined;
      entry.activity = defined({ ...entry.activity, ...activity });
      changed.fire(key);
      // What was there before a run may not be after it.
      if (began || ended) entry.poll.soon(ended);
    },
    discardPlan(key) {
      const entry = entries.get(key);
      if (!entry?.activity.plan) return;
      entry.activity = defined({ ...entry.activity, plan: undefined });
      changed.fire(key);
    },
    forget(key) {
      const entry = entryOf(key);
      Object.assign(entry, { sight: undefined, failure: undefined });
      entry.activity = defined({ run: entry.activity.run, plan: undefined, response: undefined });
      changed.fire(key);
      entry.poll.restart();
    },
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
      for (const { poll } of entries.values()) poll.follow(undefined);
    },
  };
}

/** Since when what is known was not seen anew, and why; undefined where it is as fresh as it should be. */
function staleness({ sight, failure }: Entry): StatusMessage['stale'] {
  if (!sight) return failure === undefined ? undefined : { reason: failure };
  if (failure !== undefined) return { since: sight.at, reason: failure };
  const { at, overdue } = sight;
  return overdue && at - overdue.since > BEHIND ? overdue : undefined;
}

function deployedNodes(report: StatusReport | undefined): string[] {
  const there = report?.resources.filter(({ physicalId }) => physicalId !== undefined) ?? [];
  return [...new Set(there.map(({ node }) => node))];
}

/** Without the members that are there and undefined: the message to the page has only what is known. */
function defined(activity: { [Key in keyof Activity]: Activity[Key] | undefined }): Activity {
  return Object.fromEntries(Object.entries(activity).filter(([, value]) => value !== undefined));
}
