import * as vscode from 'vscode';
import type { Plan } from '../engine/plan';
import { UserError, SHOW_LOG, type Action } from '../host/errors';
import type { Disposable } from '../host/event';
import type { Log } from '../host/log';
import type { StatusStore } from '../host/statusStore';
import { offer } from '../host/vscodeEdge';
import type { Ask } from '../aws/renewal';
import type { RunEvent, RunOptions, RunSummary } from '../live/deploy';
import { outcomeOf, type RunKind } from './outcome';
import { createRunView } from './runView';
import { askToSignIn } from './signIn';

/** Runs of this window, one a topology. */
export interface Runs extends Disposable {
  /** Throws when one is running. */
  refuseTwo(uri: vscode.Uri): void;
  /** Applies a plan with progress on the canvas and in a notification, and says how it ended. */
  run(
    uri: vscode.Uri,
    kind: RunKind,
    plan: Plan,
    start: (
      options: Required<Pick<RunOptions, 'signal' | 'onExpired'>>,
    ) => AsyncGenerator<RunEvent, RunSummary>,
    /** Buttons under how it ended, beside the usual ones. */
    offers?: (summary: RunSummary) => Promise<readonly Action[]>,
  ): Promise<RunSummary>;
  /** Of one topology, or all. */
  cancel(uri?: vscode.Uri): void;
}

/** Milliseconds between two updates of what is shown; events may come faster, seconds go on without. */
const TICK = 500;

export function createRuns({ status, log }: { status: StatusStore; log: Log }): Runs {
  const running = new Map<string, AbortController>();
  const setContext = () =>
    void vscode.commands.executeCommand('setContext', 'ecsTopology.running', running.size > 0);

  async function follow(
    key: string,
    kind: RunKind,
    plan: Plan,
    events: AsyncGenerator<RunEvent, RunSummary>,
    report: (text: string, share: number) => void,
  ): Promise<RunSummary> {
    const view = createRunView(kind, plan, Date.now);
    let shown = 0;
    const show = () => {
      const state = view.state();
      status.set(key, { run: state });
      const share = state.total === 0 ? 0 : (state.done / state.total) * 100;
      report(`${state.done} of ${state.total}${headlineOf(view.headline())}`, share - shown);
      shown = share;
    };
    show();
    const timer = setInterval(show, TICK);
    try {
      for (;;) {
        const next = await events.next();
        if (next.done) return next.value;
        const event = next.value;
        log.info(eventLine(event));
        if (event.event === 'change') view.take(event);
      }
    } finally {
      clearInterval(timer);
    }
  }

  return {
    refuseTwo(uri) {
      if (!running.has(uri.toString())) return;
      throw new UserError('A deploy or destroy of this topology is running. Wait for it, or cancel it.', [
        { title: 'Cancel it', command: 'ecsTopology.cancelDeploy', args: [uri] },
      ]);
    },
    async run(uri, kind, plan, start, offers) {
      const key = uri.toString();
      this.refuseTwo(uri);
      const abort = new AbortController();
      running.set(key, abort);
      setContext();
      // An answer from before says nothing about what is there after.
      status.set(key, { response: undefined });
      const startedAt = Date.now();
      const title = `${TITLES[kind]} ${plan.stack}`;
      const { signal } = abort;
      const asked = askToSignIn(signal);
      let isSignedOut = false;
      const onExpired: Ask = async (error) => {
        isSignedOut = true;
        return asked(error).finally(() => (isSignedOut = false));
      };
      try {
        const summary = await vscode.window.withProgress(
          { location: vscode.ProgressLocation.Notification, title, cancellable: true },
          (progress, token) => {
            token.onCancellationRequested(() => abort.abort());
            return follow(key, kind, plan, start({ signal, onExpired }), (message, increment) =>
              progress.report({
                message: isSignedOut ? 'The session has expired: sign in again, then go on' : message,
                increment,
              }),
            );
          },
        );
        const outcome = outcomeOf(kind, plan.stack, summary, {
          seconds: (Date.now() - startedAt) / 1000,
          changes: plan.changes.length,
          kept: plan.kept.length,
        });
        log.info(outcome.message);
        const actions = [...((await offers?.(summary)) ?? []), ...actionsAfter(kind, uri, summary)];
        const show = {
          info: vscode.window.showInformationMessage,
          warning: vscode.window.showWarningMessage,
          error: vscode.window.showErrorMessage,
        }[outcome.severity];
        void offer((...titles) => show(outcome.message, ...titles), actions);
        return summary;
      } finally {
        running.delete(key);
        setContext();
        // An answer that came before says nothing of what stands there now.
        status.set(key, { run: undefined, plan: undefined, response: undefined });
        status.refresh(key);
      }
    },
    cancel(uri) {
      for (const [key, abort] of running) if (uri === undefined || key === uri.toString()) abort.abort();
    },
    dispose() {
      for (const abort of running.values()) abort.abort();
    },
  };
}

const TITLES = {
  deploy: 'Deploying',
  destroy: 'Destroying',
  rollback: 'Rolling back',
} as const satisfies Record<RunKind, string>;

function actionsAfter(kind: RunKind, uri: vscode.Uri, { result }: RunSummary): Action[] {
  if (result === 'succeeded' && kind === 'deploy') {
    return [
      { title: 'Send request', command: 'ecsTopology.sendRequest', args: [uri] },
      { title: 'Tail logs', command: 'ecsTopology.tailLogs', args: [uri] },
    ];
  }
  if (result !== 'failed') return [];
  // AWS forgets within the hour why tasks stopped.
  return kind === 'destroy'
    ? [SHOW_LOG]
    : [{ title: 'Gather black box', command: 'ecsTopology.blackBox', args: [uri] }, SHOW_LOG];
}

function eventLine(event: RunEvent): string {
  if (event.event === 'request') return `request ${event.name}: ${event.ok ? '' : 'failed, '}${event.detail}`;
  const { id, type, action, state, seconds, reason } = event;
  return [
    `${state} ${action} ${id} (${type})`,
    ...(seconds === undefined ? [] : [`${seconds} s`]),
    ...(reason === undefined ? [] : [reason]),
  ].join(' · ');
}

function headlineOf(text: string): string {
  return text === '' ? '' : ` · ${text}`;
}
