import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import type { ConnectionStore } from '../host/connection';
import { createDisposables } from '../host/disposables';
import { isCancelled, present, UserError } from '../host/errors';
import type { Disposable } from '../host/event';
import { errorLines, type Log } from '../host/log';
import type { Stacks } from '../host/stacks';
import { arnIn, targetOf } from '../host/target';
import { registerCommand } from '../host/vscodeEdge';
import { createGate } from '../live/logs/gate';
import type { Session } from '../live/session';
import { DEFAULT_QUERY } from '../model/logLimits';
import type { LineChoice, LogEntry } from '../model/logProtocol';
import { chooser, fileOf } from '../model/logText';
import { choose, withLines, type Chosen, type SourceReader } from './choose';
import { registerLogView } from './logView';

const MINUTE = 60_000;

/** What is tailed, and where. */
interface Tailed {
  readonly session: Session;
  readonly chosen: Chosen;
}

/** `Tail logs`: services, tasks and access logs of a topology, or what the account's tree shows, into the view of the panel. */
export function registerLogs(dependencies: {
  readonly extensionUri: vscode.Uri;
  readonly edge: Edge;
  readonly log: Log;
  readonly stacks: Stacks;
  readonly connection: Pick<ConnectionStore, 'session'>;
}): Disposable {
  const { edge, log, stacks, connection } = dependencies;
  const subscriptions = createDisposables();
  const gate = createGate();
  let tailing: AbortController | undefined;
  let last: { readonly argument: unknown; readonly tailed: Tailed } | undefined;
  let query = DEFAULT_QUERY;

  const view = subscriptions.add(
    registerLogView(dependencies.extensionUri, edge, {
      onStop: stop,
      onChoose: () => tail(withoutNode(last?.argument)),
      async onTail(next) {
        query = next;
        if (last) await start(last.tailed);
      },
      onSave: save,
      onOpen: open,
      onVisible: (visible) => gate.set(visible),
    }),
  );

  function stop(): void {
    tailing?.abort();
    tailing = undefined;
  }

  async function tail(argument: unknown): Promise<void> {
    const reader = await import('../live/logs/sources');
    const arn = arnIn(argument);
    let tailed: Tailed;
    if (arn === undefined) {
      const target = await targetOf(argument);
      const stack = await stacks.open(target.uri);
      const chosen = await choose(reader, stack, target.node);
      tailed = { session: stack.session, chosen };
      last = { argument: target, tailed };
    } else {
      const session = await connection.session(arn.split(':')[3]);
      tailed = { session, chosen: withLines(await inAccount(reader, session, arn)) };
      last = { argument, tailed };
    }
    await start(tailed);
  }

  async function start({ session, chosen }: Tailed): Promise<void> {
    const { tailLogs } = await import('../live/logs');
    stop();
    const abort = new AbortController();
    tailing = abort;
    setContext(true);
    await view.begin(chosen.title, query);
    const silent = chosen.silent.map(({ reason }) => reason);
    const say = (text: string) => {
      if (tailing === abort) view.notice([...silent, text].filter((it) => it !== '').join(' '));
    };
    if (silent.length > 0) say('');
    const lines = tailLogs(session, {
      services: chosen.sources,
      since: session.account.clock.now() - query.since * MINUTE,
      follow: true,
      live: query.live,
      filter: query.filter,
      onNotice: say,
      gate,
      signal: abort.signal,
    });
    // Runs on behind the command, until it is stopped or another begins.
    void pump(lines, abort);
  }

  async function pump(lines: AsyncGenerator<readonly LogEntry[]>, abort: AbortController): Promise<void> {
    let reason: string | undefined;
    try {
      for await (const more of lines) {
        if (abort.signal.aborted) break;
        view.add(more);
        await view.hasRoom();
      }
    } catch (error) {
      if (!isCancelled(error) && !abort.signal.aborted) {
        const { message, unexpected } = present(error, 'Tailing the logs');
        log.error(`Tailing the logs: ${errorLines(error, { stack: unexpected })}`);
        reason = message;
      }
    } finally {
      if (tailing === abort || tailing === undefined) {
        tailing = undefined;
        setContext(false);
        view.end(reason);
      }
    }
  }

  /** What passes the view's filters, all that is kept of it. */
  const textOf = (choice: LineChoice) => fileOf(view.lines.filter(chooser(choice)));

  async function save(choice: LineChoice): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const name = `${view.title.replace(/[^\w.-]+/g, '-')}.log`;
    const uri = await vscode.window.showSaveDialog({
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
      filters: { Log: ['log', 'txt'] },
    });
    if (uri) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(textOf(choice)));
  }

  async function open(choice: LineChoice): Promise<void> {
    const document = await vscode.workspace.openTextDocument({ language: 'log', content: textOf(choice) });
    await vscode.window.showTextDocument(document);
  }

  subscriptions.add(registerCommand(edge, 'ecsTopology.tailLogs', 'Tailing the logs', tail));
  subscriptions.add(registerCommand(edge, 'ecsTopology.stopLogs', 'Stopping', stop));
  subscriptions.add({ dispose: stop });
  return subscriptions;
}

/** A service or task that may be in no topology. */
async function inAccount(
  { serviceOf, taskOf }: SourceReader,
  session: Session,
  arn: string,
): Promise<Chosen> {
  if (arn.includes(':service/')) {
    const service = await serviceOf(session, arn);
    return { ...service, title: service.node };
  }
  const task = await taskOf(session, arn);
  if (!task) throw new UserError(`ECS has forgotten this task; it does so an hour after it stopped: ${arn}`);
  return { ...task, title: `${task.node} ${task.id.slice(0, 6)}` };
}

/** The same topology, with the choice open once more. */
function withoutNode(argument: unknown): unknown {
  if (typeof argument !== 'object' || argument === null || !('uri' in argument)) return undefined;
  return { uri: argument.uri };
}

function setContext(tailing: boolean): void {
  void vscode.commands.executeCommand('setContext', 'ecsTopology.tailing', tailing);
}
