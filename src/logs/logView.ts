import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import { createDisposables } from '../host/disposables';
import type { Disposable } from '../host/event';
import { pageHtml } from '../host/pageHtml';
import { DEFAULT_QUERY, LOG_BATCH } from '../model/logLimits';
import {
  fromLogs,
  type FromLogs,
  type LineChoice,
  type LogEntry,
  type LogQuery,
  type ToLogs,
} from '../model/logProtocol';
import { createLogBuffer } from './logBuffer';

export const LOGS_VIEW = 'ecsTopology.logs';

/** Lines that may wait to be drawn before nothing more is read. */
const BACKLOG = 10 * LOG_BATCH;

/** The view in the panel. It renders; what is tailed is decided elsewhere. */
export interface LogView extends Disposable {
  /** Brings it into view and begins anew under the title. */
  begin(title: string, query: LogQuery): Promise<void>;
  add(lines: readonly LogEntry[]): void;
  /** Resolves when it has drawn most of what it was given, or nobody looks. */
  hasRoom(): Promise<void>;
  notice(text: string): void;
  /** Nothing more comes; why, where it was not asked for. */
  end(reason?: string): void;
  /** What it keeps. */
  readonly lines: readonly LogEntry[];
  readonly title: string;
}

/** What people do in the view. */
export interface LogViewEvents {
  onStop(): void;
  onChoose(): Promise<void>;
  onTail(query: LogQuery): Promise<void>;
  onSave(choice: LineChoice): Promise<void>;
  onOpen(choice: LineChoice): Promise<void>;
  onVisible(visible: boolean): void;
}

export function registerLogView(extensionUri: vscode.Uri, edge: Edge, events: LogViewEvents): LogView {
  const buffer = createLogBuffer();
  const subscriptions = createDisposables();
  let view: vscode.WebviewView | undefined;
  let title = '';
  let query = DEFAULT_QUERY;
  let running = false;
  let notice = '';
  /** Number of the next line that the page gets, and whether it still draws what it got. */
  let next = 0;
  let drawing = true;
  let waiting: (() => void)[] = [];

  const post = (message: ToLogs) => void view?.webview.postMessage(message);
  const hasRoom = () => view?.visible !== true || buffer.end - next < BACKLOG;

  /** The next lines, once the last are drawn: never more than one message a frame. */
  function send(): void {
    if (hasRoom()) {
      const going = waiting;
      waiting = [];
      for (const go of going) go();
    }
    if (drawing || view?.visible !== true) return;
    const batch = buffer.from(next, LOG_BATCH);
    if (batch.lines.length === 0) return;
    next = batch.first + batch.lines.length;
    drawing = true;
    post({ type: 'lines', ...batch });
  }

  /** To a page that knows nothing. */
  function introduce(): void {
    next = 0;
    drawing = false;
    post({ type: 'tail', title, running, query, notice });
    send();
  }

  async function receive(message: FromLogs): Promise<void> {
    switch (message.type) {
      case 'ready':
        introduce();
        return;
      case 'drawn':
        drawing = false;
        send();
        return;
      case 'tail':
        await events.onTail(message.query);
        return;
      case 'save':
        await events.onSave(message.choice);
        return;
      case 'open':
        await events.onOpen(message.choice);
        return;
      case 'command':
        if (message.command === 'stop') events.onStop();
        else if (message.command === 'choose') await events.onChoose();
        else {
          buffer.clear();
          next = buffer.end;
        }
    }
  }

  subscriptions.add(
    vscode.window.registerWebviewViewProvider(LOGS_VIEW, {
      resolveWebviewView(resolved) {
        view = resolved;
        drawing = true;
        const { webview } = resolved;
        const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
        webview.options = { enableScripts: true, localResourceRoots: [folder] };
        const listening = [
          webview.onDidReceiveMessage((raw: unknown) =>
            edge.run('The log view', () => receive(fromLogs.parse(raw))),
          ),
          resolved.onDidChangeVisibility(() => {
            // Its page is gone while it is hidden, and says when there is a new one.
            drawing = true;
            events.onVisible(resolved.visible);
            send();
          }),
        ];
        resolved.onDidDispose(() => {
          for (const one of listening) one.dispose();
          if (view !== resolved) return;
          view = undefined;
          events.onVisible(false);
          send();
        });
        webview.html = pageHtml({
          source: webview.cspSource,
          script: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'logs.js')).toString(),
          style: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'logs.css')).toString(),
          nonce: randomBytes(16).toString('hex'),
          title: 'Logs',
        });
        events.onVisible(resolved.visible);
      },
    }),
  );

  return {
    async begin(nextTitle, nextQuery) {
      buffer.clear();
      title = nextTitle;
      query = nextQuery;
      running = true;
      notice = '';
      next = buffer.end;
      post({ type: 'tail', title, running, query, notice });
      await vscode.commands.executeCommand(`${LOGS_VIEW}.focus`);
    },
    add(lines) {
      buffer.add(lines);
      send();
    },
    hasRoom: () => (hasRoom() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    notice(text) {
      notice = text;
      post({ type: 'notice', text });
    },
    end(reason) {
      running = false;
      notice = reason ?? '';
      post({ type: 'ended', ...(reason !== undefined && { reason }) });
    },
    get lines() {
      return buffer.lines;
    },
    get title() {
      return title;
    },
    dispose: () => subscriptions.dispose(),
  };
}
