import {
  originalChain,
  twoServices,
  withEdges,
  withNodes,
  withoutEdge,
  withTwin,
} from '../../fakes/topologies';
import type { JsonObject } from '../../../src/model/json';
import { REGION } from '../stage';

/** What is in the account before us. */
export interface Surroundings {
  /** Three subnets; a file begins with the first two. */
  readonly network: { readonly vpcId: string; readonly subnetIds: readonly string[] };
  readonly otherNetwork: { readonly vpcId: string; readonly subnetIds: readonly string[] };
  /** A security group of somebody else, in the first network. */
  readonly group: string;
}

export type Edit = (document: JsonObject, around: Surroundings) => JsonObject;

const nodes =
  (changes: Parameters<typeof withNodes>[1]): Edit =>
  (document) =>
    withNodes(document, changes);
const edges =
  (...changes: JsonObject[]): Edit =>
  (document) =>
    withEdges(document, ...changes);
const users = (changes: JsonObject) => nodes({ 'user-service': changes });
const both =
  (...edits: Edit[]): Edit =>
  (document, around) =>
    edits.reduce((changed, edit) => edit(changed, around), document);
const set =
  (members: (around: Surroundings) => JsonObject): Edit =>
  (document, around) => ({ ...document, ...members(around) });
const without =
  (...gone: string[]): Edit =>
  (document) =>
    withNodes(document, Object.fromEntries(gone.map((id) => [id, null])));
const cut =
  (from: string, to: string): Edit =>
  (document) =>
    withoutEdge(document, from, to);

const SECRET = `arn:aws:secretsmanager:${REGION}:123456789012:secret:token`;
/** On everything that takes tags. */
const TAGS = { team: 'store', 'cost center': '42' };
const ROLE = 'arn:aws:iam::123456789012:role';

/** The original chain, changed in place, each row on top of the one before. */
export const IN_PLACE = {
  'another image': users({ image: 'nginxdemos/hello:0.4' }),
  'a variable': users({ environment: { MODE: 'fast' } }),
  'another value of it': users({ environment: { MODE: 'slow' } }),
  'a secret': users({ secrets: { TOKEN: `${SECRET}-a` } }),
  'another secret': users({ secrets: { TOKEN: `${SECRET}-b` } }),
  'a command': users({ command: ['serve', '--quiet'] }),
  'another size': users({ cpu: 512, memory: 1024 }),
  'another architecture': users({ architecture: 'ARM64' }),
  'a sidecar': users({ sidecars: { proxy: { image: 'envoy:1', port: 9901, essential: true } } }),
  'a sidecar that waits': users({
    sidecars: { proxy: { port: 9902, essential: false, dependsOn: ['user-service'] } },
  }),
  'a check in the container': users({ healthCheck: { command: ['CMD-SHELL', 'true'] } }),
  'another check in the container': users({
    healthCheck: { command: ['CMD', 'true'], interval: 60, timeout: 9, retries: 5, startPeriod: 30 },
  }),
  'a container that waits for health': users({
    sidecars: {
      proxy: { dependsOn: [{ containerName: 'user-service', condition: 'HEALTHY' }] },
    },
  }),
  'no check, and no sidecar': users({ sidecars: null, healthCheck: null }),
  'a larger disk': users({ ephemeralStorage: 40 }),
  'a container held short': users({ stopTimeout: 90, readonlyRootFilesystem: true, user: '1000:1000' }),
  'open files': users({ ulimits: { nofile: { softLimit: 70_000, hardLimit: 80_000 } } }),
  'more open files': users({ ulimits: { nofile: { softLimit: 90_000, hardLimit: 100_000 } } }),
  'logs that do not block': users({
    logConfiguration: { mode: 'non-blocking', maxBufferSize: '25m', datetimeFormat: '%Y' },
  }),
  'logs that block': users({ logConfiguration: { mode: 'blocking', maxBufferSize: null } }),
  'events by date': users({ logConfiguration: { datetimeFormat: null, multilinePattern: '^\\d' } }),
  'nothing of all that': users({
    ephemeralStorage: null,
    stopTimeout: null,
    readonlyRootFilesystem: null,
    user: null,
    ulimits: null,
    logConfiguration: null,
  }),
  'more tasks': users({ desiredCount: 3 }),
  'tasks on Spot': users({ capacityProviderStrategy: { FARGATE: {}, FARGATE_SPOT: { base: 1, weight: 3 } } }),
  'less on Spot': users({
    capacityProviderStrategy: { FARGATE: { base: 1, weight: 2 }, FARGATE_SPOT: { base: 0, weight: 1 } },
  }),
  'nothing on Spot': users({ capacityProviderStrategy: null }),
  scaling: users({ scaling: { min: 1, max: 4, cpu: 60 } }),
  'more scaling': users({ scaling: { min: 2, max: 6, cpu: 50, memory: 80 } }),
  'less scaling': users({ scaling: { cpu: null } }),
  'no scaling': users({ scaling: null }),
  'a group of somebody else': (document, { group }) =>
    withNodes(document, { 'user-service': { securityGroups: [group] } }),
  'roles of somebody else': users({ executionRole: `${ROLE}/start`, taskRole: `${ROLE}/work` }),
  'roles of our own again': users({ executionRole: null, taskRole: null }),
  'a shell in the tasks': users({ exec: true }),
  'a permissions boundary': set(() => ({ permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary' })),
  'another permissions boundary': set(() => ({
    permissionsBoundary: 'arn:aws:iam::123456789012:policy/narrow',
  })),
  'no permissions boundary': (document) =>
    Object.fromEntries(Object.entries(document).filter(([key]) => key !== 'permissionsBoundary')),
  'logs for a week': users({ logRetentionDays: 7 }),
  'a check by HTTP': users({ health: { path: '/' } }),
  'a check of another path': users({ health: { path: '/health' } }),
  'a check on a port of its own': users({ health: { port: 8081 } }),
  'a check on another port': users({ health: { port: 8082 } }),
  'a slower check': users({ health: { interval: 30, timeout: 10, healthy: 3, unhealthy: 4 } }),
  'a check by TCP again': users({ health: null }),
  'no cross-zone': nodes({ nlb: { crossZone: false } }),
  'deletion protection': nodes({ nlb: { deletionProtection: true } }),
  'no deletion protection': nodes({ nlb: { deletionProtection: false } }),
  'container insights': nodes({ cluster: { containerInsights: true } }),
  'a longer time to live': edges({ from: 'user-service', to: 'namespace', ttl: 60 }),
  'another name of the API': nodes({ api: { name: 'store-api' } }),
  'another name of the link': nodes({ link: { name: 'store-link' } }),
  CORS: nodes({ api: { cors: { allowOrigins: ['https://a.example'], allowMethods: ['GET'] } } }),
  'all of CORS': nodes({
    api: {
      cors: {
        allowOrigins: ['https://a.example', 'https://b.example'],
        allowMethods: ['GET', 'POST'],
        allowHeaders: ['x-a'],
        exposeHeaders: ['x-b'],
        maxAge: 60,
        allowCredentials: true,
      },
    },
  }),
  'no CORS': nodes({ api: { cors: null } }),
  'the stage in the path': nodes({ api: { keepStagePath: true } }),
  'no stage in the path': nodes({ api: { keepStagePath: false } }),
  'signed calls only': nodes({ api: { auth: 'iam' } }),
  'a second listener': both(
    edges({
      from: 'link',
      to: 'nlb',
      routes: ['ANY /users', 'ANY /users/{proxy+}'].map((key) => ({ key, listener: 80 })),
    }),
    (document) => withTwin(document, { from: 'nlb', to: 'user-service', listener: 81 }),
  ),
  'a route to it': edges({
    from: 'link',
    to: 'nlb',
    routes: [
      { key: 'ANY /users', listener: 80 },
      { key: 'ANY /users/{proxy+}', listener: 81 },
    ],
  }),
  'another path for the backend': edges({
    from: 'link',
    to: 'nlb',
    routes: [
      { key: 'ANY /users', listener: 80, path: '/all' },
      { key: 'ANY /users/{proxy+}', listener: 81 },
    ],
  }),
} as const satisfies Record<string, Edit>;

/** Two services of which one calls the other, made anew in part, renamed and taken down node by node. */
export const MADE_ANEW = {
  'another name of the namespace': nodes({ names: { name: 'store.internal' } }),
  'records with a port': edges({ from: 'orders', to: 'names', record: 'SRV' }),
  'another name of the cluster': nodes({ cluster: { name: 'store-cluster' } }),
  'scaling of a service': nodes({ users: { scaling: { min: 1, max: 3, cpu: 60 } } }),
  'another name of a service': nodes({ users: { name: 'people' } }),
  'another port of the caller': nodes({ users: { port: 9090 } }),
  'another port of the callee': nodes({ orders: { port: 9001 } }),
  'another name of the load balancer': nodes({ nlb: { name: 'store-nlb' } }),
  // Moto cannot tag a stage that is there, so the tags change together with the stage.
  'another value of a tag, and another stage with limits and logs': both(
    set(() => ({ tags: { ...TAGS, team: 'people' } })),
    nodes({ api: { stage: 'live', throttle: { rate: 5, burst: 10 }, accessLogs: { retentionDays: 7 } } }),
    edges({
      from: 'link',
      to: 'nlb',
      routes: [{ key: 'ANY /users', throttle: { rate: 1, burst: 2 } }, 'ANY /users/{proxy+}'],
    }),
  ),
  'the first tags, and the first stage without any': both(
    set(() => ({ tags: TAGS })),
    nodes({ api: { stage: 'prod', throttle: null, accessLogs: null } }),
    edges({ from: 'link', to: 'nlb', routes: ['ANY /users', 'ANY /users/{proxy+}'] }),
  ),
  'a link in other subnets': set(({ network: { vpcId, subnetIds } }) => ({
    network: { vpcId, subnetIds: subnetIds.slice(0, 2), clientSubnetIds: subnetIds.slice(1) },
  })),
  'other subnets': set(({ network: { vpcId, subnetIds } }) => ({
    network: { vpcId, subnetIds: subnetIds.slice(1) },
  })),
  'another network': set(({ otherNetwork: { vpcId, subnetIds } }) => ({
    network: { vpcId, subnetIds: [...subnetIds] },
  })),
  'another listener': edges({ from: 'nlb', to: 'users', listener: 81 }),
  'a route less': edges({ from: 'link', to: 'nlb', routes: ['ANY /users/{proxy+}'] }),
  'no call': cut('users', 'orders'),
  'no registration of the callee': cut('orders', 'names'),
  'no callee': without('orders'),
  'no namespace': both(cut('users', 'names'), without('names')),
  'no target': both(cut('link', 'nlb'), cut('nlb', 'users')),
  'no load balancer': without('nlb'),
  'no service and no cluster': without('users', 'cluster'),
  'no door': both(cut('client', 'api'), cut('api', 'link'), without('api', 'link')),
} as const satisfies Record<string, Edit>;

/** Where each walk begins. */
export const STARTS = {
  inPlace: (around: Surroundings) => begun(originalChain(), around),
  madeAnew: (around: Surroundings) => begun(twoServices(), around),
};

function begun(document: JsonObject, { network: { vpcId, subnetIds } }: Surroundings): JsonObject {
  return {
    ...document,
    region: REGION,
    network: { vpcId, subnetIds: subnetIds.slice(0, 2) },
    tags: TAGS,
  };
}
