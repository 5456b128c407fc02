import type { Overdue } from '../aws/memory';
import type { Heat } from '../live/ages';
import type { StatusReport } from '../live/status';
import type { Watcher } from '../live/watch';
import type { Lease } from './lease';
import type { OpenStack } from './openStack';

/** What is known of a deployed stack. */
export interface Sight {
  readonly report: StatusReport;
  /** When it was seen, in milliseconds since the epoch. */
  readonly at: number;
  /** The oldest part of it that could not be had anew since. */
  readonly overdue?: Overdue;
  /** AWS has not answered for all of it yet: what is missing is not known to be. */
  readonly isPart?: true;
}

/** How closely somebody looks: a canvas wants to know soon, the tree in time. */
export type Closeness = 'canvas' | 'tree';

/** Looks at one stack for as long as somebody wants to know. */
export interface StackPoll {
  /** Undefined: nobody does. */
  follow(closeness: Closeness | undefined): void;
  /** Looks now instead of when it would be time; `anew` trusts nothing that was seen before. */
  soon(anew?: boolean): void;
  /** Another document or connection is meant: what is under way says nothing about it. */
  restart(): void;
}

export interface StackPollDependencies {
  open(signal: AbortSignal): Promise<OpenStack>;
  watcherOf(stack: OpenStack): Promise<Watcher>;
  /** Of this stack in this account, where other windows can see the same; undefined where they cannot. */
  leaseOf(stack: OpenStack): Lease | undefined;
  /** What goes on in this window. */
  activity(): { readonly changing: boolean; readonly touched: ReadonlySet<string> };
  /** Whether anything may be called, and anybody is there to see it. */
  isAwake(): boolean;
  saw(sight: Sight): void;
  /** Errors end here; undefined after one. */
  guard<T>(action: () => Promise<T>): Promise<T | undefined>;
  setTimer(ms: number, run: () => void): () => void;
  now(): number;
}

/** Milliseconds of AWS until the next look, by how much there is to see. */
const PACE: Readonly<Record<Closeness, Readonly<Record<Heat, number>>>> = {
  canvas: { hot: 2_000, warm: 5_000, quiet: 14_000 },
  tree: { hot: 5_000, warm: 10_000, quiet: 30_000 },
};
/** Nothing is there that could change by itself. */
const EMPTY = 30_000;
/** No world changes faster than people look. */
const LEAST = 1_000;
/** Milliseconds between two looks at the file of the window whose turn it is, and after a look that failed. */
const FOLLOW = 1_000;
const FAILED = 15_000;

/** What crosses to other windows. */
type Shared = Omit<Sight, 'at'>;

export function createStackPoll(dependencies: StackPollDependencies): StackPoll {
  const { activity, now } = dependencies;
  let closeness: Closeness | undefined;
  let cancelTimer: (() => void) | undefined;
  let asking: AbortController | undefined;
  let lease: Lease | undefined;
  let anew = false;
  let seenAt = Number.NEGATIVE_INFINITY;

  function schedule(ms: number): void {
    cancelTimer?.();
    cancelTimer = closeness === undefined ? undefined : dependencies.setTimer(ms, () => void poll());
  }

  function stop(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    asking?.abort();
    asking = undefined;
    const mine = lease;
    lease = undefined;
    // Somebody else may look from now on.
    void dependencies.guard(async () => mine?.release());
  }

  async function poll(): Promise<void> {
    if (!dependencies.isAwake()) return stop();
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    const isOver = () => asking !== mine || mine.signal.aborted;
    const next = await dependencies.guard(async () => {
      const stack = await dependencies.open(mine.signal);
      if (isOver()) return undefined;
      lease ??= dependencies.leaseOf(stack);
      const { changing, touched } = activity();
      const isUrgent = changing || touched.size > 0 || anew;
      if (lease && !(await lease.take(isUrgent))) return overTheShoulder(lease, isOver);
      return look(stack, mine.signal, isOver);
    });
    if (isOver()) return;
    asking = undefined;
    schedule(next ?? FAILED);
  }

  async function look(
    stack: OpenStack,
    signal: AbortSignal,
    isOver: () => boolean,
  ): Promise<number | undefined> {
    const begun = now();
    const watcher = await dependencies.watcherOf(stack);
    if (anew) watcher.renew();
    anew = false;
    const seen = await watcher.look(stack.prepared, {
      ...activity(),
      // Hundreds of services take AWS a minute. What was seen before is better than a part of what is to be seen.
      ...(seenAt === Number.NEGATIVE_INFINITY && {
        onPart: (part) => void (isOver() || dependencies.saw({ report: part, at: now(), isPart: true })),
      }),
      signal,
    });
    if (isOver()) return undefined;
    const { report, overdue, heat, slowness } = seen;
    const shared: Shared = { report, ...(overdue && { overdue }) };
    seenAt = now();
    dependencies.saw({ ...shared, at: seenAt });
    const isThere = report.resources.some(({ physicalId }) => physicalId !== undefined);
    const wait = isThere || heat === 'hot' ? PACE[closeness ?? 'tree'][heat] : EMPTY;
    // From look to look: a slow answer makes nobody wait longer for the next one.
    const next = Math.max(LEAST, wait * slowness * stack.session.account.pace - (seenAt - begun));
    await lease?.publish({ at: seenAt, text: JSON.stringify(shared) }, next);
    return next;
  }

  async function overTheShoulder(theirs: Lease, isOver: () => boolean): Promise<number | undefined> {
    const sighting = await theirs.seen(seenAt);
    if (sighting && !isOver()) {
      seenAt = sighting.at;
      // Written by this extension, for the same topology.
      dependencies.saw({ ...(JSON.parse(sighting.text) as Shared), at: seenAt });
    }
    return FOLLOW;
  }

  return {
    follow(wanted) {
      const before = closeness;
      closeness = wanted;
      if (wanted === undefined) stop();
      else if (before === undefined || (before === 'tree' && wanted === 'canvas')) schedule(0);
    },
    soon(isAnew = false) {
      anew ||= isAnew;
      schedule(0);
    },
    restart() {
      stop();
      seenAt = Number.NEGATIVE_INFINITY;
      schedule(0);
    },
  };
}
