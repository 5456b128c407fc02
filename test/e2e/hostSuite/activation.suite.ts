import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const id = 'ecs-topology.ecs-topology';

interface Contributions {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension<unknown>(id);
  assert.ok(found, `${id} is not installed`);
  return found;
}

describe('Activation', () => {
  // First, while nothing has asked for it: its duration is what activation takes.
  it('is done', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it('registers every command that the manifest names', async () => {
    const { contributes } = extension().packageJSON as Contributions; // The manifest of our own package.
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  it('gives a content to every view that the manifest names', async () => {
    const { contributes } = extension().packageJSON as Contributions; // As above.
    for (const view of Object.values(contributes.views).flat()) {
      await vscode.commands.executeCommand(`${view.id}.focus`);
    }
  });
});
