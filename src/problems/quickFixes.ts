import * as vscode from 'vscode';
import type { Disposable } from '../host/event';
import { rangeAt, vscodeEdits } from '../host/ranges';
import { isTopology, whyReadOnly, type TopologyReader } from '../host/topologyFiles';
import type { Registry } from '../kinds/index';
import { textEditsOf } from '../model/textEditsOf';

/** Offers the remedy of a problem as a quick fix, in the text. The canvas sends the same edits by itself. */
export function registerQuickFixes(read: TopologyReader, registry: Registry): Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { pattern: '**/*.topology.json' },
    {
      provideCodeActions(document, range, context) {
        if (!isTopology(document.uri) || whyReadOnly(document) !== undefined) return [];
        const { value, problems } = read(document);
        if (value === undefined) return [];
        return problems.flatMap((problem): vscode.CodeAction[] => {
          const { fix, offset, length, code, message } = problem;
          if (!fix || !rangeAt(document, offset, length).intersection(range)) return [];
          const edits = textEditsOf(document.getText(), value, fix.edits, registry);
          if (!edits?.length) return [];
          const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
          action.edit = new vscode.WorkspaceEdit();
          action.edit.set(document.uri, vscodeEdits(document, edits));
          action.diagnostics = context.diagnostics.filter(
            (diagnostic) => diagnostic.code === code && diagnostic.message === message,
          );
          action.isPreferred = true;
          return [action];
        });
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}
