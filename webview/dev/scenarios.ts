import { defineKind, type Kind } from '../../src/kinds/kind';
import type { JsonValue } from '../../src/model/json';
import type { DetailRow } from '../../src/model/liveDetails';
import type { HopStatus, NodeProgress, PlannedChange, StatusMessage } from '../../src/model/protocol';
import * as z from '../../src/zod';
import * as documents from './documents';

/** What the page shows, chosen by `?scenario=`. */
export interface Scenario {
  readonly document: JsonValue | undefined;
  readonly status?: StatusMessage;
  readonly readOnly?: string;
  /** The one that is shown first. */
  readonly environment?: string;
  /** Beside those of the product. */
  readonly kinds?: readonly Kind[];
}

const connected = {
  type: 'status',
  connection: { label: 'dev-account', kind: 'aws', account: '123456789012', region: 'ap-southeast-1' },
  nodes: {},
  edges: {},
} as const satisfies StatusMessage;

const ok = (summary?: string): HopStatus => ({ state: 'ok', ...(summary === undefined ? {} : { summary }) });

const greenChain: StatusMessage = {
  ...connected,
  connection: { label: 'Sandbox', kind: 'sandbox', account: '123456789012', region: 'ap-southeast-1' },
  invokeUrl: 'http://127.0.0.1:4500/execute-api/a1b2c3/prod',
  nodes: {
    client: ok('reached'),
    api: ok('deployed'),
    link: ok('available'),
    nlb: ok('active'),
    cluster: ok('active'),
    'user-service': ok('2/2 running'),
    namespace: ok('2 instances'),
  },
  edges: {
    'client--api': ok(),
    'api--link': ok(),
    'link--nlb': ok(),
    'nlb--user-service': ok(),
    'user-service--namespace': ok(),
  },
  response: {
    request: 'GET /users',
    ok: true,
    status: 200,
    latencyMs: 41,
    body: 'Server name: ip-10-20-1-4',
  },
};

/** A service in the middle of a rollout, one task of which was killed. */
function rolling(now: number): NonNullable<StatusMessage['inspected']> {
  const minutes = (count: number) => now - count * 60_000;
  const task = (id: string, rest: Omit<DetailRow, 'key' | 'name' | 'task'>): DetailRow => {
    const arn = `arn:aws:ecs:ap-southeast-1:123456789012:task/main/${id}24efac5cd3a4bd`;
    return { key: arn, name: id, task: arn, ...rest };
  };
  return {
    hop: 'user-service',
    lists: [
      {
        title: 'Tasks',
        rows: [
          task('8f14e45f', {
            state: 'ok',
            text: 'RUNNING · 10.20.1.4 · ap-southeast-1a · user-service:4',
            at: minutes(3),
          }),
          task('c9f0f895', {
            state: 'pending',
            text: 'PENDING · 10.20.2.9 · ap-southeast-1b · user-service:4',
            at: minutes(0.4),
          }),
          task('45c48cce', {
            state: 'broken',
            text: 'STOPPED · 10.20.2.7 · ap-southeast-1b · user-service:3',
            reason:
              'OutOfMemoryError: Container killed due to memory usage; exit code 137 of container user-service',
            at: minutes(5),
          }),
        ],
      },
      {
        title: 'Deployments',
        rows: [
          {
            key: 'ecs-svc/2',
            state: 'pending',
            name: 'user-service:4',
            text: 'PRIMARY · IN_PROGRESS · 1/2 running',
            reason: 'ECS deployment ecs-svc/2 in progress.',
            at: minutes(4),
          },
          {
            key: 'ecs-svc/1',
            state: 'ok',
            name: 'user-service:3',
            text: 'ACTIVE · COMPLETED · 1/2 running',
            at: minutes(26 * 60),
          },
        ],
      },
      {
        title: 'Targets',
        rows: [
          { key: '10.20.1.4:80', state: 'ok', name: '10.20.1.4:80', text: 'healthy · ap-southeast-1a' },
          {
            key: '10.20.2.9:80',
            state: 'pending',
            name: '10.20.2.9:80',
            text: 'initial · ap-southeast-1b',
            reason: 'Elb.RegistrationInProgress: Target registration is in progress',
          },
        ],
      },
      { title: 'Instances', rows: [], unknown: 'servicediscovery:ListInstances is not allowed.' },
      {
        title: 'Events',
        rows: [
          {
            key: 'e2',
            state: 'unknown',
            name: '(service user-service) has started 1 tasks: (task c9f0f89524efac5cd3a4bd).',
            at: minutes(1),
          },
          {
            key: 'e1',
            state: 'unknown',
            name: '(service user-service) has reached a steady state.',
            at: minutes(26 * 60),
          },
        ],
      },
    ],
  };
}

const broken: HopStatus = {
  state: 'broken',
  summary: '0/2 healthy',
  reason: 'Target.FailedHealthChecks: Health checks failed (2 of 2 targets on port 8080).',
  remedy: 'Set the port to the one that the container listens on, or mend the health check.',
};

const green: Record<string, HopStatus> = {
  client: ok('reached'),
  api: ok('deployed'),
  link: ok('available'),
  'nlb-users': ok('active'),
  'nlb-orders': ok('active'),
  cluster: ok('active'),
  'user-service': ok('2/2 running'),
  'order-service': ok('2/2 running'),
  namespace: ok('4 instances'),
};

const running = (state: NodeProgress['state'], text: string): NodeProgress => ({ state, text });

const planned: readonly PlannedChange[] = [
  {
    action: 'replace',
    node: 'link',
    what: 'VPC link ecs-vpc-link',
    interruption: 'Requests fail for about 2 minutes while it is made anew.',
    properties: [
      {
        path: 'subnetIds',
        before: '["subnet-a","subnet-b","subnet-c"]',
        after: '["subnet-a","subnet-b"]',
        replaces: true,
      },
    ],
  },
  { action: 'create', node: 'nlb-orders', what: 'load balancer nlb-order-service', properties: [] },
  { action: 'create', node: 'order-service', what: 'service order-service', properties: [] },
  {
    action: 'update',
    node: 'user-service',
    what: 'task definition user-service',
    properties: [
      { path: 'image', before: 'nginxdemos/hello:0.3', after: 'nginxdemos/hello:latest' },
      { path: 'environment.LOG_LEVEL', before: 'none', after: 'info' },
    ],
  },
  {
    action: 'update',
    node: 'user-service',
    what: 'service user-service',
    properties: [
      {
        path: 'desiredCount',
        before: '3',
        after: '2',
        drift: true,
        take: { type: 'setField', target: { node: 'user-service' }, path: ['desiredCount'], value: 3 },
      },
    ],
  },
  { action: 'delete', node: 'report-service', what: 'service report-service', properties: [] },
  {
    action: 'delete',
    node: 'report-service',
    what: 'target group report-service',
    holders: ['nlb-users/listener/report-service/8081'],
    properties: [],
  },
];

/** A kind that nobody wrote a line of the page for. */
const queue = defineKind({
  kind: 'queue',
  stem: 'queue',
  title: 'Queue',
  description: 'Keeps messages until someone takes them.',
  place: 'network',
  schema: z.object({
    name: z.string(),
    retention: z.int().default(4).meta({ title: 'Retention', unit: 'days', section: 'Queue' }),
  }),
  initial: { name: 'orders' },
  provides: { tcpService: () => unplanned() },
  accepts: [],
  facts: ({ retention }) => [`${retention} days`, ''],
  resources: () => [],
});

function unplanned(): never {
  throw new Error('The page plans nothing');
}

export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map<string, Scenario>([
  ['empty', { document: documents.empty, status: { ...connected, connection: { label: '', kind: 'none' } } }],
  ['eighth', { document: documents.chain, status: connected, kinds: [queue] }],
  ['chain', { document: documents.chain, status: connected }],
  ['two', { document: documents.twoServices, status: connected }],
  ['callee', { document: documents.callee, status: connected }],
  ['strays', { document: documents.strays, status: connected }],
  ['problems', { document: documents.faulty, status: connected }],
  ['green', { document: documents.chain, status: greenChain }],
  [
    'stale',
    {
      document: documents.chain,
      status: {
        ...greenChain,
        stale: {
          since: Date.now() - 134_000,
          reason: 'The AWS session has expired. Sign in again: aws sso login --profile dev',
        },
      },
    },
  ],
  ['inspected', { document: documents.chain, status: { ...greenChain, inspected: rolling(Date.now()) } }],
  [
    'broken',
    {
      document: documents.twoServices,
      status: {
        ...connected,
        nodes: { ...green, 'user-service': broken },
        edges: {
          'client--api': ok(),
          'api--link': ok(),
          'link--nlb-users': ok(),
          'nlb-users--user-service': { state: 'broken' },
          'link--nlb-orders': ok(),
          'nlb-orders--order-service': ok(),
        },
        brokenHop: 'user-service',
        response: { request: 'GET /users', ok: false, status: 503, latencyMs: 29_004, body: '' },
      },
    },
  ],
  [
    'deploying',
    {
      document: documents.twoServices,
      status: {
        ...connected,
        nodes: { 'user-service': { state: 'pending', summary: 'starting' } },
        run: {
          kind: 'deploy',
          done: 17,
          total: 34,
          seconds: 84,
          remaining: 131,
          nodes: {
            api: running('done', 'Created in 3 s'),
            link: {
              ...running('running', 'Creating VPC link · 42 s'),
              ...{ step: 'Creating VPC link', seconds: 42 },
            },
            'nlb-users': {
              ...running('running', 'Creating load balancer · 61 of about 150 s'),
              ...{ step: 'Creating load balancer', seconds: 61, expected: 150 },
            },
            'nlb-orders': running('failed', 'Subnets have no free addresses'),
            cluster: running('done', 'Created in 2 s'),
            'user-service': running('waiting', 'Waits for the load balancer'),
            'order-service': running('skipped', 'Skipped: its load balancer failed'),
            namespace: running('done', 'Created in 31 s'),
          },
        },
      },
    },
  ],
  [
    'plan',
    {
      document: documents.twoServices,
      status: {
        ...connected,
        plan: {
          kind: 'deploy',
          summary: { create: 12, update: 2, replace: 1, delete: 3 },
          edges: {
            'link--nlb-orders': 'create',
            'nlb-orders--order-service': 'create',
            'user-service--order-service': 'create',
            'nlb-users--report-service': 'delete',
          },
          changes: planned,
          nodes: {
            link: { mark: 'replace', text: 'subnets: 3 → 2' },
            'nlb-orders': { mark: 'create', text: '4 resources' },
            'order-service': { mark: 'create', text: '8 resources' },
            'user-service': { mark: 'update', text: 'image: hello:0.3 → hello:latest' },
            'report-service': { mark: 'delete', text: '9 resources' },
          },
        },
      },
    },
  ],
  [
    'teardown',
    {
      document: documents.chain,
      status: {
        ...greenChain,
        plan: {
          kind: 'destroy',
          summary: { create: 0, update: 0, replace: 0, delete: 4 },
          nodes: {
            link: { mark: 'delete', text: '2 to delete' },
            nlb: { mark: 'delete', text: '2 to delete' },
          },
          edges: {},
          changes: [
            { action: 'delete', node: 'link', what: 'VPC link ecs-vpc-link', properties: [] },
            { action: 'delete', node: 'nlb', what: 'load balancer nlb-user-service', properties: [] },
            {
              ...{ action: 'delete', node: 'nlb', what: 'security group', properties: [] },
              holders: ['nlb/loadBalancer'],
            },
            {
              ...{ action: 'delete', node: 'link', what: 'security group', properties: [] },
              holders: ['link/vpcLink'],
            },
          ],
        },
      },
    },
  ],
  ['many', { document: documents.many(40), status: connected }],
  ['quickfix', { document: documents.mendable, status: connected }],
  ['environments', { document: documents.environments, status: connected, environment: 'dev' }],
  ['names', { document: documents.longNames, status: connected }],
  [
    'readonly',
    {
      document: documents.chain,
      status: connected,
      readOnly: 'The text does not parse: a comma is missing in line 14.',
    },
  ],
  [
    'unreadable',
    {
      document: undefined,
      status: connected,
      readOnly: 'The text does not parse: line 1 begins with <<<<<<< where a { should be.',
    },
  ],
]);
