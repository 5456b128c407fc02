import * as vscode from 'vscode';
import type { ConnectionStore } from '../host/connection';
import { createDisposables } from '../host/disposables';
import type { Disposable } from '../host/event';
import { statusBarText } from './statusBarText';

/** Where this window deploys to, at the left of the status bar; pressing it chooses another. */
export function registerStatusBar(connection: ConnectionStore): Disposable {
  const subscriptions = createDisposables();
  const item = subscriptions.add(
    vscode.window.createStatusBarItem('ecsTopology.connection', vscode.StatusBarAlignment.Left, 0),
  );
  item.name = 'ECS Topology connection';
  item.command = 'ecsTopology.selectConnection';
  const show = () => {
    const { text, tooltip } = statusBarText(connection.summary, vscode.workspace.isTrusted);
    Object.assign(item, { text, tooltip });
  };
  subscriptions.add(connection.onDidChange(show));
  subscriptions.add(vscode.workspace.onDidGrantWorkspaceTrust(show));
  show();
  item.show();
  return subscriptions;
}
