import fc from 'fast-check';
import { KINDS } from '../../../src/kinds/index';
import type { Edit } from '../../../src/model/edit';
import type { JsonObject, JsonValue } from '../../../src/model/json';

/** Ids that collide often, beside ones that every object has as members. */
export const id = fc.constantFrom(
  'a',
  'b',
  'c',
  'd',
  'e',
  'constructor',
  '__proto__',
  'toString',
  'Bad Id',
  '',
);

const member = fc.constantFrom(
  ...new Set([
    ...[
      'kind',
      'title',
      'existing',
      'from',
      'to',
      'listener',
      'targetPort',
      'routes',
      'env',
      'record',
      'ttl',
    ],
    ...['version', 'network', 'tags', 'environments', 'layout', 'vpcId', 'subnetIds', 'key', 'api', 'path'],
    ...['__proto__', 'constructor', 'hasOwnProperty', 'unknown'],
    ...KINDS.flatMap(({ schema }) => Object.keys(schema.shape)),
  ]),
);

const word = fc.constantFrom(
  ...KINDS.map(({ kind }) => kind),
  ...['a', 'b', '__proto__', 'nginx', 'ANY /users/{proxy+}', 'GET /a/{id}', 'GET /a/{b}/c', '$default', '/'],
  ...['micro.local', 'arn:aws:ssm:x:y:z', 'jwt', 'iam', 'SRV', 'vpc-1', 'subnet-1', ''],
);

const scalar = fc.oneof(
  word,
  fc.constantFrom<JsonValue>(null, true, false, 0, -1, 80, 81, 443, 512, 1.5, 1e9),
);

/** Any JSON, with members that mean something somewhere. */
export const anything: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(member, tie('value')), { maxLength: 5 }).map(objectOf),
  ),
})).value;

const route = fc.oneof(
  fc.constantFrom<JsonValue>('ANY /a', 'ANY /a/{proxy+}', 'GET /a/{id}', 'GET /a/{b}/c', '$default'),
  fc.record(
    {
      key: fc.constantFrom('ANY /a', 'GET /b/{proxy+}'),
      api: id,
      listener: fc.constantFrom(80, 81),
      auth: fc.constantFrom('none', 'iam', 'jwt'),
      throttle: fc.constantFrom({ rate: 1, burst: 2 }, { rate: 20, burst: 40 }),
      path: fc.constant('/${request.path.proxy}'),
    },
    { requiredKeys: ['key'] },
  ),
);

const sidecars = fc
  .array(
    fc.tuple(
      id,
      fc.record({
        image: fc.constant('x:1'),
        port: fc.constantFrom(80, 81),
        dependsOn: fc.array(
          fc.oneof(id, fc.record({ containerName: id, condition: fc.constantFrom('HEALTHY', 'SUCCESS') })),
          { maxLength: 2 },
        ),
      }),
    ),
    { maxLength: 3 },
  )
  .map(objectOf);

/** Nodes that nearly always fit their schemas, so that rules and planner have something to look at. */
const goodNode = fc.oneof(
  fc.constant<JsonValue>({ kind: 'client', requests: [{ name: 'r', method: 'GET', path: '/a/1' }] }),
  fc.constantFrom<JsonValue>(
    { kind: 'apiGateway' },
    { kind: 'apiGateway', auth: 'iam', cors: { allowOrigins: ['*'] } },
  ),
  fc.constantFrom<JsonValue>({ kind: 'vpcLink' }, { kind: 'vpcLink', existing: 'l' }),
  fc.constantFrom<JsonValue>({ kind: 'nlb' }, { kind: 'nlb', existing: 'n' }),
  fc.constantFrom<JsonValue>({ kind: 'ecsCluster' }, { kind: 'ecsCluster', existing: 'c' }),
  fc.constantFrom<JsonValue>({ kind: 'cloudMap', name: 'a.local' }, { kind: 'cloudMap', name: 'b.internal' }),
  fc.record({
    kind: fc.constant('ecsService'),
    cluster: id,
    image: fc.constantFrom('nginx', 'public.ecr.aws/x/y:1'),
    port: fc.constantFrom(80, 8080),
    sidecars,
  }),
);

const goodEdge = fc.record(
  {
    from: id,
    to: id,
    listener: fc.constantFrom(80, 81),
    targetPort: fc.constantFrom(80, 8080),
    routes: fc.array(route, { maxLength: 3 }),
    env: fc.constantFrom('X_URL', 'Y_URL'),
    record: fc.constantFrom('A', 'SRV'),
  },
  { requiredKeys: ['from', 'to'] },
);

/** A topology with nodes and edges that are mostly right, and here and there not at all. */
export const topology: fc.Arbitrary<JsonObject> = fc
  .record({
    nodes: fc.array(fc.tuple(id, rarely(goodNode)), { maxLength: 9 }).map(objectOf),
    edges: fc.array(rarely(goodEdge), { maxLength: 14 }),
    layout: fc
      .array(fc.tuple(id, rarely(fc.tuple(fc.integer(), fc.integer()))), { maxLength: 3 })
      .map(objectOf),
    network: rarely(fc.constant({ vpcId: 'vpc-1', subnetIds: ['subnet-1', 'subnet-2'] })),
  })
  .map((parts) => ({ version: 1, name: 'x', ...parts }));

const WIRES = [
  ['client', 'api'],
  ['api', 'link'],
  ['admin', 'link'],
  ['link', 'nlb'],
  ['link', 'one'],
  ['nlb', 'one'],
  ['nlb', 'two'],
  ['one', 'two'],
  ['two', 'one'],
  ['one', 'names'],
  ['two', 'names'],
] as const;

const wire = fc.constantFrom(...WIRES).chain(([from, to]) =>
  fc
    .record(
      {
        listener: fc.constantFrom(80, 81, 82),
        routes: fc.uniqueArray(route, { maxLength: 2, selector: (one) => JSON.stringify(one) }),
        env: fc.constantFrom('X_URL', 'Y_URL'),
        record: fc.constantFrom('A', 'SRV'),
      },
      { requiredKeys: [] },
    )
    .map((fields) => ({ from, to, ...fields })),
);

const throttled = fc.constantFrom({ rate: 5, burst: 10 }, { rate: 50, burst: 100 });

const wiredApi = fc.record(
  {
    kind: fc.constant('apiGateway'),
    stage: fc.constantFrom('prod', '$default', 'v1'),
    auth: fc.constantFrom<JsonValue>('none', 'iam', {
      jwt: { issuer: 'https://id.example.com', audience: ['x'] },
    }),
    throttle: throttled,
    keepStagePath: fc.boolean(),
    accessLogs: fc.constant(true),
  },
  { requiredKeys: ['kind'] },
);

const wiredBalancer = fc.record(
  {
    kind: fc.constant('nlb'),
    name: fc.constantFrom('front', 'a-load-balancer-named-at-the-max'),
    crossZone: fc.boolean(),
  },
  { requiredKeys: ['kind'] },
);

const wiredService = fc.record(
  {
    kind: fc.constant('ecsService'),
    cluster: fc.constant('cluster'),
    image: fc.constant('x:1'),
    port: fc.constantFrom(80, 8080),
    desiredCount: fc.constantFrom(1, 2),
    health: fc.constantFrom<JsonValue>({}, { path: '/health', port: 9000 }, { path: '/', grace: 0 }),
    secrets: fc.constantFrom<JsonValue>(
      {},
      {
        KEY: 'arn:aws:ssm:eu-west-1:123456789012:parameter/key',
        TOKEN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-AbCdEf',
      },
    ),
    exec: fc.boolean(),
    deployment: fc.constantFrom('safe', 'fast'),
    sidecars: fc.constantFrom<JsonValue>({}, { log: { image: 'y' } }, { log: { image: 'y', port: 9000 } }),
  },
  { requiredKeys: ['kind', 'cluster', 'image', 'port'] },
);

/** All kinds in many guises, wired up by some of the wires that are legal: often a topology without errors. */
export const wired: fc.Arbitrary<JsonObject> = fc
  .record({
    edges: fc.uniqueArray(wire, { maxLength: 10, selector: ({ from, to }) => `${from} ${to}` }),
    name: fc.constantFrom('x', 'a-topology-with-a-name-at-the-m'),
    api: wiredApi,
    nlb: wiredBalancer,
    one: wiredService,
    two: wiredService,
  })
  .map(({ edges, name, api, nlb, one, two }) => ({
    version: 1,
    name,
    network: { vpcId: 'vpc-1', subnetIds: ['subnet-1', 'subnet-2'] },
    nodes: {
      client: { kind: 'client' },
      api,
      admin: { kind: 'apiGateway', auth: 'iam', accessLogs: true },
      link: { kind: 'vpcLink' },
      nlb,
      cluster: { kind: 'ecsCluster' },
      one,
      two,
      names: { kind: 'cloudMap', name: 'x.internal' },
    },
    edges,
  }));

const edgeRef = fc.record(
  { from: id, to: id, listener: fc.constantFrom(80, 81) },
  { requiredKeys: ['from', 'to'] },
);
const path = fc.array(fc.oneof(member, fc.nat({ max: 3 })), { minLength: 1, maxLength: 3 });
const target = fc.oneof(
  fc.record({ node: id }),
  fc.record({ edge: edgeRef }),
  fc.constant({ document: true as const }),
);
const position = fc.tuple(fc.integer(), fc.integer());
const object = fc.array(fc.tuple(member, anything), { maxLength: 3 }).map(objectOf);

const single = fc.oneof(
  fc.record({
    type: fc.constant('addNode' as const),
    id,
    node: fc.oneof(object, goodNode.map(asObject)),
    position,
  }),
  fc.record({
    type: fc.constant('remove' as const),
    nodes: fc.array(id, { maxLength: 3 }),
    edges: fc.array(edgeRef, { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('move' as const),
    positions: fc
      .array(fc.tuple(id, position), { maxLength: 3 })
      .map((entries) => Object.fromEntries(entries)),
  }),
  fc.record({ type: fc.constant('connect' as const), edge: fc.oneof(object, goodEdge.map(asObject)) }),
  fc.record({ type: fc.constant('renameNode' as const), from: id, to: id }),
  fc.record(
    { type: fc.constant('setField' as const), target, path, value: anything },
    { requiredKeys: ['type', 'target', 'path'] },
  ),
  fc.record({ type: fc.constant('renameField' as const), target, path, key: member }),
);

export const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: single },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('batch' as const), edits: fc.array(single, { maxLength: 4 }) }),
  },
);

function rarely<T>(usual: fc.Arbitrary<T>): fc.Arbitrary<T | JsonValue> {
  return fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: anything });
}

/** `__proto__` becomes a member like any other. */
function objectOf(entries: readonly (readonly [string, unknown])[]): JsonObject {
  // Only JSON is generated.
  return Object.fromEntries(entries) as JsonObject;
}

function asObject(value: unknown): JsonObject {
  // As above.
  return value as JsonObject;
}
