import { prepare, type Prepared } from '../../../../src/live/prepare';
import type { JsonObject } from '../../../../src/model/json';
import { registry } from '../../../fakes/topologies';

/** What the nodes of a topology are called that a breakage is done to. */
export interface Roles {
  readonly api: string;
  readonly link: string;
  readonly nlb: string;
  /** The service behind the load balancer. */
  readonly front: string;
  /** The one that it calls by name. */
  readonly back: string;
  readonly names: string;
  /** The first route, which has no variable at its end. */
  readonly route: string;
  readonly stage: string;
  readonly listener: number;
  readonly port: number;
}

/** A topology, and what is what in it. */
export interface Chain {
  readonly title: string;
  readonly document: JsonObject;
  readonly prepared: Prepared;
  readonly roles: Roles;
}

const SHOP: JsonObject = {
  version: 1,
  name: 'shop',
  region: 'eu-west-1',
  network: { vpcId: 'vpc-0123', subnetIds: ['subnet-b', 'subnet-a'] },
  nodes: {
    client: { kind: 'client', requests: [{ name: 'users', method: 'GET', path: '/users' }] },
    api: { kind: 'apiGateway', stage: 'prod' },
    link: { kind: 'vpcLink' },
    nlb: { kind: 'nlb' },
    cluster: { kind: 'ecsCluster' },
    users: {
      kind: 'ecsService',
      cluster: 'cluster',
      image: 'public.ecr.aws/acme/users:1.2',
      port: 8080,
      desiredCount: 2,
      secrets: { DATABASE_URL: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:users-AbCdEf' },
    },
    orders: { kind: 'ecsService', cluster: 'cluster', image: 'public.ecr.aws/acme/orders:3', port: 9000 },
    names: { kind: 'cloudMap', name: 'shop.internal' },
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

const HELPDESK: JsonObject = {
  version: 1,
  name: 'helpdesk',
  region: 'eu-west-1',
  network: { vpcId: 'vpc-0123', subnetIds: ['subnet-a', 'subnet-b'] },
  nodes: {
    browser: { kind: 'client', requests: [{ name: 'open', method: 'GET', path: '/tickets' }] },
    door: { kind: 'apiGateway', stage: 'v1' },
    pipe: { kind: 'vpcLink' },
    balancer: { kind: 'nlb' },
    machines: { kind: 'ecsCluster' },
    'ticket-web': {
      kind: 'ecsService',
      cluster: 'machines',
      image: 'ghcr.io/helpdesk/web:7',
      port: 3000,
      desiredCount: 3,
      secrets: { TOKEN: 'arn:aws:ssm:eu-west-1:123456789012:parameter/helpdesk/token' },
    },
    mailer: { kind: 'ecsService', cluster: 'machines', image: 'ghcr.io/helpdesk/mailer:2', port: 2525 },
    directory: { kind: 'cloudMap', name: 'helpdesk.local' },
  },
  edges: [
    { from: 'browser', to: 'door' },
    { from: 'door', to: 'pipe' },
    { from: 'pipe', to: 'balancer', routes: ['GET /tickets', 'ANY /tickets/{proxy+}', 'POST /tickets'] },
    { from: 'balancer', to: 'ticket-web', listener: 8443 },
    { from: 'ticket-web', to: 'mailer', env: 'MAILER_URL' },
    { from: 'ticket-web', to: 'directory' },
    { from: 'mailer', to: 'directory' },
  ],
};

/** The chain of product.md with a second service, and one like it with other names, ports and numbers. */
export const CHAINS: readonly Chain[] = [
  {
    title: 'the shop',
    document: SHOP,
    prepared: prepared(SHOP),
    roles: {
      api: 'api',
      link: 'link',
      nlb: 'nlb',
      front: 'users',
      back: 'orders',
      names: 'names',
      route: 'ANY /users',
      stage: 'prod',
      listener: 80,
      port: 8080,
    },
  },
  {
    title: 'the help desk',
    document: HELPDESK,
    prepared: prepared(HELPDESK),
    roles: {
      api: 'door',
      link: 'pipe',
      nlb: 'balancer',
      front: 'ticket-web',
      back: 'mailer',
      names: 'directory',
      route: 'GET /tickets',
      stage: 'v1',
      listener: 8443,
      port: 3000,
    },
  },
];

function prepared(document: JsonObject): Prepared {
  const result = prepare(document, registry, { region: 'eu-west-1' });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.value;
}
