import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import { createDisposables } from '../host/disposables';
import { Cancelled, isCancelled, present, UserError } from '../host/errors';
import type { Disposable } from '../host/event';
import { errorLines, type Log } from '../host/log';
import type { Stacks } from '../host/stacks';
import type { OpenStack } from '../host/statusStore';
import { targetOf, type Target } from '../host/target';
import { registerCommand } from '../host/vscodeEdge';
import type { LogEntry } from '../model/logProtocol';
import { registerLogView } from './logView';

/** How far back a tail begins. Milliseconds. */
const BACKFILL = 10 * 60_000;
/** Lines are handed to the view together. Milliseconds. */
const BATCH = 100;

/** `Tail logs`: one service or all of a topology, into the view of the panel. */
export function registerLogs(dependencies: {
  readonly extensionUri: vscode.Uri;
  readonly edge: Edge;
  readonly log: Log;
  readonly stacks: Stacks;
}): Disposable {
  const { edge, log, stacks } = dependencies;
  const subscriptions = createDisposables();
  let tailing: AbortController | undefined;
  let last: Target | undefined;

  const view = subscriptions.add(
    registerLogView(dependencies.extensionUri, edge, (command) => {
      if (command === 'stop') stop();
      else void edge.run('Tailing the logs', () => tail(last));
    }),
  );

  function stop(): void {
    tailing?.abort();
    tailing = undefined;
  }

  async function tail(argument: unknown): Promise<void> {
    const target = await targetOf(argument);
    const stack = await stacks.open(target.uri);
    const [{ tailLogs }, { logGroupsOf }] = await Promise.all([
      import('../live/logs'),
      import('../live/logs/sources'),
    ]);
    const groups = logGroupsOf(stack.prepared);
    const services = await chosen(groups, target, stack);
    stop();
    last = target;
    const abort = new AbortController();
    tailing = abort;
    setContext(true);
    await view.begin(`${stack.prepared.stack}: ${services.map(({ node }) => node).join(', ')}`);
    const since = Date.now() - BACKFILL;
    const lines = tailLogs(stack.session, { services, since, follow: true, signal: abort.signal });
    // Runs on behind the command, until it is stopped or another begins.
    void pump(lines, abort);
  }

  async function pump(lines: AsyncGenerator<readonly LogEntry[]>, abort: AbortController): Promise<void> {
    let batch: LogEntry[] = [];
    const flush = () => {
      if (batch.length === 0 || abort.signal.aborted) return;
      view.add(batch);
      batch = [];
    };
    const timer = setInterval(flush, BATCH);
    let reason: string | undefined;
    try {
      for await (const more of lines) batch.push(...more);
    } catch (error) {
      if (!isCancelled(error)) {
        const { message, unexpected } = present(error, 'Tailing the logs');
        log.error(`Tailing the logs: ${errorLines(error, { stack: unexpected })}`);
        reason = message;
      }
    } finally {
      clearInterval(timer);
      flush();
      if (tailing === abort || tailing === undefined) {
        tailing = undefined;
        setContext(false);
        view.end(reason);
      }
    }
  }

  subscriptions.add(registerCommand(edge, 'ecsTopology.tailLogs', 'Tailing the logs', tail));
  subscriptions.add(registerCommand(edge, 'ecsTopology.stopLogs', 'Stopping', stop));
  subscriptions.add({ dispose: stop });
  return subscriptions;
}

type Groups = { readonly node: string; readonly logGroup: string }[];

/** The service that the command is about; of several that are asked for, or all. */
async function chosen(groups: Groups, { node }: Target, { prepared }: OpenStack): Promise<Groups> {
  if (groups.length === 0) {
    throw new UserError(`${prepared.stack} has no service that could write a log. Add an ECS service.`);
  }
  const own = groups.filter((group) => group.node === node);
  if (own.length > 0) return own;
  if (node !== undefined && prepared.topology.nodes.get(node)?.kindName === 'ecsService') {
    throw new UserError(`This service writes no log: ${node}`);
  }
  if (groups.length === 1) return groups;
  const picked = await vscode.window.showQuickPick(
    [
      { label: 'All services', groups },
      ...groups.map((group) => ({ label: group.node, description: group.logGroup, groups: [group] })),
    ],
    { title: 'Tail logs', placeHolder: 'Which service' },
  );
  if (!picked) throw new Cancelled();
  return picked.groups;
}

function setContext(tailing: boolean): void {
  void vscode.commands.executeCommand('setContext', 'ecsTopology.tailing', tailing);
}
