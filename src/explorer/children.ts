import type * as vscode from 'vscode';
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
}

/** The entries below an entry, read when they are asked for. */
export interface Children {
  of(item?: ExplorerItem): Promise<ExplorerItem[]>;
  /** The next time a page more is read. */
  more(parent: ExplorerItem): void;
  /** Pages are counted anew. */
  reset(): void;
}

export function createChildren(dependencies: ChildrenDependencies): Children {
  const { registry, connection, status, environments } = dependencies;
  /** How many pages of a list were asked for. */
  const wanted = new Map<string, number>();

  async function roots(): Promise<ExplorerItem[]> {
    const topologies = await dependencies.findTopologies();
    // Nothing at all: the view's welcome says what to do.
    if (connection.choice.kind === 'none' && topologies.length === 0) return [];
    return [{ kind: 'connection' }];
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
      : uris.map((uri) => ({ kind: 'topology', uri }));
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
    return others.length === 0
      ? [{ kind: 'nothing', message: 'Every stack of the account has its file here' }]
      : others.map(({ stack, nodes: ids, created }) => ({
          kind: 'stack',
          stack,
          detail: `${ids.length} nodes${created === '' ? '' : `, since ${created.slice(0, 10)}`}`,
          facts: { name: stack },
        }));
  }

  async function things(
    parent: ExplorerItem,
    read: (session: Session, token: string | undefined) => Promise<Page>,
    cluster?: string,
  ): Promise<ExplorerItem[]> {
    const session = await connection.session();
    const found: Thing[] = [];
    let token: string | undefined;
    let pages = wanted.get(keyOf(parent)) ?? 1;
    do {
      const page = await read(session, token);
      found.push(...page.items);
      token = page.next;
      // A page may be empty although another follows; that one is read as well.
      if (page.items.length > 0) pages -= 1;
    } while (token !== undefined && pages > 0);
    const items = found.map((thing): ExplorerItem => ({
      kind: 'thing',
      thing,
      ...(cluster !== undefined && { cluster }),
      facts: { ...factsOf(thing.name, thing.arn ?? thing.id), ...urlOf(thing) },
    }));
    if (items.length === 0) return [{ kind: 'nothing', message: 'None' }];
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
      case 'topology':
        return nodes(item.uri);
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
  };
}

const LISTS: readonly ListId[] = ['apis', 'vpcLinks', 'loadBalancers', 'clusters', 'namespaces'];

function urlOf({ kind, detail }: Thing): { url?: string } {
  return kind === 'api' && detail !== undefined && /^https?:/.test(detail) ? { url: detail } : {};
}
