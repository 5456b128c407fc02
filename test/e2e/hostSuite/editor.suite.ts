import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { original, until, uriOf } from './support';

describe('The editor', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is what a topology opens in', async () => {
    const uri = await original('opened');
    await vscode.commands.executeCommand('vscode.open', uri);
    await until('the canvas is the active tab', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom && input.viewType === 'ecsTopology.editor';
    });
  });

  it('leaves other JSON files alone', async () => {
    const uri = uriOf('package.json');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('{}\n'));
    await vscode.commands.executeCommand('vscode.open', uri);
    await until('the text editor is the active tab', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputText && input.uri.path.endsWith('package.json');
    });
  });

  it('opens as text and as topology again', async () => {
    const uri = await original('both');
    await vscode.commands.executeCommand('vscode.open', uri);
    await vscode.commands.executeCommand('ecsTopology.openAsText', uri);
    await until(
      'the text has the cursor',
      () => vscode.window.activeTextEditor?.document.uri.path === uri.path,
    );
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'jsonc');
    await vscode.commands.executeCommand('ecsTopology.openAsCanvas', uri);
    await until(
      'the canvas is the active tab',
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom,
    );
  });

  it('completes the kinds that a node may be of in the text, by the schema', async () => {
    const uri = await original('schema', (text) => text.replace('"ecsCluster"', '""'));
    const document = await vscode.workspace.openTextDocument(uri);
    const at = document.positionAt(document.getText().indexOf('"kind": ""') + '"kind": "'.length);
    await until('the schema is known', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        at,
      );
      const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return ['apiGateway', 'ecsCluster', 'cloudMap'].every((kind) => labels.includes(`"${kind}"`));
    });
  });
});
