import * as vscode from 'vscode';
import type { StatusStore } from '../host/statusStore';
import type { FromWebview } from '../model/protocol';
import type { DocumentSession } from './documentSession';

type CanvasCommand = Extract<FromWebview, { type: 'command' }>;

interface Canvas {
  readonly document: vscode.TextDocument;
  readonly panel: vscode.WebviewPanel;
  readonly session: DocumentSession;
  readonly status: StatusStore;
}

/** Commands of other features that a canvas has buttons for; they get the document, and what the button is about. */
const FEATURE_COMMANDS = {
  plan: 'ecsTopology.plan',
  deploy: 'ecsTopology.deploy',
  destroy: 'ecsTopology.destroy',
  sendRequest: 'ecsTopology.sendRequest',
  tailLogs: 'ecsTopology.tailLogs',
  exec: 'ecsTopology.exec',
  blackBox: 'ecsTopology.blackBox',
  selectConnection: 'ecsTopology.selectConnection',
  startSandbox: 'ecsTopology.startSandbox',
  cancelDeploy: 'ecsTopology.cancelDeploy',
  refresh: 'ecsTopology.refresh',
  selectEnvironment: 'ecsTopology.selectEnvironment',
  copyInvokeUrl: 'ecsTopology.copyInvokeUrl',
  openText: 'ecsTopology.openAsText',
  revealInText: 'ecsTopology.openAsText',
} as const satisfies Partial<Record<CanvasCommand['command'], string>>;

/** Runs a button or key of a canvas on the document of that canvas. */
export async function runCanvasCommand(message: CanvasCommand, canvas: Canvas): Promise<void> {
  const { document, panel, session } = canvas;
  // What was sent before the command is written before it runs.
  await session.settled();
  switch (message.command) {
    case 'undo':
    case 'redo':
      // VS Code's commands act on the active editor, so a page that lost the focus meanwhile must not undo elsewhere.
      if (await isActive(panel)) await vscode.commands.executeCommand(message.command);
      return;
    case 'save':
      await document.save();
      return;
    default:
      await vscode.commands.executeCommand(FEATURE_COMMANDS[message.command], {
        uri: document.uri,
        ...(message.node !== undefined && { node: message.node }),
        ...(message.request !== undefined && { request: message.request }),
        ...(message.task !== undefined && { facts: { arn: message.task } }),
        ...(message.path !== undefined && { path: message.path }),
        ...(message.environment !== undefined && { environment: message.environment }),
      });
  }
}

/** Milliseconds in which VS Code says that a panel became the active editor. */
const ACTIVE_SOON = 1000;

/** A click into a page and the first key there come faster than VS Code's word that it is the active editor now. */
function isActive(panel: vscode.WebviewPanel): Promise<boolean> {
  if (panel.active) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (active: boolean) => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(active);
    };
    const timer = setTimeout(finish, ACTIVE_SOON, false);
    const subscription = vscode.Disposable.from(
      panel.onDidChangeViewState(() => panel.active && finish(true)),
      panel.onDidDispose(() => finish(false)),
    );
  });
}
