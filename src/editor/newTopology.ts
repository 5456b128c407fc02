import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import { Cancelled, UserError } from '../host/errors';
import type { Disposable } from '../host/event';
import { registerCommand } from '../host/vscodeEdge';
import { idProblem } from '../model/changes';
import { templateText, TEMPLATES } from '../model/templates';
import { openCanvas } from './openCommands';

/** `New topology`: asks for a template, a folder where there are several, and a name; writes the file and opens it. */
export function registerNewTopology(edge: Edge): Disposable {
  return registerCommand(edge, 'ecsTopology.new', 'Making a topology', async (argument) => {
    const template = await vscode.window.showQuickPick(
      TEMPLATES.map((one) => ({ label: one.title, detail: one.description, template: one })),
      { title: 'New topology', placeHolder: 'What to begin with' },
    );
    if (!template) throw new Cancelled();
    const folder = await folderOf(argument);
    const taken = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
    const name = await vscode.window.showInputBox({
      title: 'New topology',
      prompt: 'Name of the topology and of its file; it owns what is deployed.',
      placeHolder: 'microservices',
      value: freeName('microservices', taken),
      validateInput: (value) =>
        idProblem(value, () => false) ??
        (taken.has(`${value}.topology.json`)
          ? `There is a file of this name already: ${value}.topology.json`
          : undefined),
    });
    if (name === undefined) throw new Cancelled();
    const uri = vscode.Uri.joinPath(folder, `${name}.topology.json`);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(templateText(template.template, name)));
    await openCanvas(uri);
  });
}

/** The folder that was clicked on, the only one of the workspace, or one that is asked for. */
async function folderOf(argument: unknown): Promise<vscode.Uri> {
  if (argument instanceof vscode.Uri) {
    const { type } = await vscode.workspace.fs.stat(argument);
    return type & vscode.FileType.Directory ? argument : vscode.Uri.joinPath(argument, '..');
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 1 && folders[0]) return folders[0].uri;
  if (folders.length > 1) {
    const folder = await vscode.window.showWorkspaceFolderPick({ placeHolder: 'Where to put the file' });
    if (!folder) throw new Cancelled();
    return folder.uri;
  }
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: 'Where to put the topology',
      openLabel: 'Choose folder',
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (!chosen) throw new Cancelled();
  if (vscode.workspace.fs.isWritableFileSystem(chosen.scheme) === false) {
    throw new UserError(`Nothing can be written to this place: ${chosen.toString()}`);
  }
  return chosen;
}

function freeName(stem: string, taken: ReadonlySet<string>): string {
  let name = stem;
  for (let number = 2; taken.has(`${name}.topology.json`); number += 1) name = `${stem}-${number}`;
  return name;
}
