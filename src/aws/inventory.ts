import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListServicesCommand,
  ListTasksCommand,
  type Service,
} from '@aws-sdk/client-ecs';
import { DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetApisCommand, GetVpcLinksCommand } from '@aws-sdk/client-apigatewayv2';
import {
  ListInstancesCommand,
  ListNamespacesCommand,
  ListServicesCommand as ListDiscoveryServicesCommand,
} from '@aws-sdk/client-servicediscovery';
import { endOf } from '../kinds/arn';
import type { Account } from './account';
import { chunks, flatMapAsync } from './resources/common';

/** One thing of the account, ours or not, as the explorer lists it. */
export interface Item {
  readonly kind:
    | 'api'
    | 'vpcLink'
    | 'loadBalancer'
    | 'cluster'
    | 'service'
    | 'task'
    | 'namespace'
    | 'discoveryService'
    | 'instance';
  /** What the next call takes: an ARN, an id. */
  readonly id: string;
  readonly name: string;
  /** AWS's word for its state. */
  readonly state?: string;
  /** What that word, or its tasks, mean for whoever depends on it. */
  readonly health?: ThingHealth;
  /** The facts worth a second column. */
  readonly detail?: string;
  /** Absent where AWS gives no ARN. */
  readonly arn?: string;
}

export type ThingHealth = 'ok' | 'pending' | 'degraded' | 'broken';

/** One page; `next` asks for the one behind it. */
export interface Page {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** Which page, and who may stop asking. */
export interface PageOptions {
  readonly token?: string;
  readonly signal?: AbortSignal;
}

export async function apis({ clients, send }: Account, { token, signal }: PageOptions = {}): Promise<Page> {
  const page = await send(clients.apigatewayv2, new GetApisCommand({ NextToken: token }), { signal });
  return pageOf(page.NextToken, page.Items, ({ ApiId, Name, ProtocolType, ApiEndpoint }) => ({
    kind: 'api',
    id: ApiId,
    name: Name,
    detail: ProtocolType === 'HTTP' ? ApiEndpoint : ProtocolType,
  }));
}

export async function vpcLinks(
  { clients, send }: Account,
  { token, signal }: PageOptions = {},
): Promise<Page> {
  const page = await send(clients.apigatewayv2, new GetVpcLinksCommand({ NextToken: token }), { signal });
  return pageOf(page.NextToken, page.Items, ({ VpcLinkId, Name, VpcLinkStatus, VpcLinkStatusMessage }) => ({
    kind: 'vpcLink',
    id: VpcLinkId,
    name: Name,
    state: VpcLinkStatus,
    health: healthOf(VpcLinkStatus),
    detail: VpcLinkStatusMessage,
  }));
}

/** Network load balancers only; a page may therefore be empty although another follows. */
export async function loadBalancers(
  { clients, send }: Account,
  { token, signal }: PageOptions = {},
): Promise<Page> {
  const page = await send(clients.elbv2, new DescribeLoadBalancersCommand({ Marker: token, PageSize: 100 }), {
    signal,
  });
  const network = page.LoadBalancers?.filter(({ Type }) => Type === 'network');
  return pageOf(
    page.NextMarker,
    network,
    ({ LoadBalancerArn, LoadBalancerName, State, Scheme, DNSName }) => ({
      kind: 'loadBalancer',
      id: LoadBalancerArn,
      name: LoadBalancerName,
      state: State?.Code,
      health: healthOf(State?.Code),
      detail: [Scheme, DNSName].filter((part) => part !== undefined).join(' · '),
      arn: LoadBalancerArn,
    }),
  );
}

export async function clusters(
  { clients, send }: Account,
  { token, signal }: PageOptions = {},
): Promise<Page> {
  const page = await send(clients.ecs, new ListClustersCommand({ nextToken: token, maxResults: 100 }), {
    signal,
  });
  const arns = page.clusterArns ?? [];
  if (arns.length === 0) return pageOf(page.nextToken, [], nothing);
  const answer = await send(clients.ecs, new DescribeClustersCommand({ clusters: arns }), { signal });
  const active = answer.clusters?.filter(({ status }) => status !== 'INACTIVE');
  return pageOf(page.nextToken, active, (it) => ({
    kind: 'cluster',
    id: it.clusterArn,
    name: it.clusterName,
    state: it.status,
    health: healthOf(it.status),
    detail: `${it.activeServicesCount ?? 0} services · ${it.runningTasksCount ?? 0} tasks`,
    arn: it.clusterArn,
  }));
}

export async function services(
  { clients, send }: Account,
  cluster: string,
  { token, signal }: PageOptions = {},
): Promise<Page> {
  // Ten: what DescribeServices takes at a time.
  const list = new ListServicesCommand({ cluster, nextToken: token, maxResults: 10 });
  const page = await send(clients.ecs, list, { signal });
  const arns = page.serviceArns ?? [];
  if (arns.length === 0) return pageOf(page.nextToken, [], nothing);
  // Some endpoints answer with more than was asked for.
  const described = await flatMapAsync(chunks(arns, 10), async (some) => {
    const command = new DescribeServicesCommand({ cluster, services: some });
    return (await send(clients.ecs, command, { signal })).services;
  });
  const active = described.filter(({ status }) => status !== 'INACTIVE');
  return pageOf(page.nextToken, active, (it) => ({
    kind: 'service',
    id: it.serviceArn,
    name: it.serviceName,
    state: it.status,
    health: serviceHealth(it),
    detail: `${it.runningCount ?? 0} of ${it.desiredCount ?? 0} tasks`,
    arn: it.serviceArn,
  }));
}

/** Running tasks of a service. */
export async function tasks(
  { clients, send }: Account,
  { cluster, service }: { readonly cluster: string; readonly service: string },
  { token, signal }: PageOptions = {},
): Promise<Page> {
  const list = new ListTasksCommand({ cluster, serviceName: service, nextToken: token, maxResults: 100 });
  const page = await send(clients.ecs, list, { signal });
  const arns = page.taskArns ?? [];
  if (arns.length === 0) return pageOf(page.nextToken, [], nothing);
  const answer = await send(clients.ecs, new DescribeTasksCommand({ cluster, tasks: arns }), { signal });
  return pageOf(page.nextToken, answer.tasks, (it) => ({
    kind: 'task',
    id: it.taskArn,
    name: it.taskArn && endOf(it.taskArn),
    state: it.lastStatus,
    health: it.healthStatus === 'UNHEALTHY' ? 'broken' : healthOf(it.lastStatus),
    detail: it.attachments
      ?.flatMap(({ details }) => details ?? [])
      .find(({ name }) => name === 'privateIPv4Address')?.value,
    arn: it.taskArn,
  }));
}

export async function namespaces(
  { clients, send }: Account,
  { token, signal }: PageOptions = {},
): Promise<Page> {
  const command = new ListNamespacesCommand({ NextToken: token, MaxResults: 100 });
  const page = await send(clients.servicediscovery, command, { signal });
  return pageOf(page.NextToken, page.Namespaces, ({ Id, Name, Type, Arn }) => ({
    kind: 'namespace',
    id: Id,
    name: Name,
    detail: Type,
    arn: Arn,
  }));
}

export async function discoveryServices(
  { clients, send }: Account,
  namespaceId: string,
  { token, signal }: PageOptions = {},
): Promise<Page> {
  const Filters = [{ Name: 'NAMESPACE_ID' as const, Values: [namespaceId] }];
  const command = new ListDiscoveryServicesCommand({ Filters, NextToken: token, MaxResults: 100 });
  const page = await send(clients.servicediscovery, command, { signal });
  return pageOf(page.NextToken, page.Services, ({ Id, Name, Arn, DnsConfig }) => ({
    kind: 'discoveryService',
    id: Id,
    name: Name,
    detail: DnsConfig?.DnsRecords?.map(({ Type, TTL }) => `${Type ?? ''} ${TTL ?? 0} s`).join(', '),
    arn: Arn,
  }));
}

export async function instances(
  { clients, send }: Account,
  serviceId: string,
  { token, signal }: PageOptions = {},
): Promise<Page> {
  const command = new ListInstancesCommand({ ServiceId: serviceId, NextToken: token, MaxResults: 100 });
  const page = await send(clients.servicediscovery, command, { signal });
  return pageOf(page.NextToken, page.Instances, ({ Id, Attributes }) => ({
    kind: 'instance',
    id: Id,
    name: Id,
    detail: [Attributes?.AWS_INSTANCE_IPV4, Attributes?.AWS_INSTANCE_PORT]
      .filter((part) => part !== undefined)
      .join(':'),
  }));
}

/** What a call answers, before absent members are left out. */
interface Facts {
  readonly kind: Item['kind'];
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly state?: string | undefined;
  readonly health?: ThingHealth | undefined;
  readonly detail?: string | undefined;
  readonly arn?: string | undefined;
}

function pageOf<T>(
  next: string | undefined,
  answers: readonly T[] | undefined,
  facts: (answer: T) => Facts,
): Page {
  const items = (answers ?? []).flatMap((answer): Item[] => {
    const { kind, id, name, state, health, detail, arn } = facts(answer);
    if (id === undefined) return [];
    return [
      {
        kind,
        id,
        name: name ?? id,
        ...(state && { state }),
        ...(health && { health }),
        ...(detail && { detail }),
        ...(arn && { arn }),
      },
    ];
  });
  return { items, ...(next && { next }) };
}

/** What AWS's words for states mean. Source: aws-reference §4.1 and §1.14. */
const HEALTH: Readonly<Record<string, ThingHealth>> = {
  AVAILABLE: 'ok',
  ACTIVE: 'ok',
  active: 'ok',
  RUNNING: 'ok',
  PENDING: 'pending',
  PROVISIONING: 'pending',
  provisioning: 'pending',
  ACTIVATING: 'pending',
  DRAINING: 'pending',
  DEACTIVATING: 'pending',
  STOPPING: 'pending',
  DEPROVISIONING: 'pending',
  DELETING: 'pending',
  INACTIVE: 'degraded',
  active_impaired: 'degraded',
  FAILED: 'broken',
  failed: 'broken',
  STOPPED: 'broken',
};

function healthOf(state: string | undefined): ThingHealth | undefined {
  return state !== undefined && Object.hasOwn(HEALTH, state) ? HEALTH[state] : undefined;
}

function serviceHealth({ status, deployments = [], runningCount = 0, desiredCount = 0 }: Service) {
  if (status !== 'ACTIVE') return healthOf(status);
  const [primary] = deployments.filter((deployment) => deployment.status === 'PRIMARY');
  if (primary?.rolloutState === 'FAILED') return 'broken';
  if (primary?.rolloutState === 'IN_PROGRESS') return 'pending';
  if (runningCount >= desiredCount) return 'ok';
  return runningCount > 0 ? 'degraded' : 'broken';
}

function nothing(): Facts {
  return { kind: 'task', id: undefined, name: undefined };
}
