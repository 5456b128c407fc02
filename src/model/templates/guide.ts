import type { JsonObject } from '../json';

/** The chain as the guide builds it by hand in the console, with the names that it gives. */
export const GATEWAY: JsonObject = {
  api: { kind: 'apiGateway', name: 'microservice-api', stage: 'prod' },
  link: { kind: 'vpcLink', name: 'ecs-vpc-link' },
  nlb: { kind: 'nlb', name: 'nlb-user-service' },
};

export const USER_SERVICE: JsonObject = {
  cluster: { kind: 'ecsCluster', name: 'microservices-cluster' },
  'user-service': {
    kind: 'ecsService',
    cluster: 'cluster',
    image: 'nginxdemos/hello:latest',
    port: 80,
    desiredCount: 2,
  },
};

export const REQUEST_PATH: readonly JsonObject[] = [
  { from: 'client', to: 'api' },
  { from: 'api', to: 'link' },
  // Both: a greedy route does not match its bare path.
  { from: 'link', to: 'nlb', routes: ['ANY /users', 'ANY /users/{proxy+}'] },
  { from: 'nlb', to: 'user-service', listener: 80 },
];
