import * as vscode from 'vscode';
import type { Profile } from '../aws/connection';
import type { Edge } from '../host/command';
import type { Choice, ConnectionStore, RunningSandbox } from '../host/connection';
import { createDisposables } from '../host/disposables';
import { Cancelled, UserError } from '../host/errors';
import type { Disposable } from '../host/event';
import { registerCommand } from '../host/vscodeEdge';
import { connectionItems, endpointProblem, regionProblem } from './choices';

export interface ConnectionCommands {
  readonly edge: Edge;
  readonly connection: ConnectionStore;
  /** Profiles of the AWS configuration files. */
  listProfiles(): Promise<Profile[]>;
  startSandbox(): Promise<RunningSandbox>;
}

/** `Select connection` and `Start sandbox`. */
export function registerConnectionCommands(dependencies: ConnectionCommands): Disposable {
  const { edge, connection } = dependencies;
  const commands = createDisposables();
  commands.add(
    registerCommand(edge, 'ecsTopology.selectConnection', 'Selecting a connection', async () => {
      requireTrust();
      const [choice, region] = await ask(dependencies);
      await connection.select(choice, region);
      await connect(connection);
    }),
  );
  commands.add(
    registerCommand(edge, 'ecsTopology.startSandbox', 'Starting the sandbox', async () => {
      requireTrust();
      const { url } = await dependencies.startSandbox();
      await connection.select({ kind: 'sandbox' });
      await connect(connection);
      void vscode.window.showInformationMessage(
        `The sandbox is running: a simulated account, in this window only. Its APIs answer at ${url}.`,
      );
    }),
  );
  return commands;
}

/** Opens it at once, so that wrong credentials are said now and the account is shown. */
async function connect(connection: ConnectionStore): Promise<void> {
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'Connecting' },
    async () => {
      await connection.session();
    },
  );
}

async function ask({ connection, listProfiles }: ConnectionCommands): Promise<[Choice, string | undefined]> {
  const { choice, summary } = connection;
  const items = connectionItems(await listProfiles(), choice);
  const picked = await vscode.window.showQuickPick(
    items.map((item) => ({
      ...item,
      ...(item.separator && { kind: vscode.QuickPickItemKind.Separator }),
    })),
    { title: 'Select connection', placeHolder: 'Where to deploy to', matchOnDescription: true },
  );
  if (!picked?.pick) throw new Cancelled();
  switch (picked.pick.kind) {
    case 'region':
      return [choice, await askRegion(summary.region)];
    case 'endpoint': {
      const url = await input({
        title: 'Custom endpoint',
        prompt: 'Address of an emulator, such as http://127.0.0.1:5000. Every call goes there.',
        value: choice.kind === 'endpoint' ? choice.url : 'http://127.0.0.1:5000',
        validateInput: endpointProblem,
      });
      return [{ kind: 'endpoint', url }, undefined];
    }
    case 'aws': {
      const region = picked.pick.region ?? (await askRegion(summary.region));
      const { profile } = picked.pick;
      return [profile === undefined ? { kind: 'aws' } : { kind: 'aws', profile }, region];
    }
    case 'sandbox':
      return [{ kind: 'sandbox' }, undefined];
  }
}

function askRegion(current: string | undefined): Promise<string> {
  return input({
    title: 'Region',
    prompt: 'Used for topologies that name none themselves.',
    value: current ?? 'ap-southeast-1',
    validateInput: regionProblem,
  });
}

async function input(options: vscode.InputBoxOptions): Promise<string> {
  const answer = await vscode.window.showInputBox({ ignoreFocusOut: true, ...options });
  if (answer === undefined) throw new Cancelled();
  return answer.trim();
}

function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError('This workspace is not trusted: no credentials are read and nothing is called.', [
    { title: 'Manage workspace trust', command: 'workbench.trust.manage' },
  ]);
}
