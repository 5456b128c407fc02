import * as vscode from 'vscode';
import type { TextEdit } from '../model/text/edits';

/** Offsets of a document as VS Code's range. */
export function rangeAt(document: vscode.TextDocument, offset: number, length: number): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** Our text edits as VS Code's. */
export function vscodeEdits(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.TextEdit[] {
  return edits.map(({ offset, length, content }) =>
    vscode.TextEdit.replace(rangeAt(document, offset, length), content),
  );
}
