import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import type { Disposable } from '../host/event';
import { UserError } from '../host/errors';
import { registerCommand } from '../host/vscodeEdge';

const SCHEME = 'ecs-topology-response';
/** Answers that are kept; what is older can no longer be shown. */
const KEPT = 20;

/** Answers of test requests as documents: read-only, gone with the window. */
export interface ResponseDocuments extends Disposable {
  /** Keeps the text; the URI shows it. */
  keep(name: string, text: string): vscode.Uri;
  /** More became known of an answer. */
  replace(uri: vscode.Uri, text: string): void;
}

export function registerResponseDocuments(edge: Edge): ResponseDocuments {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  let number = 0;

  async function show(uri: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preview: true,
      preserveFocus: true,
    });
  }

  const registrations = vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) =>
        texts.get(uri.path) ?? 'This answer is gone. Send the request again.',
    }),
    registerCommand(edge, 'ecsTopology.showResponse', 'Showing the answer', async (uri) => {
      if (uri instanceof vscode.Uri && uri.scheme === SCHEME) await show(uri);
    }),
    registerCommand(edge, 'ecsTopology.requestHistory', 'Showing earlier answers', async () => {
      if (texts.size === 0) throw new UserError('No request was sent in this window yet.');
      const items = [...texts].reverse().map(([path, text]) => {
        const [label = '', description = ''] = text.split('\n');
        return { label, description, path };
      });
      const picked = await vscode.window.showQuickPick(items, { title: 'Earlier answers' });
      if (picked) await show(vscode.Uri.from({ scheme: SCHEME, path: picked.path }));
    }),
  );
  return {
    keep(name, text) {
      number += 1;
      const path = `/${number} ${name.replace(/[^\w .-]/g, '_')}.txt`;
      texts.set(path, text);
      const [oldest] = texts.keys();
      if (texts.size > KEPT && oldest !== undefined) texts.delete(oldest);
      return vscode.Uri.from({ scheme: SCHEME, path });
    },
    replace({ path }, text) {
      if (!texts.has(path)) return;
      texts.set(path, text);
      changed.fire(vscode.Uri.from({ scheme: SCHEME, path }));
    },
    dispose: () => void registrations.dispose(),
  };
}
