import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { TEMPLATES, templateText } from '../../../src/model/templates';

/** A file of the workspace. */
export function uriOf(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'The window has no folder');
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Writes the original chain as `<name>.topology.json`, changed as told. */
export async function original(name: string, change = (text: string) => text): Promise<vscode.Uri> {
  const [template] = TEMPLATES;
  assert.ok(template);
  const uri = uriOf(`${name}.topology.json`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(change(templateText(template, name))));
  return uri;
}

/** Milliseconds in which VS Code does what it was asked for. */
const SOON = 15_000;

/** Asks again and again; VS Code does not say when it is done. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + SOON;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Not within ${SOON / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
