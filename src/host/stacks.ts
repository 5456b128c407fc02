import * as vscode from 'vscode';
import type { Registry } from '../kinds/index';
import { inEnvironment } from '../model/environment';
import { isObject, type JsonValue } from '../model/json';
import type { Problem } from '../model/problem';
import type { ConnectionStore } from './connection';
import type { Environments } from './environments';
import { SELECT_CONNECTION, UserError, type Action } from './errors';
import type { OpenStack } from './openStack';
import { pickEnvironment } from './pickEnvironment';
import { fileName, type TopologyReader } from './topologyFiles';

/** Opens topologies for the features: read, validated, with a session in the region that the file names. */
export interface Stacks {
  /** Writes what is typed and not saved. Throws when it cannot be saved. */
  save(uri: vscode.Uri): Promise<void>;
  /** What the file says. Throws a sentence when it does not parse. */
  document(uri: vscode.Uri): Promise<JsonValue>;
  /** Asks which of the file's environments a command is about, where it has some; that one is shown from then on. */
  choose(uri: vscode.Uri, title: string): Promise<string | undefined>;
  /** The base, or the environment that is shown. */
  open(uri: vscode.Uri, signal?: AbortSignal): Promise<OpenStack>;
}

export function createStacks(dependencies: {
  readonly registry: Registry;
  readonly read: TopologyReader;
  readonly connection: ConnectionStore;
  readonly environments: Environments;
  /** Writes what is typed into fields and not yet in the document. */
  writeDrafts(uri: vscode.Uri): Promise<void>;
}): Stacks {
  const { registry, read, connection, environments } = dependencies;
  /** What is looked at every few seconds is validated once. */
  const opened = new WeakMap<object, OpenStack & { readonly environment: string | undefined }>();

  async function document(uri: vscode.Uri): Promise<JsonValue> {
    const { value, reason } = read(await vscode.workspace.openTextDocument(uri));
    if (value === undefined) {
      throw new UserError(`${fileName(uri)} cannot be used until it is mended. ${reason}`, showProblems(uri));
    }
    return value;
  }

  return {
    document,
    choose: async (uri, title) => pickEnvironment(environments, uri, await document(uri), title),
    async save(uri) {
      await dependencies.writeDrafts(uri);
      const open = await vscode.workspace.openTextDocument(uri);
      if (open.isDirty && !(await open.save())) {
        throw new UserError(`${fileName(uri)} could not be saved; nothing was changed in the account.`);
      }
    },
    async open(uri, signal) {
      const file = await document(uri);
      const environment = environments.shown(uri.toString(), file);
      const { prepare, regionOf } = await import('../live/prepare');
      const asked = regionOf(inEnvironment(file, environment));
      const known = isObject(file) ? opened.get(file) : undefined;
      if (known?.environment === environment && known?.session === (await connection.session(asked, signal)))
        return known;
      // Before any call: a document with errors needs no connection to be refused.
      const early = prepare(file, registry, { region: asked ?? 'us-east-1', environment });
      if (!early.ok) throw refusal(uri, early.problems);
      const session = await connection.session(asked, signal);
      const prepared = prepare(file, registry, {
        region: session.region,
        account: session.identity.account,
        environment,
      });
      if (!prepared.ok) throw refusal(uri, prepared.problems);
      const stack = { prepared: prepared.value, session };
      if (isObject(file)) opened.set(file, { ...stack, environment });
      return stack;
    },
  };
}

/** Says how many errors there are, and the first. */
export function refusal(uri: vscode.Uri, problems: readonly Problem[]): UserError {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const count = errors.length === 1 ? '' : ` (the first of ${errors.length} errors)`;
  const place = errors[0]?.node === undefined ? '' : `${errors[0].node}: `;
  const isElsewhere = errors[0]?.code === 'wrong-account' || errors[0]?.code === 'wrong-region';
  return new UserError(
    `${fileName(uri)} cannot be planned. ${place}${errors[0]?.message ?? ''}${count}`,
    isElsewhere ? [SELECT_CONNECTION] : showProblems(uri),
  );
}

function showProblems(uri: vscode.Uri): Action[] {
  return [
    { title: 'Show problems', command: 'workbench.actions.view.problems' },
    { title: 'Open as text', command: 'ecsTopology.openAsText', args: [uri] },
  ];
}
