import type { JsonObject } from './json';
import { expanded } from './text/print';

/** A topology to begin with. */
export interface Template {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The document under the given name, which fits `ID_PATTERN`. */
  document(name: string): JsonObject;
}

const GATEWAY: JsonObject = {
  api: { kind: 'apiGateway', name: 'microservice-api', stage: 'prod' },
  link: { kind: 'vpcLink', name: 'ecs-vpc-link' },
  nlb: { kind: 'nlb', name: 'nlb-user-service' },
};

const USER_SERVICE: JsonObject = {
  cluster: { kind: 'ecsCluster', name: 'microservices-cluster' },
  'user-service': {
    kind: 'ecsService',
    cluster: 'cluster',
    image: 'nginxdemos/hello:latest',
    port: 80,
    desiredCount: 2,
  },
};

const REQUEST_PATH: readonly JsonObject[] = [
  { from: 'client', to: 'api' },
  { from: 'api', to: 'link' },
  // Both: a greedy route does not match its bare path.
  { from: 'link', to: 'nlb', routes: ['ANY /users', 'ANY /users/{proxy+}'] },
  { from: 'nlb', to: 'user-service', listener: 80 },
];

const ORIGINAL_CHAIN = {
  id: 'original',
  title: 'Original chain',
  description: 'Client → API Gateway → VPC link → NLB → one ECS service → Cloud Map',
  document: (name) => ({
    ...head(name),
    nodes: {
      client: {
        kind: 'client',
        requests: [
          { name: 'list users', method: 'GET', path: '/users' },
          { name: 'one user', method: 'GET', path: '/users/42' },
        ],
      },
      ...GATEWAY,
      ...USER_SERVICE,
      namespace: { kind: 'cloudMap', name: 'micro.local' },
    },
    edges: [...REQUEST_PATH, { from: 'user-service', to: 'namespace' }],
    layout: {},
  }),
} satisfies Template;

const TWO_SERVICES = {
  id: 'two-services',
  title: 'Two services',
  description: 'The original chain with a second service, which the first one calls by its Cloud Map name',
  document: (name) => ({
    ...head(name),
    nodes: {
      client: {
        kind: 'client',
        requests: [{ name: 'list users', method: 'GET', path: '/users' }],
      },
      ...GATEWAY,
      ...USER_SERVICE,
      'order-service': {
        kind: 'ecsService',
        cluster: 'cluster',
        image: 'nginxdemos/hello:latest',
        port: 80,
        desiredCount: 2,
      },
      namespace: { kind: 'cloudMap', name: 'micro.local' },
    },
    edges: [
      ...REQUEST_PATH,
      { from: 'user-service', to: 'order-service', env: 'ORDER_URL' },
      { from: 'user-service', to: 'namespace' },
      { from: 'order-service', to: 'namespace' },
    ],
    layout: {},
  }),
} satisfies Template;

const EMPTY = {
  id: 'empty',
  title: 'Empty',
  description: 'A network and nothing in it',
  document: (name) => ({ ...head(name), nodes: {}, edges: [], layout: {} }),
} satisfies Template;

/** What a new topology can start with, the usual first. */
export const TEMPLATES: readonly Template[] = [ORIGINAL_CHAIN, TWO_SERVICES, EMPTY];

/** The text of a new file: two blanks, short things on one line, a line end at the end. */
export function templateText(template: Template, name: string): string {
  const style = { eol: '\n', unit: '  ', colon: ': ', gap: ' ', pad: ' ' };
  return `${expanded(template.document(name), style, '')}\n`;
}

/** The network is the one that every sandbox starts with; on AWS its ids are the first thing to change. */
function head(name: string): JsonObject {
  return {
    version: 1,
    name,
    region: 'ap-southeast-1',
    network: { vpcId: 'vpc-0123', subnetIds: ['subnet-a', 'subnet-b'] },
  };
}
