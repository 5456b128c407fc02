import type { Item as Thing } from '../aws/inventory';
import type { ConnectionSummary } from '../host/connection';
import { typeWords } from '../host/typeWords';
import type { StatusReport } from '../live/status';
import type { HealthState, StatusMessage } from '../model/protocol';
import type { ExplorerItem, ListId } from './items';

/** How an entry looks; the icon is a codicon, its colour one of the theme's. */
export interface Look {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon?: string;
  readonly color?: string;
}

/** What the look of an entry depends on besides itself. */
export interface Surroundings {
  readonly connection: ConnectionSummary;
  report(uri: string): StatusReport | undefined;
  /** Since when that was not seen anew, in milliseconds since the epoch, and why; undefined while it is fresh. */
  stale?(uri: string): StatusMessage['stale'];
}

const GROUPS = { topologies: 'Topologies', stacks: 'Stacks without a file', account: 'Account' } as const;

const LISTS = {
  apis: { label: 'APIs', icon: 'code' },
  vpcLinks: { label: 'VPC links', icon: 'link' },
  loadBalancers: { label: 'Network load balancers', icon: 'type-hierarchy-sub' },
  clusters: { label: 'Clusters', icon: 'server-environment' },
  namespaces: { label: 'Namespaces', icon: 'location' },
} as const satisfies Record<ListId, { label: string; icon: string }>;

const THINGS = {
  api: 'code',
  vpcLink: 'link',
  loadBalancer: 'type-hierarchy-sub',
  cluster: 'server-environment',
  service: 'package',
  task: 'vm-running',
  namespace: 'location',
  discoveryService: 'symbol-field',
  instance: 'symbol-number',
} as const satisfies Record<Thing['kind'], string>;

const HEALTH = {
  ok: { icon: 'pass', color: 'testing.iconPassed' },
  pending: { icon: 'sync', color: 'testing.iconQueued' },
  degraded: { icon: 'warning', color: 'problemsWarningIcon.foreground' },
  broken: { icon: 'error', color: 'testing.iconFailed' },
  unknown: { icon: 'circle-outline', color: 'testing.iconUnset' },
} as const satisfies Record<HealthState, { icon: string; color: string }>;

const WORDS = {
  ok: 'healthy',
  pending: 'in progress',
  degraded: 'degraded',
  broken: 'broken',
  unknown: 'unknown',
} as const satisfies Record<HealthState, string>;

export function lookOf(
  item: ExplorerItem,
  { connection, report, stale = () => undefined }: Surroundings,
): Look {
  switch (item.kind) {
    case 'connection': {
      const { label, account, region, kind } = connection;
      const description = [account, region].filter((part) => part !== undefined).join(' · ');
      return {
        label,
        description,
        icon: kind === 'sandbox' ? 'beaker' : kind === 'none' ? 'debug-disconnect' : 'cloud',
      };
    }
    case 'group':
      return { label: GROUPS[item.group] };
    case 'topology': {
      const path = item.uri.path;
      const known = report(item.uri.toString());
      return {
        label: path.slice(path.lastIndexOf('/') + 1).replace(/\.topology\.json$/, ''),
        ...(known && {
          description: healthWords(known.health, stale(item.uri.toString())),
          ...HEALTH[known.health],
        }),
        ...(!known && { icon: 'type-hierarchy' }),
        tooltip: [path, stale(item.uri.toString())?.reason].filter((part) => part !== undefined).join('\n'),
      };
    }
    case 'node': {
      const nodes = report(item.uri.toString())?.nodes ?? {};
      const status = Object.hasOwn(nodes, item.node) ? nodes[item.node] : undefined;
      const facts = [item.kindTitle, status?.summary].filter((part) => part !== undefined);
      return {
        label: item.title,
        description: facts.join(' · '),
        tooltip:
          [status?.reason, status?.remedy].filter((part) => part !== undefined).join('\n') || item.node,
        ...HEALTH[status?.state ?? 'unknown'],
      };
    }
    case 'resource': {
      const { id, type, state, summary, reason, remedy, physicalId } = item.status;
      const [, , ...ends] = id.split('/');
      return {
        label: [typeWords(type), ...(ends.length > 0 ? [ends.join('/')] : [])].join(' · '),
        description: summary ?? reason ?? shortId(physicalId),
        tooltip: [type, physicalId, reason, remedy].filter((part) => part !== undefined).join('\n'),
        ...HEALTH[state],
      };
    }
    case 'stack':
      return { label: item.stack, description: item.detail, icon: 'layers' };
    case 'list':
      return LISTS[item.list];
    case 'thing': {
      const { kind, name, state, health, detail, id } = item.thing;
      const description = [state?.toLowerCase(), detail].filter((part) => part !== undefined).join(' · ');
      const tooltip = [health && WORDS[health], id].filter((part) => part !== undefined).join('\n');
      return { label: name, description, tooltip, ...(health ? HEALTH[health] : { icon: THINGS[kind] }) };
    }
    case 'more':
      return { label: 'Load more…', icon: 'ellipsis' };
    case 'failure':
      return { label: item.message, tooltip: item.message, icon: 'error', color: 'testing.iconFailed' };
    case 'nothing':
      return { label: item.message };
  }
}

/** As of when, where that is not now; the time of day, for a tree is not drawn anew as time passes. */
function healthWords(health: HealthState, stale: StatusMessage['stale']): string {
  const since = stale?.since;
  if (since === undefined) return WORDS[health];
  return `${WORDS[health]} at ${new Date(since).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}`;
}

/** The end of an ARN tells what it is; the rest is the same for all. */
function shortId(physicalId: string | undefined): string {
  return physicalId === undefined ? 'not in the account' : physicalId.slice(physicalId.lastIndexOf(':') + 1);
}
