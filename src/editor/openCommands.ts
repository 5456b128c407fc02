import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import { createDisposables } from '../host/disposables';
import type { Disposable } from '../host/event';
import { targetOf } from '../host/target';
import { EDITOR_VIEW_TYPE } from '../host/topologyFiles';
import { registerCommand } from '../host/vscodeEdge';
import { locate, parseText } from '../model/text/parse';
import { spotAt, type TextSpot } from '../model/text/spot';
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
      const spot = node === undefined ? spotAtCursor(uri) : { node };
      if (spot) canvases.reveal(uri, spot);
      await openCanvas(uri, columnOfCanvas(uri));
    }),
  );
  return commands;
}

/** Opens or focuses the canvas of a topology, in the active group unless another is named. */
export async function openCanvas(uri: vscode.Uri, column?: vscode.ViewColumn): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, EDITOR_VIEW_TYPE, column);
}

/** What the text cursor stands in, where the file is open as text. */
function spotAtCursor(uri: vscode.Uri): TextSpot | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.document.uri.toString() !== uri.toString()) return undefined;
  return spotAt(editor.document.getText(), editor.document.offsetAt(editor.selection.active));
}

/** The group that shows the canvas of a topology, such as one beside its text. */
function columnOfCanvas(uri: vscode.Uri): vscode.ViewColumn | undefined {
  return vscode.window.tabGroups.all.find(({ activeTab }) => {
    const input = activeTab?.input;
    return (
      input instanceof vscode.TabInputCustom &&
      input.viewType === EDITOR_VIEW_TYPE &&
      input.uri.toString() === uri.toString()
    );
  })?.viewColumn;
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
