import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import { createDisposables } from '../host/disposables';
import type { Environments } from '../host/environments';
import { UserError } from '../host/errors';
import type { Disposable } from '../host/event';
import { pickEnvironment } from '../host/pickEnvironment';
import type { Stacks } from '../host/stacks';
import type { StatusStore } from '../host/statusStore';
import { activeTopology, targetOf } from '../host/target';
import { fileName, type TopologyReader } from '../host/topologyFiles';
import { registerCommand } from '../host/vscodeEdge';
import { environmentsOf } from '../model/environment';

/** Tells in the status bar which environment of the active topology commands work on; pressing it chooses another. */
export function registerShownEnvironment(dependencies: {
  readonly edge: Edge;
  readonly read: TopologyReader;
  readonly stacks: Stacks;
  readonly status: StatusStore;
  readonly environments: Environments;
}): Disposable {
  const { edge, read, stacks, status, environments } = dependencies;
  const subscriptions = createDisposables();
  const item = subscriptions.add(
    vscode.window.createStatusBarItem('ecsTopology.environment', vscode.StatusBarAlignment.Left, -1),
  );
  item.name = 'ECS Topology environment';
  item.command = 'ecsTopology.selectEnvironment';

  async function show(): Promise<void> {
    const uri = activeTopology();
    const file = uri && read(await vscode.workspace.openTextDocument(uri)).value;
    // Opening takes a moment, in which another editor may have become the active one.
    if (activeTopology()?.toString() !== uri?.toString()) return;
    if (!uri || environmentsOf(file).length === 0) return item.hide();
    const shown = environments.shown(uri.toString(), file);
    item.text = `$(layers) ${shown ?? 'base'}`;
    item.tooltip = `Commands on ${fileName(uri)} work on ${shown === undefined ? 'its base' : `its environment ${shown}`}. Press to select another.`;
    item.show();
  }
  const refresh = () => void edge.quietly('Showing the environment', show);

  subscriptions.add(vscode.window.tabGroups.onDidChangeTabs(refresh));
  subscriptions.add(vscode.window.tabGroups.onDidChangeTabGroups(refresh));
  subscriptions.add(
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() === activeTopology()?.toString()) refresh();
    }),
  );
  subscriptions.add(environments.onDidChange(refresh));
  subscriptions.add(
    registerCommand(edge, 'ecsTopology.selectEnvironment', 'Selecting the environment', async (argument) => {
      const { uri, environment } = await targetOf(argument);
      const file = await stacks.document(uri);
      if (environmentsOf(file).length === 0) {
        throw new UserError(`${fileName(uri)} has no environments. Write them into the file first.`, [
          { title: 'Open as text', command: 'ecsTopology.openAsText', args: [uri] },
        ]);
      }
      if (status.message(uri.toString()).run) {
        throw new UserError('A deploy or destroy of this topology is running. Wait for it, or cancel it.');
      }
      if (environment === undefined) await pickEnvironment(environments, uri, file, 'Select environment');
      else environments.show(uri.toString(), environment ?? undefined);
    }),
  );
  refresh();
  return subscriptions;
}
