import { createCarryOut } from './carryOut';
import { changeJobs } from './changeJobs';
import { createEstimate } from './estimate';
import { createEventQueue } from './eventQueue';
import { runJobs } from './jobs';
import type { Plan } from './plan';
import { createProgress, type ChangeEvent, type Failure, type Unfinished } from './progress';
import type { Cloud, Written } from './provider';
import type { Birth } from './twins';

export interface ApplyResult {
  /** `accepted`: everything was asked for, not everything is ready (`noWait`). */
  readonly result: 'succeeded' | 'accepted' | 'failed' | 'cancelled';
  readonly failures: readonly Failure[];
  /** Changes that were seen through. */
  readonly done: readonly string[];
  /** After a cancel: changes that were asked for and that nobody waits for any more. */
  readonly underWay: readonly Unfinished[];
  /** Changes that were not begun: behind a failure, or after a cancel. */
  readonly notStarted: readonly string[];
  /** Attributes by resource id, of all that exists now. */
  readonly attributes: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** What was made, as far as it got; also what perhaps was made although the call failed. */
  readonly made: ReadonlySet<Birth>;
  /** Something that was waited for turned out to be written by another run since. */
  readonly superseded: boolean;
}

export interface ApplyOptions {
  readonly cloud: Cloud;
  /** Leaves out waits on which nothing depends. */
  readonly noWait?: boolean;
  /** Cancel: nothing new starts, what is in flight lands. */
  readonly signal?: AbortSignal;
  /** Told of what is still to be carried out, by type, and of what was made. When nothing is, only waits are left. */
  readonly onCarriedOut?: (left: ReadonlySet<string>, made: ReadonlySet<Birth>) => void;
}

/** Applies a plan, in parallel as far as references allow. Yields progress and returns how it ended. */
export async function* apply(plan: Plan, options: ApplyOptions): AsyncGenerator<ChangeEvent, ApplyResult> {
  const events = createEventQueue<ChangeEvent>();
  const ended = run(plan, options, (event) => events.push(event)).finally(() => events.close());
  // The reader gets a rejection through `ended` below; this keeps it from counting as unhandled until then.
  ended.catch(() => undefined);
  yield* events;
  return await ended;
}

async function run(
  plan: Plan,
  { cloud, noWait = false, signal, onCarriedOut }: ApplyOptions,
  emit: (event: ChangeEvent) => void,
): Promise<ApplyResult> {
  const written = new Map<string, Written>();
  for (const { resource, action, found } of plan.decisions) {
    if (found && action !== 'replace') written.set(resource.id, found);
  }
  const made = new Set<Birth>();
  let superseded = false;
  const carryOut = createCarryOut({
    plan,
    cloud,
    signal,
    written,
    made,
    waiting: (key, reason) => progress.waiting(key, reason),
    expectedAt: (key) => estimate.endOf(key),
    superseded: () => (superseded = true),
  });
  const jobs = changeJobs(plan, { cloud, noWait, carryOut });
  const subjects = new Map(jobs.map(({ key, subject }) => [key, subject.id]));
  const estimate = createEstimate(plan, jobs, cloud);
  const progress = createProgress(() => cloud.now(), emit, estimate);
  for (const { key, subject } of jobs) progress.expect(key, subject);
  const steps = new Map(
    jobs.flatMap(({ key, lastWait, subject }) => (lastWait ? [] : [[key, subject.type]])),
  );
  await runJobs(jobs, {
    signal,
    onStart(key) {
      cloud.rank?.(subjects.get(key) ?? key, estimate.tailOf(key));
      progress.started(key);
    },
    onEnd(key, end) {
      progress.ended(key, end);
      if (end.state === 'done' && steps.delete(key)) onCarriedOut?.(new Set(steps.values()), made);
    },
  });
  const { failures, cancelled } = progress;
  return {
    result: failures.length > 0 ? 'failed' : cancelled ? 'cancelled' : noWait ? 'accepted' : 'succeeded',
    failures,
    done: progress.done(),
    underWay: progress.underWay(),
    notStarted: progress.notStarted(),
    attributes: new Map([...written].map(([id, { attributes }]) => [id, attributes])),
    made,
    superseded,
  };
}
