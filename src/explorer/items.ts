import type * as vscode from 'vscode';
import type { Item as Thing } from '../aws/inventory';
import type { Action } from '../host/errors';
import type { ResourceStatus } from '../live/hops';
import { ecsThing, type EcsThing } from '../live/ecsThing';
import { hasConsolePage } from './consoleUrl';

/** What can be copied of an item. */
export interface Facts {
  readonly name?: string;
  readonly arn?: string;
  readonly url?: string;
}

/** The lists of the account that the explorer shows. */
export type ListId = 'apis' | 'vpcLinks' | 'loadBalancers' | 'clusters' | 'namespaces';

/** An entry of the tree. Those about a topology carry what its commands take: `uri` and `node`. */
export type ExplorerItem =
  | { readonly kind: 'connection' }
  | { readonly kind: 'group'; readonly group: 'topologies' | 'stacks' | 'account' }
  | { readonly kind: 'topology'; readonly uri: vscode.Uri }
  | {
      readonly kind: 'node';
      readonly uri: vscode.Uri;
      readonly node: string;
      readonly title: string;
      /** Name of its kind, and AWS's name for it. */
      readonly kindName: string;
      readonly kindTitle: string;
      readonly facts: Facts;
    }
  | {
      readonly kind: 'resource';
      readonly uri: vscode.Uri;
      readonly node: string;
      readonly status: ResourceStatus;
      readonly facts: Facts;
    }
  | {
      readonly kind: 'stack';
      readonly stack: string;
      readonly detail: string;
      readonly facts: Facts;
    }
  | { readonly kind: 'list'; readonly list: ListId }
  | {
      readonly kind: 'thing';
      readonly thing: Thing;
      /** ARN of the cluster that a service is in. */
      readonly cluster?: string;
      readonly facts: Facts;
    }
  /** Asks for the next page of its parent. */
  | { readonly kind: 'more'; readonly parent: ExplorerItem }
  /** Something could not be read; pressing it does the first thing that helps. */
  | { readonly kind: 'failure'; readonly message: string; readonly actions: readonly Action[] }
  | { readonly kind: 'nothing'; readonly message: string };

/** Tells entries apart across refreshes, so that VS Code keeps what is expanded. */
export function keyOf(item: ExplorerItem): string {
  switch (item.kind) {
    case 'connection':
      return 'connection';
    case 'group':
      return item.group;
    case 'topology':
      return `topology ${item.uri.toString()}`;
    case 'node':
      return `node ${item.uri.toString()} ${item.node}`;
    case 'resource':
      return `resource ${item.uri.toString()} ${item.status.type} ${item.status.id}`;
    case 'stack':
      return `stack ${item.stack}`;
    case 'list':
      return `list ${item.list}`;
    case 'thing':
      return `${item.thing.kind} ${item.thing.id} ${item.cluster ?? ''}`;
    case 'more':
      return `more ${keyOf(item.parent)}`;
    case 'failure':
    case 'nothing':
      return `${item.kind} ${item.message}`;
  }
}

const PARENTS: ReadonlySet<Thing['kind']> = new Set(['cluster', 'service', 'namespace', 'discoveryService']);

/** Whether there is anything below an entry. */
export function hasChildren(item: ExplorerItem): boolean {
  switch (item.kind) {
    case 'connection':
    case 'group':
    case 'topology':
    case 'list':
      return true;
    case 'node':
      return item.kindName !== 'client';
    case 'thing':
      return PARENTS.has(item.thing.kind);
    default:
      return false;
  }
}

/** The ECS service that an entry stands for, in the file or in the account. */
export function serviceOf(item: ExplorerItem): EcsThing | undefined {
  const arn =
    item.kind === 'node' && item.kindName === 'ecsService'
      ? item.facts.arn
      : item.kind === 'thing' && item.thing.kind === 'service'
        ? item.thing.arn
        : undefined;
  return arn === undefined ? undefined : ecsThing(arn, 'service');
}

export function taskOf(item: ExplorerItem): EcsThing | undefined {
  const arn = item.kind === 'thing' && item.thing.kind === 'task' ? item.thing.arn : undefined;
  return arn === undefined ? undefined : ecsThing(arn, 'task');
}

/** What the console has a page for. */
export function consoleTargetOf(item: ExplorerItem): { type: string; id: string } | undefined {
  const target =
    item.kind === 'thing'
      ? { type: item.thing.kind, id: item.thing.id }
      : item.kind === 'resource' && item.status.physicalId !== undefined
        ? { type: item.status.type, id: item.status.physicalId }
        : item.kind === 'node' && serviceOf(item)
          ? { type: 'service', id: item.facts.arn ?? '' }
          : undefined;
  return target && hasConsolePage(target.type) ? target : undefined;
}

/** Words that menus look for in `viewItem`. */
export function contextOf(item: ExplorerItem): string {
  const facts = 'facts' in item ? item.facts : {};
  return [
    item.kind,
    ...(item.kind === 'node' && item.kindName === 'ecsService' ? ['service'] : []),
    ...(item.kind === 'node' && ['client', 'apiGateway'].includes(item.kindName) ? ['request'] : []),
    ...(serviceOf(item) ? ['ecsService'] : []),
    ...(taskOf(item) ? ['ecsTask'] : []),
    ...(consoleTargetOf(item) ? ['hasConsole'] : []),
    ...(facts.name === undefined ? [] : ['hasName']),
    ...(facts.arn === undefined ? [] : ['hasArn']),
    ...(facts.url === undefined ? [] : ['hasUrl']),
  ].join(' ');
}

/** Facts of an AWS object by its id there, which may be an ARN, an address or neither. */
export function factsOf(name: string, physicalId: string | undefined): Facts {
  return {
    name,
    ...(physicalId?.startsWith('arn:') && { arn: physicalId }),
    ...(physicalId !== undefined && /^https?:/.test(physicalId) && { url: physicalId }),
  };
}
