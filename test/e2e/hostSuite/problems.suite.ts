import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { original, until } from './support';

/** What is marked in the text, by the code of the problem. */
async function marked(uri: vscode.Uri, code: string): Promise<string[]> {
  const document = await vscode.workspace.openTextDocument(uri);
  return vscode.languages
    .getDiagnostics(uri)
    .filter((diagnostic) => diagnostic.code === code)
    .map(({ range }) => document.getText(range));
}

describe('Problems', () => {
  it('are marked at the value that is wrong', async () => {
    const uri = await original('range', (text) => text.replace('"port": 80', '"port": 99999'));
    await until('there is an error', () =>
      vscode.languages
        .getDiagnostics(uri)
        .some(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
    );
    const document = await vscode.workspace.openTextDocument(uri);
    const [error] = vscode.languages
      .getDiagnostics(uri)
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    assert.equal(error && document.getText(error.range), '99999');
    assert.equal(error?.source, 'ECS Topology');
  });

  it('come with a quick fix where there is one remedy', async () => {
    const uri = await original('fixed', (text) => text.replace('"ANY /users", ', ''));
    await until('the route is marked', async () => (await marked(uri, 'T2')).length === 1);
    assert.deepEqual(await marked(uri, 'T2'), ['"ANY /users/{proxy+}"']);
    const document = await vscode.workspace.openTextDocument(uri);
    const [problem] = vscode.languages.getDiagnostics(uri).filter(({ code }) => code === 'T2');
    assert.ok(problem);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title === 'Add ANY /users');
    assert.ok(fix?.edit, `Not offered: ${actions.map(({ title }) => title).join(', ')}`);
    await vscode.workspace.applyEdit(fix.edit);
    assert.ok(document.getText().includes('"routes": ["ANY /users/{proxy+}", "ANY /users"]'));
    await until('the mark is gone', async () => (await marked(uri, 'T2')).length === 0);
  });

  it('tell of two files with one name', async () => {
    const one = await original('twin-one', (text) => text.replace('"twin-one"', '"twin"'));
    const other = await original('twin-other', (text) => text.replace('"twin-other"', '"twin"'));
    for (const uri of [one, other]) {
      await until('the twin is told', async () => (await marked(uri, 'duplicate-stack')).length === 1);
      assert.deepEqual(await marked(uri, 'duplicate-stack'), ['"twin"']);
    }
  });
});
