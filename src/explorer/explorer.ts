import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import type { ConnectionStore } from '../host/connection';
import { createDisposables } from '../host/disposables';
import type { Environments } from '../host/environments';
import { UserError } from '../host/errors';
import type { Disposable } from '../host/event';
import type { StatusStore } from '../host/statusStore';
import { findTopologies } from '../host/target';
import { TOPOLOGY_GLOB, type TopologyReader } from '../host/topologyFiles';
import { registerCommand } from '../host/vscodeEdge';
import type { Registry } from '../kinds/index';
import { createAftermath } from './aftermath';
import { createChildren } from './children';
import { registerServiceCommands } from './serviceCommands';
import { contextOf, hasChildren, keyOf, type ExplorerItem, type Facts } from './items';
import { createListed } from './listed';
import { lookOf } from './look';

export interface ExplorerDependencies {
  readonly edge: Edge;
  readonly registry: Registry;
  readonly read: TopologyReader;
  readonly connection: ConnectionStore;
  readonly status: StatusStore;
  readonly environments: Environments;
}

/** The view of the sidebar: what the workspace draws, what the account holds. */
export function registerExplorer(dependencies: ExplorerDependencies): Disposable {
  const { edge, registry, read, connection, status, environments } = dependencies;
  const subscriptions = createDisposables();
  const changed = subscriptions.add(new vscode.EventEmitter<ExplorerItem | undefined>());
  const children = createChildren({
    registry,
    connection,
    status,
    environments,
    findTopologies,
    document: async (uri) => read(await vscode.workspace.openTextDocument(uri)).value,
    welcome: (why) => void vscode.commands.executeCommand('setContext', 'ecsTopology.welcome', why),
  });
  const listed = createListed(children, {
    isShown: () => view.visible,
    changed: (parent) => changed.fire(parent),
  });
  let filterText = '';

  const view = subscriptions.add(
    vscode.window.createTreeView('ecsTopology.explorer', {
      showCollapseAll: true,
      treeDataProvider: {
        onDidChangeTreeData: changed.event,
        getTreeItem: (item) => treeItem(item, { connection, status }),
        getChildren: (parent) => listed.give(parent),
      },
    }),
  );

  const watches = watchExpanded(view, status);
  subscriptions.add(watches);
  const refresh = () => {
    listed.forget();
    changed.fire(undefined);
  };
  subscriptions.add(
    status.onDidChange((key) => {
      if (!view.visible) return;
      const item = key === undefined ? undefined : listed.entry(`topology ${key}`);
      if (item) changed.fire(item);
    }),
  );
  subscriptions.add(
    connection.onDidChange(() => {
      aftermath.dispose();
      refresh();
    }),
  );
  const watcher = subscriptions.add(vscode.workspace.createFileSystemWatcher(TOPOLOGY_GLOB));
  // Only what is drawn: the account's lists cost calls, and are read again when somebody asks.
  const refreshTopologies = () => changed.fire(listed.entry('topologies'));
  for (const event of [watcher.onDidCreate, watcher.onDidDelete, watcher.onDidChange]) {
    subscriptions.add(event(refreshTopologies));
  }
  subscriptions.add(view.onDidChangeVisibility(({ visible }) => visible && refreshTopologies()));

  subscriptions.add(
    registerCommand(edge, 'ecsTopology.refresh', 'Refreshing', () => {
      children.reset();
      status.refresh();
      refresh();
    }),
  );
  subscriptions.add(
    registerCommand(edge, 'ecsTopology.loadMore', 'Loading more', (parent) => {
      // Only our own entries carry this command.
      const item = parent as ExplorerItem;
      children.more(item);
      changed.fire(item);
    }),
  );
  const show = (text: string) => {
    children.filter(text);
    view.message = text === '' ? undefined : `Shown: ${text}`;
    void vscode.commands.executeCommand('setContext', 'ecsTopology.filtering', text !== '');
    filterText = text;
    refresh();
  };
  subscriptions.add(
    registerCommand(edge, 'ecsTopology.filter', 'Filtering', async () => {
      const text = await vscode.window.showInputBox({
        title: 'Filter topologies',
        prompt: 'A part of a name, an id or a state. Empty shows everything.',
        value: filterText,
      });
      if (text !== undefined) show(text.trim());
    }),
  );
  subscriptions.add(registerCommand(edge, 'ecsTopology.clearFilter', 'Filtering', () => show('')));
  const aftermath = subscriptions.add(
    createAftermath<string>(
      (cluster) => {
        if (view.visible) void edge.quietly('Reading the account', () => listed.again(isIn(cluster)));
      },
      (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    ),
  );
  subscriptions.add(
    registerServiceCommands({
      ...dependencies,
      changed: ({ cluster }, pace) => aftermath.begin(cluster, pace),
    }),
  );
  for (const [id, fact] of [
    ['ecsTopology.copyName', 'name'],
    ['ecsTopology.copyArn', 'arn'],
    ['ecsTopology.copyUrl', 'url'],
  ] as const) {
    subscriptions.add(registerCommand(edge, id, 'Copying', (item) => copy(item, fact)));
  }
  return subscriptions;
}

/** The lists of the account in which the services and tasks of a cluster stand, by its name. */
function isIn(cluster: string): (parent: ExplorerItem) => boolean {
  return (parent) => {
    if (parent.kind === 'list') return parent.list === 'clusters';
    if (parent.kind !== 'thing') return false;
    const { thing } = parent;
    if (thing.kind === 'cluster') return thing.name === cluster;
    return thing.kind === 'service' && parent.cluster?.endsWith(`/${cluster}`) === true;
  };
}

/** Topologies that are open in the tree are polled for as long as the view is visible. */
function watchExpanded(view: vscode.TreeView<ExplorerItem>, status: StatusStore): Disposable {
  const expanded = new Set<string>();
  const watches = new Map<string, Disposable>();
  const update = () => {
    for (const key of expanded) {
      if (view.visible && !watches.has(key)) watches.set(key, status.watch(key, 'tree'));
    }
    for (const [key, watch] of watches) {
      if (view.visible && expanded.has(key)) continue;
      watch.dispose();
      watches.delete(key);
    }
  };
  return vscode.Disposable.from(
    view.onDidExpandElement(({ element }) => {
      if (element.kind === 'topology') expanded.add(element.uri.toString());
      update();
    }),
    view.onDidCollapseElement(({ element }) => {
      if (element.kind === 'topology') expanded.delete(element.uri.toString());
      update();
    }),
    view.onDidChangeVisibility(update),
    { dispose: () => watches.forEach((watch) => watch.dispose()) },
  );
}

const OPEN = new Set(['connection', 'topologies']);

function treeItem(
  item: ExplorerItem,
  { connection, status }: Pick<ExplorerDependencies, 'connection' | 'status'>,
): vscode.TreeItem {
  const { label, description, tooltip, icon, color } = lookOf(item, {
    connection: connection.summary,
    report: (uri) => status.report(uri),
    stale: (uri) => status.message(uri).stale,
  });
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const state = !hasChildren(item) ? None : OPEN.has(keyOf(item)) ? Expanded : Collapsed;
  const entry = new vscode.TreeItem(label, state);
  entry.id = keyOf(item);
  entry.contextValue = contextOf(item);
  if (description !== undefined) entry.description = description;
  if (tooltip !== undefined) entry.tooltip = tooltip;
  if (icon !== undefined) {
    entry.iconPath = new vscode.ThemeIcon(
      icon,
      color === undefined ? undefined : new vscode.ThemeColor(color),
    );
  }
  const command = commandOf(item);
  if (command) entry.command = command;
  return entry;
}

function commandOf(item: ExplorerItem): vscode.Command | undefined {
  switch (item.kind) {
    case 'topology':
      return { title: 'Show as topology', command: 'ecsTopology.openAsCanvas', arguments: [item] };
    case 'node':
      return { title: 'Reveal on canvas', command: 'ecsTopology.revealOnCanvas', arguments: [item] };
    case 'more':
      return { title: 'Load more', command: 'ecsTopology.loadMore', arguments: [item.parent] };
    case 'failure': {
      const [action] = item.actions;
      return action && { title: action.title, command: action.command, arguments: [...(action.args ?? [])] };
    }
    default:
      return undefined;
  }
}

async function copy(item: unknown, fact: keyof Facts): Promise<void> {
  // The menu hands over our own entry; anybody else may hand over anything.
  const value: unknown = (item as { facts?: Facts } | undefined)?.facts?.[fact];
  if (typeof value !== 'string') throw new UserError('Choose what to copy in the explorer.');
  await vscode.env.clipboard.writeText(value);
  vscode.window.setStatusBarMessage(`Copied ${value}`, 3000);
}
