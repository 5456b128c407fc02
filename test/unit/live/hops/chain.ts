import type { Task } from '@aws-sdk/client-ecs';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Found } from '../../../../src/engine/provider';
import { resolveRefs } from '../../../../src/engine/resource';
import { createRegistry, KINDS } from '../../../../src/kinds/index';
import type { TopologyResource } from '../../../../src/kinds/resourceTypes';
import type { Answer, Snapshot } from '../../../../src/live/hops/snapshot';
import { prepare, type Prepared } from '../../../../src/live/prepare';

/** The clock of these tests, in milliseconds. */
export const NOW = Date.parse('2026-01-01T12:00:00Z');

/** The original chain, with a second service that the first one calls. */
export const DOCUMENT = {
  version: 1,
  name: 'shop',
  network: { vpcId: 'vpc-0123', subnetIds: ['subnet-a', 'subnet-b'] },
  nodes: {
    client: { kind: 'client', requests: [{ name: 'users', method: 'GET', path: '/users' }] },
    api: { kind: 'apiGateway' },
    link: { kind: 'vpcLink' },
    nlb: { kind: 'nlb' },
    cluster: { kind: 'ecsCluster' },
    users: {
      kind: 'ecsService',
      cluster: 'cluster',
      image: 'nginxdemos/hello:0.4',
      port: 80,
      desiredCount: 2,
    },
    orders: { kind: 'ecsService', cluster: 'cluster', image: 'nginxdemos/hello:0.4', port: 8080 },
    names: { kind: 'cloudMap', name: 'shop.local' },
  },
  edges: [
    { from: 'client', to: 'api' },
    { from: 'api', to: 'link' },
    { from: 'link', to: 'nlb', routes: ['ANY /users', 'ANY /users/{proxy+}'] },
    { from: 'nlb', to: 'users' },
    { from: 'users', to: 'orders', env: 'ORDERS_URL' },
    { from: 'users', to: 'names' },
    { from: 'orders', to: 'names' },
  ],
};

export function prepared(document: object = DOCUMENT): Prepared {
  // A literal of plain values is JSON.
  const result = prepare(document as never, createRegistry(KINDS), { region: 'eu-west-1' });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.value;
}

/** A snapshot whose maps a test may change. */
export type Draft = {
  -readonly [Key in keyof Snapshot]: Snapshot[Key] extends ReadonlyMap<infer Id, infer Value>
    ? Map<Id, Value>
    : Snapshot[Key] extends ReadonlySet<infer Id>
      ? Set<Id>
      : Snapshot[Key];
};

export const USERS = 'users/service';
export const TARGETS = 'nlb/targetGroup/users/80';

/** Everything deployed long ago, and well. */
export function healthy({ resources }: Prepared = prepared()): Draft {
  const tasks = { users: [task('users', 1), task('users', 2)], orders: [task('orders', 3)] };
  const counts = { users: 2, orders: 1 };
  return {
    at: NOW,
    changing: false,
    found: new Map(resources.map((resource) => [resource.id, foundOf(resource)])),
    unusable: new Map(),
    edited: new Set(),
    unreadable: new Map(),
    awaited: new Set(),
    routes: new Map(),
    stages: answer('api/stage', {
      DeploymentId: 'd1',
      LastDeploymentStatusMessage: "Successfully deployed stage with deployment ID 'd1'",
    }),
    links: answer('link/vpcLink', { VpcLinkStatus: 'AVAILABLE' as const }),
    loadBalancers: answer('nlb/loadBalancer', { State: { Code: 'active' as const } }),
    targets: answer(TARGETS, [target(1), target(2)]),
    services: new Map(
      (['users', 'orders'] as const).map((name) => [`${name}/service`, { value: service(counts[name]) }]),
    ),
    tasks: new Map((['users', 'orders'] as const).map((name) => [`${name}/service`, { value: tasks[name] }])),
    instances: new Map([
      ['users/registration/names', { value: { instances: [instance(1), instance(2)], health: {} } }],
      ['orders/registration/names', { value: { instances: [instance(3)], health: {} } }],
    ]),
  };
}

function foundOf({ id, type, props }: TopologyResource): Found {
  const attribute = (of: string, name: string) => `${name} of ${of}`;
  return {
    id,
    type,
    physicalId: attribute(id, 'physical id'),
    created: '2026-01-01T00:00:00.000Z',
    props: resolveRefs(props, (reference) =>
      attribute(reference.$ref, reference.attribute),
    ) as Found['props'],
    attributes: Object.fromEntries(
      ['id', 'arn', 'name', 'endpoint', 'invokeUrl'].map((name) => [name, attribute(id, name)]),
    ),
    pointsTo: [],
  };
}

function answer<T>(id: string, value: T): Map<string, Answer<T>> {
  return new Map([[id, { value }]]);
}

/** An ACTIVE service whose deployment `ecs-svc/1` is complete, changed as told. */
export function service(desiredCount: number, changes: object = {}, deployment: object = {}) {
  return {
    status: 'ACTIVE',
    desiredCount,
    runningCount: desiredCount,
    pendingCount: 0,
    deployments: [
      {
        id: 'ecs-svc/1',
        status: 'PRIMARY',
        rolloutState: 'COMPLETED' as const,
        runningCount: desiredCount,
        ...deployment,
      },
    ],
    ...changes,
  };
}

/** The task at 10.0.0.<n>, running for an hour. */
export function task(name: string, n: number, changes: Partial<Task> = {}): Task {
  return {
    taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/cluster/${n}`,
    group: `service:${name}`,
    startedBy: 'ecs-svc/1',
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    startedAt: new Date(NOW - 3_600_000),
    attachments: [
      { type: 'ElasticNetworkInterface', details: [{ name: 'privateIPv4Address', value: `10.0.0.${n}` }] },
    ],
    ...changes,
  };
}

export function stopped(name: string, n: number, stoppedReason: string, changes: Partial<Task> = {}): Task {
  return task(name, n, {
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    stoppedAt: new Date(NOW - n * 1000),
    stoppedReason,
    ...changes,
  });
}

export function target(
  n: number,
  state = 'healthy',
  Reason?: string,
  Description?: string,
): TargetHealthDescription {
  return {
    Target: { Id: `10.0.0.${n}`, Port: 80 },
    // Emulators and AWS answer words that the SDK's list does not have.
    TargetHealth: { State: state, Reason, Description } as never,
  };
}

export function instance(n: number) {
  return { Id: `task-${n}`, Attributes: { AWS_INSTANCE_IPV4: `10.0.0.${n}` } };
}
