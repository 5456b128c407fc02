import type * as vscode from 'vscode';
import { AwsError } from '../aws/errors';
import type { Item as Thing, Page } from '../aws/inventory';
import type { ConnectionStore } from '../host/connection';
import type { Environments } from '../host/environments';
import { isCancelled, present, SELECT_CONNECTION } from '../host/errors';
import type { StatusStore } from '../host/statusStore';
import type { Session } from '../live/session';
import type { Registry } from '../kinds/index';
import type { JsonValue } from '../model/json';
import { stacksOf } from '../model/stack';
import { readTopology } from '../model/topology';
import { createFilter } from './filter';
import { factsOf, keyOf, type ExplorerItem, type ListId } from './items';

/** Where the tree gets its entries from. */
export interface ChildrenDependencies {
  readonly registry: Registry;
  readonly connection: ConnectionStore;
  readonly status: StatusStore;
  readonly environments: Pick<Environments, 'shown'>;
  findTopologies(): Promise<vscode.Uri[]>;
  /** Undefined when the file does not parse. */
  document(uri: vscode.Uri): Promise<JsonValue | undefined>;
  /** Told what an empty tree has to say. */
  welcome(why: Welcome): void;
}

/** Why there is nothing to show: nothing drawn and no connection, credentials that do not work, an empty account. */
export type Welcome = 'noTopology' | 'noCredentials' | 'noResources';

/** The entries below an entry, read when they are asked for. */
export interface Children {
  of(item?: ExplorerItem): Promise<ExplorerItem[]>;
  /** The next time a page more is read. */
  more(parent: ExplorerItem): void;
  /** Pages are counted anew. */
  reset(): void;
  /** Shows only what has this text from now on; empty: everything. */
  filter(text: string): void;
}

export function createChildren(dependencies: ChildrenDependencies): Children {
  const { registry, connection, status, environments } = dependencies;
  /** How many pages of a list were asked for. */
  const wanted = new Map<string, number>();
  let filter = createFilter('');

  async function roots(): Promise<ExplorerItem[]> {
    const topologies = await dependencies.findTopologies();
    if (topologies.length > 0) return [{ kind: 'connection' }];
    // Nothing at all: the view's welcome says what to do.
    const why = connection.choice.kind === 'none' ? 'noTopology' : await whyEmpty();
    if (why === undefined) return [{ kind: 'connection' }];
    dependencies.welcome(why);
    return [];
  }

  /** Undefined where the account has something to show, or says itself what is the matter. */
  async function whyEmpty(): Promise<Welcome | undefined> {
    try {
      const { account } = await connection.session();
      const inventory = await import('../aws/inventory');
      const pages = await Promise.all(LISTS.map((list) => inventory[list](account)));
      const isEmpty = pages.every(({ items, next }) => items.length === 0 && next === undefined);
      return isEmpty ? 'noResources' : undefined;
    } catch (error) {
      return hasNoCredentials(error) ? 'noCredentials' : undefined;
    }
  }

  function groups(): ExplorerItem[] {
    const all = ['topologies', 'stacks', 'account'] as const;
    const connected = connection.choice.kind !== 'none';
    return all.slice(0, connected ? 3 : 1).map((group) => ({ kind: 'group', group }));
  }

  async function topologies(): Promise<ExplorerItem[]> {
    const uris = await dependencies.findTopologies();
    return uris.length === 0
      ? [{ kind: 'nothing', message: 'No topology in this workspace' }]
      : shownOf(
          await Promise.all(
            uris.map(async (uri): Promise<ExplorerItem[]> => {
              const item: ExplorerItem = { kind: 'topology', uri };
              const isShown = filter.keeps(item) || (await nodes(uri)).some(filter.matches);
              return isShown ? [item] : [];
            }),
          ),
        );
  }

  /** Says so where a filter leaves nothing. */
  function shownOf(found: readonly (readonly ExplorerItem[])[]): ExplorerItem[] {
    const items = found.flat();
    return items.length > 0 ? items : [{ kind: 'nothing', message: `Nothing fits ${filter.text}` }];
  }

  async function nodes(uri: vscode.Uri): Promise<ExplorerItem[]> {
    const document = await dependencies.document(uri);
    if (document === undefined) {
      return [
        {
          kind: 'failure',
          message: 'The file does not parse. Open it as text and mend it.',
          actions: [{ title: 'Open as text', command: 'ecsTopology.openAsText', args: [uri] }],
        },
      ];
    }
    const report = status.report(uri.toString());
    const { nodes: drawn } = readTopology(document, registry, environments.shown(uri.toString(), document));
    return [...drawn.values()].map((node) => ({
      kind: 'node',
      uri,
      node: node.id,
      title: node.title,
      kindName: node.kindName ?? '',
      kindTitle: node.kind?.title ?? node.kindName ?? 'unknown kind',
      facts: {
        name: node.title,
        ...(report && Object.hasOwn(report.apis, node.id) && { url: report.apis[node.id] }),
        ...arnOf(report?.resources.find(({ id }) => id === `${node.id}/service`)?.physicalId),
      },
    }));
  }

  function resources({ uri, node }: Extract<ExplorerItem, { kind: 'node' }>): ExplorerItem[] {
    const report = status.report(uri.toString());
    if (!report) return [{ kind: 'nothing', message: 'Nothing is known yet; connect and deploy' }];
    return report.resources
      .filter((resource) => resource.node === node)
      .map((resource) => ({
        kind: 'resource',
        uri,
        node,
        status: resource,
        facts: factsOf(resource.id, resource.physicalId),
      }));
  }

  async function stacks(): Promise<ExplorerItem[]> {
    const { listStacks } = await import('../aws/stacks');
    const session = await connection.session();
    const drawn = new Set<string>();
    for (const uri of await dependencies.findTopologies()) {
      for (const { stack } of stacksOf((await dependencies.document(uri)) ?? null)) drawn.add(stack);
    }
    const others = (await listStacks(session.account)).filter(({ stack }) => !drawn.has(stack));
    if (others.length === 0)
      return [{ kind: 'nothing', message: 'Every stack of the account has its file here' }];
    const items = others.map(({ stack, nodes: ids, created }): ExplorerItem => ({
      kind: 'stack',
      stack,
      detail: `${ids.length} nodes${created === '' ? '' : `, since ${created.slice(0, 10)}`}`,
      facts: { name: stack },
    }));
    return shownOf([items.filter(filter.keeps)]);
  }

  async function things(
    parent: ExplorerItem,
    read: (session: Session, token: string | undefined) => Promise<Page>,
    cluster?: string,
  ): Promise<ExplorerItem[]> {
    const session = await connection.session();
    const items: ExplorerItem[] = [];
    let token: string | undefined;
    let pages = wanted.get(keyOf(parent)) ?? 1;
    // What is below something that was looked for is shown whole.
    const isShown = parent.kind === 'thing' && filter.matches(parent) ? () => true : filter.keeps;
    do {
      const page = await read(session, token);
      const fitting = page.items
        .map((thing): ExplorerItem => ({
          kind: 'thing',
          thing,
          ...(cluster !== undefined && { cluster }),
          facts: { ...factsOf(thing.name, thing.arn ?? thing.id), ...urlOf(thing) },
        }))
        .filter(isShown);
      items.push(...fitting);
      token = page.next;
      // A page may have nothing to show although another follows; that one is read as well.
      if (fitting.length > 0) pages -= 1;
    } while (token !== undefined && pages > 0);
    if (items.length === 0)
      return [{ kind: 'nothing', message: filter.text === '' ? 'None' : `Nothing fits ${filter.text}` }];
    return token === undefined ? items : [...items, { kind: 'more', parent }];
  }

  async function list(parent: Extract<ExplorerItem, { kind: 'list' }>): Promise<ExplorerItem[]> {
    const inventory = await import('../aws/inventory');
    return things(parent, ({ account }, token) =>
      inventory[parent.list](account, token === undefined ? {} : { token }),
    );
  }

  async function below(parent: Extract<ExplorerItem, { kind: 'thing' }>): Promise<ExplorerItem[]> {
    const { thing, cluster = '' } = parent;
    const inventory = await import('../aws/inventory');
    const page = (token: string | undefined) => (token === undefined ? {} : { token });
    switch (thing.kind) {
      case 'cluster':
        return things(
          parent,
          ({ account }, token) => inventory.services(account, thing.id, page(token)),
          thing.id,
        );
      case 'service':
        return things(parent, ({ account }, token) =>
          inventory.tasks(account, { cluster, service: thing.name }, page(token)),
        );
      case 'namespace':
        return things(parent, ({ account }, token) =>
          inventory.discoveryServices(account, thing.id, page(token)),
        );
      case 'discoveryService':
        return things(parent, ({ account }, token) => inventory.instances(account, thing.id, page(token)));
      default:
        return [];
    }
  }

  async function of(item: ExplorerItem | undefined): Promise<ExplorerItem[]> {
    switch (item?.kind) {
      case undefined:
        return roots();
      case 'connection':
        return groups();
      case 'group':
        if (item.group === 'topologies') return topologies();
        return item.group === 'stacks' ? stacks() : LISTS.map((id) => ({ kind: 'list', list: id }));
      case 'topology': {
        const all = await nodes(item.uri);
        return filter.matches(item) ? all : all.filter(filter.keeps);
      }
      case 'node':
        return resources(item);
      case 'list':
        return list(item);
      case 'thing':
        return below(item);
      default:
        return [];
    }
  }

  return {
    async of(item) {
      try {
        return await of(item);
      } catch (error) {
        if (isCancelled(error)) return [];
        const { message, actions } = present(error, 'Reading the account');
        return [{ kind: 'failure', message, actions: actions.length > 0 ? actions : [SELECT_CONNECTION] }];
      }
    },
    more(parent) {
      const key = keyOf(parent);
      wanted.set(key, (wanted.get(key) ?? 1) + 1);
    },
    reset: () => wanted.clear(),
    filter: (text) => void (filter = createFilter(text)),
  };
}

const LISTS: readonly ListId[] = ['apis', 'vpcLinks', 'loadBalancers', 'clusters', 'namespaces'];

/** Whether the account cannot be asked for want of credentials that work. */
function hasNoCredentials(error: unknown): boolean {
  return error instanceof AwsError && error.kind.startsWith('credentials');
}

function arnOf(physicalId: string | undefined): { arn?: string } {
  return physicalId === undefined ? {} : { arn: physicalId };
}

function urlOf({ kind, detail }: Thing): { url?: string } {
  return kind === 'api' && detail !== undefined && /^https?:/.test(detail) ? { url: detail } : {};
}
