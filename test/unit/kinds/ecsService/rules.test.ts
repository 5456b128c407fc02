import type { JsonObject } from '../../../../src/model/json';
import { chain, twoServices, withEdges, withNodes, withoutEdge, withTwin } from '../../../fakes/topologies';
import { describeRules } from '../describeRules';

const users = (fields: JsonObject) => withNodes(chain(), { users: fields });
/** The link calls the service without a load balancer between. */
const direct = (record: 'A' | 'SRV') =>
  withEdges(
    withoutEdge(withoutEdge(withNodes(chain(), { nlb: null }), 'link', 'nlb'), 'nlb', 'users'),
    { from: 'link', to: 'users', routes: ['ANY /users'] },
    { from: 'users', to: 'names', record },
  );
const sidecars = (map: JsonObject) => users({ sidecars: map });
const image = 'public.ecr.aws/acme/tool:1';

describeRules('ecsService', [
  {
    code: 'T30',
    severity: 'error',
    fault: 'a port is open internally, for nobody in particular',
    document: withNodes(chain(), {
      users: {
        kind: 'ecsService',
        cluster: 'cluster',
        image: 'example/users:1',
        port: 8080,
        ingress: '8080 internal',
      },
    }),
    path: '/nodes/users/ingress',
  },
  {
    code: 'cpu-memory',
    severity: 'error',
    fault: 'Fargate has no such size',
    document: users({ cpu: 256, memory: 1536 }),
    path: '/nodes/users/memory',
  },
  {
    code: 'T9',
    severity: 'warning',
    fault: 'a known image listens on another port',
    document: users({ image: 'public.ecr.aws/nginx/nginx:1.27', port: 8080 }),
    path: '/nodes/users/port',
  },
  {
    code: 'T25',
    severity: 'info',
    fault: 'an image has no version',
    document: users({ image: 'public.ecr.aws/acme/users' }),
    path: '/nodes/users/image',
    mended: users({ image: `public.ecr.aws/acme/users@sha256:${'0'.repeat(64)}` }),
  },
  {
    code: 'T25',
    severity: 'info',
    fault: 'an image comes from Docker Hub',
    document: users({ image: 'acme/users:1' }),
    path: '/nodes/users/image',
    mended: users({ image: 'localhost:5000/acme/users:1' }),
  },
  {
    code: 'T32',
    severity: 'warning',
    fault: 'a password is a plain variable',
    document: users({ environment: { DB_PASSWORD: 'hunter2' } }),
    path: '/nodes/users/environment/DB_PASSWORD',
    mended: users({
      environment: { DB_PASSWORD_FILE: '/run/db', TOKEN_URL: 'https://a.example', TOKEN: '' },
    }),
  },
  {
    code: 'T32',
    severity: 'warning',
    fault: 'a sidecar has an access key among its variables',
    document: sidecars({ log: { image, environment: { ID: 'AKIAIOSFODNN7EXAMPLE' } } }),
    path: '/nodes/users/sidecars/log/environment/ID',
    mended: sidecars({ log: { image, environment: { ID: 'AKIA' } } }),
  },
  {
    code: 'duplicate-variable',
    severity: 'error',
    fault: 'a name is a variable and a secret',
    document: users({
      environment: { MODE: 'x' },
      secrets: { MODE: 'arn:aws:ssm:eu-west-1:123456789012:parameter/x' },
    }),
    path: '/nodes/users/environment/MODE',
  },
  {
    code: 'duplicate-variable',
    severity: 'error',
    fault: 'a call sets a variable that is set already',
    document: withNodes(twoServices(), { users: { environment: { ORDERS_URL: 'x' } } }),
    path: '/edges/6/env',
    mended: withNodes(twoServices(), { users: { environment: { OTHER_URL: 'x' } } }),
  },
  {
    code: 'duplicate-container',
    severity: 'error',
    fault: 'a sidecar has the name of the service',
    document: sidecars({ users: { image } }),
    path: '/nodes/users/sidecars/users',
    mended: sidecars({ log: { image } }),
  },
  {
    code: 'port-clash',
    severity: 'error',
    fault: 'a sidecar listens on the port of the service',
    document: sidecars({ log: { image, port: 8080 } }),
    path: '/nodes/users/sidecars/log/port',
    mended: sidecars({ log: { image, port: 8081 } }),
  },
  {
    code: 'unknown-container',
    severity: 'error',
    fault: 'a sidecar waits for one that is not there',
    document: sidecars({ log: { image, dependsOn: ['constructor'] } }),
    path: '/nodes/users/sidecars/log/dependsOn/0',
  },
  {
    code: 'dependency-cycle',
    severity: 'error',
    fault: 'sidecars wait for each other',
    document: sidecars({ a: { image, dependsOn: ['b'] }, b: { image, dependsOn: ['a'] } }),
    path: '/nodes/users/sidecars/a/dependsOn',
    mended: sidecars({ a: { image, dependsOn: ['b'] }, b: { image, dependsOn: ['users'] } }),
  },
  {
    code: 'too-many-containers',
    severity: 'error',
    fault: 'a task has eleven containers',
    document: sidecars(
      Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`s${index}`, { image }])),
    ),
    path: '/nodes/users/sidecars',
    mended: sidecars(Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`s${index}`, { image }]))),
  },
  {
    code: 'health-timeout',
    severity: 'error',
    fault: 'an HTTP check may take as long as its interval',
    document: users({ health: { path: '/', interval: 10, timeout: 10 } }),
    path: '/nodes/users/health/timeout',
  },
  {
    code: 'health-timeout',
    severity: 'error',
    fault: 'a TCP check may take longer than its interval',
    document: users({ health: { interval: 5, timeout: 6 } }),
    path: '/nodes/users/health/timeout',
  },
  {
    code: 'scaling-range',
    severity: 'error',
    fault: 'the least is more than the most',
    document: users({ scaling: { min: 3, max: 2 } }),
    path: '/nodes/users/scaling/max',
    mended: users({ scaling: { min: 2, max: 2 } }),
  },
  {
    code: 'no-room-to-deploy',
    severity: 'error',
    fault: 'a deployment may neither start nor stop a task',
    document: users({ deployment: { minimumHealthyPercent: 50, maximumPercent: 100 } }),
    path: '/nodes/users/deployment/maximumPercent',
  },
  {
    code: 'T15',
    severity: 'warning',
    fault: 'a task behind a load balancer has no time to start',
    document: users({ health: { grace: 0 } }),
    path: '/nodes/users/health/grace',
  },
  {
    code: 'too-many-target-groups',
    severity: 'error',
    fault: 'six listeners lead to one service',
    document: [81, 82, 83, 84, 85].reduce(
      (document, listener) => withTwin(document, { from: 'nlb', to: 'users', listener }),
      chain(),
    ),
    path: '/nodes/users',
    mended: [81, 82, 83, 84].reduce(
      (document, listener) => withTwin(document, { from: 'nlb', to: 'users', listener }),
      chain(),
    ),
  },
  {
    code: 'T4',
    severity: 'error',
    fault: 'a link finds no port in an A record',
    document: direct('A'),
    path: '/edges/2/record',
  },
  {
    code: 'T4',
    severity: 'error',
    fault: 'a link leads to a service that is registered nowhere',
    document: withoutEdge(direct('SRV'), 'users', 'names'),
    path: '/nodes/users',
    mended: direct('SRV'),
  },
  {
    code: 'T5',
    severity: 'warning',
    fault: 'a service that others call has an SRV record only',
    document: withEdges(twoServices(), { from: 'orders', to: 'names', record: 'SRV' }),
    path: '/edges/5/record',
  },
  {
    code: 'unnamed-callee',
    severity: 'error',
    fault: 'a variable is to hold the URL of a service without a name',
    document: withoutEdge(twoServices(), 'orders', 'names'),
    path: '/edges/5/env',
    mended: twoServices(),
  },
  {
    code: 'unnamed-callee',
    severity: 'info',
    fault: 'a service calls one without a name',
    document: withEdges(withoutEdge(twoServices(), 'orders', 'names'), {
      from: 'users',
      to: 'orders',
      env: null,
    }),
    path: '/edges/5',
    mended: twoServices(),
  },
  {
    code: 'unreached-service',
    severity: 'info',
    fault: 'nothing leads to a service',
    document: withoutEdge(chain(), 'nlb', 'users'),
    path: '/nodes/users',
    mended: chain(),
  },
]);
