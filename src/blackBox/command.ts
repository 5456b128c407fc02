import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import type { Disposable } from '../host/event';
import type { Stacks } from '../host/stacks';
import { targetOf } from '../host/target';
import { registerCommand } from '../host/vscodeEdge';

/** `Gather black box`: what AWS soon forgets about a stack, in an untitled document that can be saved or sent. */
export function registerBlackBox(dependencies: { readonly edge: Edge; readonly stacks: Stacks }): Disposable {
  const { edge, stacks } = dependencies;
  return registerCommand(edge, 'ecsTopology.blackBox', 'Gathering the black box', async (argument) => {
    const { uri } = await targetOf(argument);
    const { prepared, session } = await stacks.open(uri);
    const { gatherBlackBox } = await import('../live/blackBox');
    const content = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Gathering the black box of ${prepared.stack}`,
        cancellable: true,
      },
      (_progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        return gatherBlackBox(session, prepared, { signal: abort.signal });
      },
    );
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preview: false,
    });
  });
}
