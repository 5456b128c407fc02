import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import type { Disposable } from '../host/event';
import { registerCommand } from '../host/vscodeEdge';

const SCHEME = 'ecs-topology-response';
/** Answers that are kept; what is older can no longer be shown. */
const KEPT = 20;

/** Answers of test requests as documents: read-only, gone with the window. */
export interface ResponseDocuments extends Disposable {
  /** Keeps the text; the URI shows it. */
  keep(name: string, text: string): vscode.Uri;
}

export function registerResponseDocuments(edge: Edge): ResponseDocuments {
  const texts = new Map<string, string>();
  let number = 0;
  const registrations = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) =>
        texts.get(uri.path) ?? 'This answer is gone. Send the request again.',
    }),
    registerCommand(edge, 'ecsTopology.showResponse', 'Showing the answer', async (uri) => {
      if (!(uri instanceof vscode.Uri) || uri.scheme !== SCHEME) return;
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, {
        viewColumn: vscode.ViewColumn.Beside,
        preview: true,
        preserveFocus: true,
      });
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
    dispose: () => void registrations.dispose(),
  };
}
