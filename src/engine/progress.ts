import type { Estimate } from './estimate';
import type { JobEnd } from './jobs';
import type { Change } from './plan';

/** How far one change is. */
export interface ChangeEvent {
  readonly event: 'change';
  readonly id: string;
  readonly type: string;
  readonly node: string;
  /** `wait`: nothing to change, but not ready yet. */
  readonly action: Change['action'] | 'wait';
  readonly state: 'started' | 'waiting' | 'done' | 'failed' | 'skipped' | 'cancelled';
  /** Since it started. */
  readonly seconds?: number;
  /** How long it will probably have taken, from when it started; while it goes on. */
  readonly expected?: number;
  /** Until the whole run is over, probably. */
  readonly remaining?: number;
  /** What it waits for or why it failed, in AWS's words. */
  readonly reason?: string;
}

/** The change that a job belongs to. */
export type Subject = Pick<ChangeEvent, 'id' | 'type' | 'node' | 'action'>;

export interface Failure {
  readonly id: string;
  readonly reason: string;
  readonly error: unknown;
  /** All of it was carried out, and it did not become ready. */
  readonly unready?: true;
}

/** A change that a cancelled run began and did not see through; the account may still be busy with it. */
export interface Unfinished extends Subject {
  /** What it waited for when the run ended. */
  readonly reason?: string;
}

interface State {
  readonly subject: Subject;
  readonly open: Set<string>;
  startedAt: number | undefined;
  end: Exclude<JobEnd['state'], 'done'> | undefined;
  reason: string | undefined;
  /** What it last waited for. */
  waitsFor: string | undefined;
}

/** Puts the jobs of one change together: it starts with its first and is done with its last. */
export interface Progress {
  expect(jobKey: string, subject: Subject): void;
  started(jobKey: string): void;
  waiting(jobKey: string, reason: string): void;
  ended(jobKey: string, end: JobEnd): void;
  readonly failures: readonly Failure[];
  /** Changes that were seen through. */
  done(): string[];
  underWay(): Unfinished[];
  /** Changes that were never begun. */
  notStarted(): string[];
  readonly cancelled: boolean;
}

export function createProgress(
  now: () => number,
  emit: (event: ChangeEvent) => void,
  estimate: Pick<Estimate, 'started' | 'ended' | 'endOf' | 'remaining'>,
): Progress {
  const states = new Map<string, State>();
  const byJob = new Map<string, State>();
  const failures: Failure[] = [];

  const report = (
    { subject, startedAt, open }: State,
    state: ChangeEvent['state'],
    reason: string | undefined,
  ) =>
    emit({
      event: 'change',
      ...subject,
      state,
      ...(startedAt === undefined ? {} : { seconds: tenths((now() - startedAt) / 1_000) }),
      ...(startedAt === undefined || open.size === 0
        ? {}
        : { expected: tenths((Math.max(...[...open].map(estimate.endOf)) - startedAt) / 1_000) }),
      remaining: tenths(estimate.remaining()),
      ...(reason === undefined ? {} : { reason }),
    });

  return {
    failures,
    expect(jobKey, subject) {
      const key = `${subject.action === 'delete' ? 'delete ' : ''}${subject.type} ${subject.id}`;
      const state = states.get(key) ?? {
        subject,
        open: new Set<string>(),
        startedAt: undefined,
        end: undefined,
        reason: undefined,
        waitsFor: undefined,
      };
      state.open.add(jobKey);
      states.set(key, state);
      byJob.set(jobKey, state);
    },
    started(jobKey) {
      estimate.started(jobKey);
      const state = byJob.get(jobKey);
      if (!state || state.startedAt !== undefined) return;
      state.startedAt = now();
      if (state.subject.action !== 'wait') report(state, 'started', undefined);
    },
    waiting(jobKey, reason) {
      const state = byJob.get(jobKey);
      if (!state || state.waitsFor === reason) return;
      state.waitsFor = reason;
      report(state, 'waiting', reason);
    },
    ended(jobKey, end) {
      estimate.ended(jobKey);
      const state = byJob.get(jobKey);
      if (!state) return;
      state.open.delete(jobKey);
      if (end.state === 'failed') {
        state.reason = end.error instanceof Error ? end.error.message : String(end.error);
        const unready = /^(held|ready) /.test(jobKey);
        const { id } = state.subject;
        failures.push({ id, reason: state.reason, error: end.error, ...(unready && { unready }) });
      }
      if (end.state === 'skipped') state.reason ??= `Needs what failed: ${end.because.replace(/^\w+ /, '')}`;
      if (end.state !== 'done' && state.end !== 'failed') state.end = end.state;
      if (state.open.size > 0 || (state.subject.action === 'wait' && state.end === undefined)) return;
      report(state, state.end ?? 'done', state.reason);
    },
    done: () =>
      [...states.values()]
        .filter(({ open, end, subject }) => open.size === 0 && end === undefined && subject.action !== 'wait')
        .map(({ subject }) => subject.id),
    underWay: () =>
      [...states.values()]
        .filter(({ startedAt, end }) => startedAt !== undefined && end === 'cancelled')
        // What was only looked at once counts when it was seen not to be ready.
        .filter(({ subject, waitsFor }) => subject.action !== 'wait' || waitsFor !== undefined)
        .map(({ subject, waitsFor: reason }) => ({ ...subject, ...(reason !== undefined && { reason }) })),
    notStarted: () =>
      [...states.values()]
        .filter(({ startedAt, subject }) => startedAt === undefined && subject.action !== 'wait')
        .map(({ subject }) => subject.id),
    get cancelled() {
      return [...states.values()].some(({ end }) => end === 'cancelled');
    },
  };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
