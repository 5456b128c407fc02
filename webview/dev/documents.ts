import type { JsonObject } from '../../src/model/json';

type Nodes = Record<string, JsonObject>;

function topology(nodes: Nodes, edges: readonly JsonObject[], layout?: JsonObject): JsonObject {
  return {
    version: 1,
    name: 'microservices',
    region: 'ap-southeast-1',
    network: { vpcId: 'vpc-0123', subnetIds: ['subnet-a', 'subnet-b'] },
    nodes,
    edges,
    ...(layout ? { layout } : {}),
  };
}

const client: JsonObject = {
  kind: 'client',
  requests: [
    { name: 'list users', method: 'GET', path: '/users' },
    { name: 'one user', method: 'GET', path: '/users/42' },
  ],
};

export const empty: JsonObject = { version: 1, name: 'microservices', nodes: {}, edges: [] };

export const chain: JsonObject = topology(
  {
    client: { kind: 'client', requests: [{ name: 'list users', method: 'GET', path: '/users' }] },
    api: { kind: 'apiGateway', name: 'microservice-api', stage: 'prod' },
    link: { kind: 'vpcLink', name: 'ecs-vpc-link' },
    nlb: { kind: 'nlb', name: 'nlb-user-service' },
    cluster: { kind: 'ecsCluster', name: 'microservices-cluster' },
    'user-service': {
      kind: 'ecsService',
      cluster: 'cluster',
      image: 'nginxdemos/hello:latest',
      port: 80,
      desiredCount: 2,
    },
    namespace: { kind: 'cloudMap', name: 'micro.local' },
  },
  [
    { from: 'client', to: 'api' },
    { from: 'api', to: 'link' },
    { from: 'link', to: 'nlb', routes: ['ANY /users', 'ANY /users/{proxy+}'] },
    { from: 'nlb', to: 'user-service', listener: 80 },
    { from: 'user-service', to: 'namespace' },
  ],
);

export const twoServices: JsonObject = topology(
  {
    client,
    api: { kind: 'apiGateway', name: 'microservice-api', stage: 'prod' },
    link: { kind: 'vpcLink', name: 'ecs-vpc-link' },
    'nlb-users': { kind: 'nlb', name: 'nlb-user-service' },
    'nlb-orders': { kind: 'nlb', name: 'nlb-order-service' },
    cluster: { kind: 'ecsCluster', name: 'microservices-cluster' },
    'user-service': {
      kind: 'ecsService',
      cluster: 'cluster',
      image: 'nginxdemos/hello:latest',
      port: 80,
      desiredCount: 2,
      environment: { LOG_LEVEL: 'info' },
    },
    'order-service': {
      kind: 'ecsService',
      cluster: 'cluster',
      image: 'nginxdemos/hello:latest',
      port: 8080,
      desiredCount: 2,
    },
    namespace: { kind: 'cloudMap', name: 'micro.local' },
  },
  [
    { from: 'client', to: 'api' },
    { from: 'api', to: 'link' },
    { from: 'link', to: 'nlb-users', routes: ['ANY /users', 'ANY /users/{proxy+}'] },
    { from: 'link', to: 'nlb-orders', routes: ['ANY /orders', 'ANY /orders/{proxy+}'] },
    { from: 'nlb-users', to: 'user-service' },
    { from: 'nlb-orders', to: 'order-service', targetPort: 8080 },
    { from: 'user-service', to: 'order-service', env: 'ORDER_URL' },
    { from: 'user-service', to: 'namespace' },
    { from: 'order-service', to: 'namespace' },
  ],
);

/** The chain with one fault that has one remedy. */
export const mendable: JsonObject = {
  ...chain,
  nodes: {
    ...(chain.nodes as Nodes),
    'user-service': { ...(chain.nodes as Nodes)['user-service'], cpu: 1024, memory: 512 },
  },
};

/** The two services, smaller in dev and without the second one, and elsewhere in prod. */
export const environments: JsonObject = {
  ...twoServices,
  environments: {
    dev: {
      nodes: {
        'user-service': { desiredCount: 1, environment: { LOG_LEVEL: 'debug' } },
        'order-service': null,
        'nlb-orders': null,
      },
    },
    prod: {
      account: '210987654321',
      region: 'eu-central-1',
      nodes: { 'user-service': { cpu: 1024, memory: 300 } },
    },
  },
};

/** One service calls another that no load balancer knows. */
export const callee: JsonObject = topology(
  {
    client,
    api: { kind: 'apiGateway', name: 'microservice-api', stage: 'prod' },
    link: { kind: 'vpcLink' },
    nlb: { kind: 'nlb' },
    cluster: { kind: 'ecsCluster' },
    'user-service': { kind: 'ecsService', cluster: 'cluster', image: 'nginxdemos/hello:latest', port: 80 },
    'order-service': { kind: 'ecsService', cluster: 'cluster', image: 'nginxdemos/hello:latest', port: 80 },
    namespace: { kind: 'cloudMap', name: 'micro.local' },
  },
  [
    { from: 'client', to: 'api' },
    { from: 'api', to: 'link' },
    { from: 'link', to: 'nlb', routes: ['ANY /users', 'ANY /users/{proxy+}'] },
    { from: 'nlb', to: 'user-service' },
    { from: 'user-service', to: 'order-service', env: 'ORDER_URL' },
    { from: 'user-service', to: 'namespace' },
    { from: 'order-service', to: 'namespace' },
  ],
);

const withNetwork = topology(
  {
    client,
    api: { kind: 'apiGateway', stage: 'prod/v1' },
    link: { kind: 'vpcLink' },
    nlb: { kind: 'nlb', name: 'internal-users' },
    cluster: { kind: 'ecsCluster' },
    'user-service': { kind: 'ecsService', cluster: 'cluster', port: 80, cpu: 300 },
    'order-service': { kind: 'ecsService', cluster: 'clutser', image: 'nginx', port: 99999 },
    queue: { kind: 'sqsQueue' },
    namespace: { kind: 'cloudMap', name: 'micro local' },
  },
  [
    { from: 'client', to: 'api' },
    { from: 'api', to: 'link' },
    { from: 'link', to: 'nlb', routes: ['FETCH users'] },
    { from: 'nlb', to: 'user-service' },
    { from: 'link', to: 'order-service', routes: ['ANY /orders', 'ANY /orders/{proxy+}'] },
    { from: 'nlb', to: 'namespace' },
  ],
);

export const faulty: JsonObject = Object.fromEntries(
  Object.entries(withNetwork).filter(([member]) => member !== 'network'),
);

export const longNames: JsonObject = topology(
  {
    'the-client-of-the-mobile-app': { kind: 'client', requests: [] },
    api: {
      kind: 'apiGateway',
      title: 'Public interface of the customer relationship platform, version two',
      stage: 'production-eu-central',
    },
    link: { kind: 'vpcLink', name: 'vpc-link-of-the-customer-relationship-platform-in-ap-southeast-1' },
    nlb: { kind: 'nlb', name: 'nlb-customer-relationship-prod' },
    cluster: { kind: 'ecsCluster', name: 'customer-relationship-platform-production-cluster-number-one' },
    'customer-notification-service': {
      kind: 'ecsService',
      cluster: 'cluster',
      image: '123456789012.dkr.ecr.ap-southeast-1.amazonaws.com/customer/notification-service:2026.11.3',
      port: 8080,
      cpu: 16384,
      memory: 122880,
      desiredCount: 1200,
    },
    namespace: { kind: 'cloudMap', name: 'customer-relationship.platform.internal.example.com' },
  },
  [
    { from: 'the-client-of-the-mobile-app', to: 'api' },
    { from: 'api', to: 'link' },
    {
      from: 'link',
      to: 'nlb',
      routes: ['POST /customers/{customerId}/notifications/{notificationId}/acknowledgements', '$default'],
    },
    { from: 'nlb', to: 'customer-notification-service', listener: 8443, targetPort: 8080 },
    { from: 'customer-notification-service', to: 'namespace' },
  ],
);

/** A door, some load balancers, and as many services as asked for. */
export function many(services: number): JsonObject {
  const nodes: Nodes = {
    client,
    api: { kind: 'apiGateway', name: 'microservice-api' },
    link: { kind: 'vpcLink' },
    namespace: { kind: 'cloudMap', name: 'micro.local' },
  };
  const edges: JsonObject[] = [
    { from: 'client', to: 'api' },
    { from: 'api', to: 'link' },
  ];
  for (let index = 0; index < services; index += 1) {
    const [cluster, nlb] = [`cluster-${Math.floor(index / 10) + 1}`, `nlb-${Math.floor(index / 5) + 1}`];
    const service = `service-${index + 1}`;
    nodes[cluster] ??= { kind: 'ecsCluster' };
    if (!nodes[nlb]) {
      nodes[nlb] = { kind: 'nlb' };
      const ports = Array.from({ length: 5 }, (_, offset) => 8000 + index + offset);
      const routes = ports.flatMap((port) =>
        [`ANY /${port}`, `ANY /${port}/{proxy+}`].map((key) => ({ key, listener: port })),
      );
      edges.push({ from: 'link', to: nlb, routes });
    }
    nodes[service] = { kind: 'ecsService', cluster, image: 'nginx', port: 8080 };
    edges.push({ from: nlb, to: service, listener: 8000 + index }, { from: service, to: 'namespace' });
    if (index % 10 === 1) edges.push({ from: service, to: `service-${index}`, env: 'PEER_URL' });
  }
  return topology(nodes, edges);
}

/** Nodes that nothing joins yet. */
export const strays: JsonObject = topology(
  Object.fromEntries(Object.entries(chain.nodes as Nodes).filter(([id]) => id !== 'user-service')),
  [],
);
