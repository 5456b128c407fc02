import * as vscode from 'vscode';
import type { Registry } from '../kinds/index';
import type { Edit } from '../model/edit';
import type { JsonValue } from '../model/json';
import { textEditsOf } from '../model/textEditsOf';
import { vscodeEdits } from './ranges';

/**
 * Writes an edit of a file into its document, as one step to undo; nobody saves it but the person. False where the
 * document is not what it was when the edit was made.
 */
export async function writeEdit(
  uri: vscode.Uri,
  file: JsonValue,
  edit: Edit,
  registry: Registry,
): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edits = textEditsOf(document.getText(), file, [edit], registry);
  if (!edits) return false;
  const write = new vscode.WorkspaceEdit();
  write.set(uri, vscodeEdits(document, edits));
  return vscode.workspace.applyEdit(write);
}
