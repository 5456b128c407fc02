import type { Plan } from '../engine/plan';
import type { ChangeEvent } from '../engine/progress';
import type { NodeProgress, StatusMessage } from '../model/protocol';
import { typeWords } from '../host/typeWords';

export type RunState = NonNullable<StatusMessage['run']>;

/** Puts the events of a run together to what a canvas and a notification show. */
export interface RunView {
  take(event: ChangeEvent): void;
  /** As of now; seconds go on without events. */
  state(): RunState;
  /** What it is busy with, the longest first. */
  headline(): string;
}

interface Step {
  readonly node: string;
  readonly text: string;
  state: ChangeEvent['state'] | 'notStarted';
  startedAt: number | undefined;
  reason: string | undefined;
  /** Seconds that it will probably take. */
  expected: number | undefined;
}

/** `now` is milliseconds since the epoch. */
export function createRunView(kind: RunState['kind'], plan: Plan, now: () => number): RunView {
  const startedAt = now();
  const steps = new Map<string, Step>();
  for (const { id, type, node, action } of plan.changes) {
    steps.set(keyOf({ id, type, action }), {
      node,
      text: textOf(action, type),
      state: 'notStarted',
      startedAt: undefined,
      reason: undefined,
      expected: undefined,
    });
  }
  const counted = steps.size;
  /** How long it will probably still take, as it was said last. */
  let left: { readonly seconds: number; readonly at: number } | undefined;
  const isDone = ({ state }: Step) => state === 'done';
  const isRunning = ({ state }: Step) => state === 'started' || state === 'waiting';
  const seconds = (since: number) => Math.max(0, Math.round((now() - since) / 1000));

  function elapsed({ startedAt: since, expected }: Step): string {
    const so = seconds(since ?? startedAt);
    // Past its time an estimate says nothing any more.
    return expected === undefined || so >= expected ? `${so} s` : `${so} of about ${Math.round(expected)} s`;
  }

  function progressOf(own: readonly Step[]): NodeProgress {
    const failed = own.find(({ state }) => state === 'failed');
    if (failed) return { state: 'failed', text: failed.reason ?? failed.text };
    const running = own.filter(isRunning).sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0))[0];
    if (running) {
      const why = waitsFor(running);
      const time = elapsed(running);
      const so = seconds(running.startedAt ?? startedAt);
      const { expected } = running;
      return {
        state: 'running',
        step: running.text,
        seconds: so,
        ...(expected !== undefined && so < expected && { expected: Math.round(expected) }),
        text: `${running.text} · ${time}${why === '' ? '' : ` · ${why}`}`,
      };
    }
    if (own.every(isDone)) return { state: 'done', text: own.length === 1 ? 'Done' : `${own.length} done` };
    const stopped = own.find(({ state }) => state === 'skipped' || state === 'cancelled');
    if (stopped) return { state: 'skipped', text: stopped.reason ?? 'Not begun' };
    return { state: 'waiting', text: `${own.filter(isDone).length} of ${own.length}` };
  }

  return {
    take({ id, type, node, action, state, reason, expected, remaining }) {
      left = remaining === undefined ? undefined : { seconds: remaining, at: now() };
      const key = keyOf({ id, type, action });
      const step = steps.get(key) ?? {
        node,
        text: textOf(action, type),
        state,
        startedAt: undefined,
        reason: undefined,
        expected: undefined,
      };
      steps.set(key, step);
      step.startedAt ??= now();
      step.state = state;
      step.reason = reason ?? step.reason;
      step.expected = expected ?? step.expected;
    },
    state() {
      const all = [...steps.values()];
      const nodes = [...new Set(all.map(({ node }) => node))];
      return {
        kind,
        done: Math.min(counted, all.filter(isDone).length),
        total: counted,
        seconds: seconds(startedAt),
        ...(left && { remaining: Math.max(0, Math.round(left.seconds - (now() - left.at) / 1000)) }),
        nodes: Object.fromEntries(
          nodes.map((node) => [node, progressOf(all.filter((step) => step.node === node))]),
        ),
      };
    },
    headline() {
      const running = [...steps.values()].filter(isRunning);
      const [oldest] = running.sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0));
      if (!oldest) return '';
      const others = running.length > 1 ? ` and ${running.length - 1} more` : '';
      const why = waitsFor(oldest);
      const time = elapsed(oldest);
      return `${oldest.node}: ${lowerFirst(oldest.text)} (${time})${why === '' ? '' : `, ${why}`}${others}`;
    },
  };
}

/** Why something is not there yet, or not gone. */
function waitsFor({ state, reason }: Step): string {
  return state === 'waiting' && reason !== undefined ? reason : '';
}

/** A thing is deleted and created under one id when it is replaced by a leftover's side. */
function keyOf({ id, type, action }: Pick<ChangeEvent, 'id' | 'type' | 'action'>): string {
  return `${action === 'delete' ? 'delete ' : ''}${type} ${id}`;
}

const VERBS = {
  create: 'Creating',
  update: 'Updating',
  replace: 'Replacing',
  delete: 'Deleting',
  wait: 'Waiting for',
} as const satisfies Record<ChangeEvent['action'], string>;

function textOf(action: ChangeEvent['action'], type: string): string {
  return `${VERBS[action]} ${typeWords(type)}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
