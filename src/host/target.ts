import * as vscode from 'vscode';
import { Cancelled, UserError } from './errors';
import { EDITOR_VIEW_TYPE, fileName, isTopology, TOPOLOGY_GLOB } from './topologyFiles';

/** What a command is about: canvas buttons and tree items say it, from the palette it is the active editor. */
export interface Target {
  readonly uri: vscode.Uri;
  /** Id of a node. */
  readonly node?: string;
  /** Name of a saved request. */
  readonly request?: string;
  /** JSON Pointer into the file. */
  readonly path?: string;
  /** An environment of the topology; null is its base. */
  readonly environment?: string | null;
}

/** Finds the topology that a command is about, asking where there are several. Throws when there is none. */
export async function targetOf(argument: unknown): Promise<Target> {
  const given = readTarget(argument);
  if (given) return given;
  const active = activeTopology();
  if (active) return { uri: active };
  const [first, ...others] = await findTopologies();
  if (first === undefined) {
    throw new UserError('There is no topology in this workspace yet.', [
      { title: 'New topology', command: 'ecsTopology.new' },
    ]);
  }
  if (others.length === 0) return { uri: first };
  const items = [first, ...others].map((uri) => ({
    label: fileName(uri),
    description: vscode.workspace.asRelativePath(uri),
    uri,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Which topology?' });
  if (!picked) throw new Cancelled();
  return { uri: picked.uri };
}

/** The topology in the active editor, as canvas or as text. */
export function activeTopology(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isOurs =
    (input instanceof vscode.TabInputCustom && input.viewType === EDITOR_VIEW_TYPE) ||
    (input instanceof vscode.TabInputText && isTopology(input.uri));
  return isOurs ? input.uri : undefined;
}

/** Whether a canvas of this topology is on screen. */
export function isCanvasVisible(uri: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some(({ activeTab }) => {
    const input = activeTab?.input;
    return (
      input instanceof vscode.TabInputCustom &&
      input.viewType === EDITOR_VIEW_TYPE &&
      input.uri.toString() === uri.toString()
    );
  });
}

/** Every topology of the workspace, by path. */
export async function findTopologies(): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(TOPOLOGY_GLOB, '**/node_modules/**');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Other extensions may run our commands with anything. */
function readTarget(argument: unknown): Target | undefined {
  if (argument instanceof vscode.Uri) return { uri: argument };
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { uri, node, request, path, environment } = argument as Partial<Record<keyof Target, unknown>>;
  if (!(uri instanceof vscode.Uri)) return undefined;
  return {
    uri,
    ...(typeof node === 'string' && { node }),
    ...(typeof request === 'string' && { request }),
    ...(typeof path === 'string' && { path }),
    ...((typeof environment === 'string' || environment === null) && { environment }),
  };
}

/** ARN of the service or task that an entry of the account's tree stands for. */
export function arnIn(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('facts' in argument)) return undefined;
  const { facts } = argument;
  const arn = typeof facts === 'object' && facts !== null && 'arn' in facts ? facts.arn : undefined;
  return typeof arn === 'string' && /:(service|task)\//.test(arn) ? arn : undefined;
}
