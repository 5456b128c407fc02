import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import { createDisposables } from '../host/disposables';
import type { Disposable } from '../host/event';
import { pageHtml } from '../host/pageHtml';
import { fromLogs, type FromLogs, type LogEntry, type ToLogs } from '../model/logProtocol';
import { createLogBuffer } from './logBuffer';

export const LOGS_VIEW = 'ecsTopology.logs';

/** The view in the panel. It renders; what is tailed is decided elsewhere. */
export interface LogView extends Disposable {
  /** Brings it into view and begins anew under the title. */
  begin(title: string): Promise<void>;
  add(lines: readonly LogEntry[]): void;
  /** Nothing more comes; why, where it was not asked for. */
  end(reason?: string): void;
}

type Command = Extract<FromLogs, { type: 'command' }>['command'];

export function registerLogView(
  extensionUri: vscode.Uri,
  edge: Edge,
  onCommand: (command: Exclude<Command, 'clear'>) => void,
): LogView {
  const buffer = createLogBuffer();
  const subscriptions = createDisposables();
  let view: vscode.WebviewView | undefined;
  let title = '';
  let running = false;
  const post = (message: ToLogs) => void view?.webview.postMessage(message);

  subscriptions.add(
    vscode.window.registerWebviewViewProvider(LOGS_VIEW, {
      resolveWebviewView(resolved) {
        view = resolved;
        const { webview } = resolved;
        const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
        webview.options = { enableScripts: true, localResourceRoots: [folder] };
        const messages = webview.onDidReceiveMessage((raw: unknown) =>
          edge.run('The log view', () => {
            const message = fromLogs.parse(raw);
            if (message.type === 'ready') post({ type: 'tail', title, running, lines: buffer.lines });
            else if (message.command === 'clear') buffer.clear();
            else onCommand(message.command);
          }),
        );
        resolved.onDidDispose(() => {
          messages.dispose();
          if (view === resolved) view = undefined;
        });
        webview.html = pageHtml({
          source: webview.cspSource,
          script: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'logs.js')).toString(),
          style: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'logs.css')).toString(),
          nonce: randomBytes(16).toString('hex'),
          title: 'Logs',
        });
      },
    }),
  );

  return {
    async begin(next) {
      buffer.clear();
      title = next;
      running = true;
      post({ type: 'tail', title, running, lines: [] });
      await vscode.commands.executeCommand(`${LOGS_VIEW}.focus`);
    },
    add(lines) {
      buffer.add(lines);
      post({ type: 'lines', lines });
    },
    end(reason) {
      running = false;
      post({ type: 'ended', ...(reason !== undefined && { reason }) });
    },
    dispose: () => subscriptions.dispose(),
  };
}
