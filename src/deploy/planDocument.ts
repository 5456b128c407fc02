import * as vscode from 'vscode';
import type { Disposable } from '../host/event';

export const PLAN_SCHEME = 'ecs-topology-plan';

/** Plans as documents: read-only, gone with the window. */
export interface PlanDocuments extends Disposable {
  /** Shows the text beside the canvas, in place of the last plan of this stack. */
  show(stack: string, text: string): Promise<void>;
}

export function registerPlanDocuments(): PlanDocuments {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const registration = vscode.workspace.registerTextDocumentContentProvider(PLAN_SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.path) ?? 'This plan is gone. Plan again.',
  });
  return {
    async show(stack, text) {
      const uri = vscode.Uri.from({ scheme: PLAN_SCHEME, path: `/${stack.replaceAll('/', '-')}.plan` });
      texts.set(uri.path, text);
      changed.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, {
        viewColumn: vscode.ViewColumn.Beside,
        preview: true,
        preserveFocus: true,
      });
    },
    dispose() {
      registration.dispose();
      changed.dispose();
    },
  };
}
