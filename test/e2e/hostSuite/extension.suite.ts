// Runs inside the extension host, in the server of the other tests and in desktop VS Code alike.
import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import * as vscode from 'vscode';

const CHAIN = `{
  // what a person wrote
  "version": 1,
  "name": "shop",
  "nodes": {
    "api": { "kind": "apiGatway" },
    "link": { "kind": "vpcLink" }
  },
  "edges": [{ "from": "api", "to": "link" }]
}
`;

async function newFile(name: string, text: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  ok(folder, 'The suite needs a workspace folder.');
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

/** Asks until there is an answer; the test's own limit ends a wait in vain. */
async function eventually<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Our own diagnostics; VS Code's JSON service has its own source. */
function ours(uri: vscode.Uri): vscode.Diagnostic[] | undefined {
  const found = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'ECS Topology');
  return found.length > 0 ? found : undefined;
}

describe('the extension', () => {
  it('has every command that others rely on', async () => {
    const extension = vscode.extensions.getExtension('ecs-topology.ecs-topology');
    ok(extension);
    await extension.activate();
    const known = new Set(await vscode.commands.getCommands(true));
    const promised = [
      'new',
      'plan',
      'deploy',
      'destroy',
      'refresh',
      'tailLogs',
      'sendRequest',
      'startSandbox',
      'selectConnection',
    ];
    deepStrictEqual(
      promised.filter((name) => !known.has(`ecsTopology.${name}`)),
      [],
    );
  });

  it('opens a topology on the canvas', async () => {
    const uri = await newFile('canvas.topology.json', CHAIN);
    await vscode.commands.executeCommand('vscode.open', uri);
    const input = await eventually(() => {
      const tab = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return tab instanceof vscode.TabInputCustom ? tab : undefined;
    });
    strictEqual(input.viewType, 'ecsTopology.editor');
    strictEqual((await vscode.workspace.openTextDocument(uri)).isDirty, false);
  });

  it('marks a fault at its place and mends it by a quick fix, comments untouched', async () => {
    const uri = await newFile('faulty.topology.json', CHAIN);
    const document = await vscode.workspace.openTextDocument(uri);
    strictEqual(document.languageId, 'jsonc');
    const problem = await eventually(() => ours(uri)?.find(({ message }) => message.includes('apiGateway')));
    strictEqual(document.getText(problem.range), '"apiGatway"');
    strictEqual(problem.severity, vscode.DiagnosticSeverity.Error);

    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title.includes('apiGateway'));
    ok(fix?.edit);
    ok(await vscode.workspace.applyEdit(fix.edit));
    strictEqual(document.getText(), CHAIN.replace('apiGatway', 'apiGateway'));
    await eventually(() =>
      ours(uri)?.some(({ message }) => message.includes('apiGatway')) ? undefined : true,
    );
  });

  it('says what an unreadable file lacks', async () => {
    const uri = await newFile('unreadable.topology.json', '{ "version": 1, ');
    await vscode.workspace.openTextDocument(uri);
    const [problem] = await eventually(() => ours(uri));
    ok(problem);
    ok(/Line 1/.test(problem.message), problem.message);
  });
});
