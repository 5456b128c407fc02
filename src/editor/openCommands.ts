import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import { createDisposables } from '../host/disposables';
import type { Disposable } from '../host/event';
import { targetOf } from '../host/target';
import { EDITOR_VIEW_TYPE } from '../host/topologyFiles';
import { registerCommand } from '../host/vscodeEdge';
import { locate, parseText } from '../model/text/parse';
import type { Canvases } from './topologyEditor';

/** Open as text, open as canvas, reveal a node on the canvas. */
export function registerOpenCommands(edge: Edge, canvases: Canvases): Disposable {
  const commands = createDisposables();
  commands.add(
    registerCommand(edge, 'ecsTopology.openAsText', 'Opening as text', async (argument) => {
      const { uri, path } = await targetOf(argument);
      const document = await vscode.workspace.openTextDocument(uri);
      const editor = await vscode.window.showTextDocument(document, {
        viewColumn: path === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside,
        preview: false,
      });
      if (path !== undefined) select(editor, path);
    }),
  );
  commands.add(
    registerCommand(edge, 'ecsTopology.openAsCanvas', 'Opening the canvas', async (argument) => {
      await openCanvas((await targetOf(argument)).uri);
    }),
  );
  commands.add(
    registerCommand(edge, 'ecsTopology.revealOnCanvas', 'Showing the node', async (argument) => {
      const { uri, node } = await targetOf(argument);
      if (node !== undefined) canvases.reveal(uri, node);
      await openCanvas(uri);
    }),
  );
  return commands;
}

/** Opens or focuses the canvas of a topology. */
export async function openCanvas(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, EDITOR_VIEW_TYPE);
}

function select(editor: vscode.TextEditor, path: string): void {
  const { document } = editor;
  const parsed = parseText(document.getText());
  if (!parsed.ok) return;
  const { offset, length, keyOffset } = locate(parsed.tree, path);
  const start = document.positionAt(keyOffset ?? offset);
  editor.selection = new vscode.Selection(start, document.positionAt(offset + length));
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
