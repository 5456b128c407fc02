import type { Initially, Ref } from '../../../src/engine/resource';
import type { ResourceProps } from '../../../src/kinds/resourceTypes';
import type { IN_PLACE, MADE_ANEW } from './rows';

type Row = keyof typeof IN_PLACE | keyof typeof MADE_ANEW;

/** Why no row changes a property. */
interface LeftOut {
  readonly leftOut: string;
}

type Said = Row | LeftOut;
type Leaf = string | number | boolean | readonly unknown[] | Ref | Initially<unknown>;

/** A row or a reason for every property, down to the last member; `*` stands for whatever people name. */
type Coverage<T> = [NonNullable<T>] extends [Leaf]
  ? Said
  : string extends keyof NonNullable<T>
    ? { readonly '*': Coverage<NonNullable<T>[keyof NonNullable<T>]> }
    : { readonly [Key in Exclude<keyof NonNullable<T>, 'after'>]-?: Coverage<NonNullable<T>[Key]> };

const SAME_FOR_EVER = { leftOut: 'Made of stack and node, whose change makes it another resource.' };
const IN_THE_ID = {
  leftOut: 'Part of the resource’s id: another one is another resource, and a row has it go.',
};
const CONSTANT = { leftOut: 'The same in every file.' };
const API_STAYS = { leftOut: 'An API is never replaced.' };
const ONLY_MEANWHILE = {
  leftOut: 'No file asks for it; a listener has it while a target group is replaced.',
};
const NOT_ECHOED = { leftOut: 'Moto drops it (aws-reference.md §9).' };
const NO_UPDATE_STAGE = {
  leftOut: 'Moto has no UpdateStage (aws-reference.md §9); a stage made anew has it.',
};
const NO_AUTHORIZERS = {
  leftOut: 'Moto does not list authorizers (aws-reference.md §9), so no plan would be empty.',
};
const OWN_NETWORK = {
  leftOut: 'The walks stand in a network that was there before; `network.test.ts` deploys the stack’s own.',
};
const WITH_THE_NETWORK = { leftOut: 'One group of the node’s own, which only another network makes anew.' };

/** What the walks change, property by property. A property without an entry does not compile. */
export const COVERAGE = {
  'AWS::EC2::SecurityGroup': {
    name: SAME_FOR_EVER,
    description: SAME_FOR_EVER,
    vpcId: 'another network',
    cluster: 'another name of the cluster',
    namespace: 'another name of the namespace',
  },
  'AWS::EC2::SecurityGroupIngress': {
    groupId: 'another network',
    sourceGroupId: 'another network',
    port: 'another port of the callee',
  },
  'AWS::EC2::VPC': { cidr: OWN_NETWORK, dnsSupport: CONSTANT, dnsHostnames: CONSTANT },
  'AWS::EC2::Subnet': { vpcId: OWN_NETWORK, cidr: OWN_NETWORK, zone: IN_THE_ID },
  'AWS::EC2::InternetGateway': { vpcId: OWN_NETWORK, attached: CONSTANT },
  'AWS::EC2::EIP': { vpcId: OWN_NETWORK },
  'AWS::EC2::NatGateway': { subnetId: OWN_NETWORK, addressId: OWN_NETWORK },
  'AWS::EC2::RouteTable': { vpcId: OWN_NETWORK, subnetIds: OWN_NETWORK, defaultRoute: OWN_NETWORK },
  'AWS::EC2::VPCEndpoint': {
    vpcId: OWN_NETWORK,
    service: IN_THE_ID,
    type: OWN_NETWORK,
    subnetIds: OWN_NETWORK,
    securityGroups: OWN_NETWORK,
    routeTableIds: OWN_NETWORK,
  },
  'AWS::IAM::Role': {
    name: SAME_FOR_EVER,
    path: SAME_FOR_EVER,
    managedPolicies: CONSTANT,
    policies: { '*': { Version: CONSTANT, Statement: 'another secret' } },
    permissionsBoundary: 'another permissions boundary',
  },
  'AWS::Logs::LogGroup': { name: SAME_FOR_EVER, retentionDays: 'logs for a week' },
  'AWS::ServiceDiscovery::PrivateDnsNamespace': {
    name: 'another name of the namespace',
    vpcId: 'another network',
  },
  'AWS::ServiceDiscovery::Service': {
    name: 'another name of a service',
    namespaceId: 'another name of the namespace',
    record: 'records with a port',
    ttl: 'a longer time to live',
  },
  'AWS::ECS::Cluster': {
    name: 'another name of the cluster',
    containerInsights: 'container insights',
    capacityProviders: CONSTANT,
  },
  'AWS::ECS::TaskDefinition': {
    family: SAME_FOR_EVER,
    cpu: 'another size',
    memory: 'another size',
    ephemeralStorage: 'a larger disk',
    architecture: 'another architecture',
    executionRole: 'roles of somebody else',
    taskRole: 'roles of somebody else',
    containers: {
      '*': {
        image: 'another image',
        port: 'a sidecar that waits',
        environment: { '*': 'another value of it' },
        secrets: { '*': 'another secret' },
        command: 'a command',
        essential: 'a sidecar that waits',
        dependsOn: { '*': 'a container that waits for health' },
        healthCheck: {
          command: 'another check in the container',
          interval: 'another check in the container',
          timeout: 'another check in the container',
          retries: 'another check in the container',
          startPeriod: 'another check in the container',
        },
        stopTimeout: 'a container held short',
        ulimits: { nofile: { softLimit: 'more open files', hardLimit: 'more open files' } },
        readonlyRootFilesystem: 'a container held short',
        user: 'a container held short',
        logConfiguration: {
          mode: 'logs that block',
          maxBufferSize: 'logs that block',
          datetimeFormat: 'events by date',
          multilinePattern: 'events by date',
        },
      },
    },
    logGroup: SAME_FOR_EVER,
    logPrefix: 'another name of a service',
  },
  'AWS::ECS::Service': {
    name: 'another name of a service',
    cluster: 'another name of the cluster',
    taskDefinition: 'another image',
    desiredCount: 'more tasks',
    capacityProviderStrategy: {
      FARGATE: { base: 'less on Spot', weight: 'less on Spot' },
      FARGATE_SPOT: { base: 'less on Spot', weight: 'less on Spot' },
    },
    subnetIds: 'other subnets',
    securityGroups: 'a group of somebody else',
    loadBalancers: 'another port of the caller',
    registries: 'records with a port',
    grace: NOT_ECHOED,
    deployment: {
      minimumHealthyPercent: NOT_ECHOED,
      maximumPercent: NOT_ECHOED,
      circuitBreaker: NOT_ECHOED,
      rollback: NOT_ECHOED,
      failedTasks: NOT_ECHOED,
    },
    exec: NOT_ECHOED,
  },
  'AWS::ApplicationAutoScaling::ScalableTarget': {
    service: 'another name of a service',
    min: 'more scaling',
    max: 'more scaling',
    suspended: ONLY_MEANWHILE,
  },
  'AWS::ApplicationAutoScaling::ScalingPolicy': {
    scalableTarget: 'another name of a service',
    metric: IN_THE_ID,
    target: 'more scaling',
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    name: 'another name of the load balancer',
    subnetIds: 'other subnets',
    securityGroups: WITH_THE_NETWORK,
    crossZone: 'no cross-zone',
    deletionProtection: 'deletion protection',
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    name: SAME_FOR_EVER,
    port: 'another port of the caller',
    vpcId: 'another network',
    health: {
      protocol: 'a check by HTTP',
      path: 'a check of another path',
      port: 'a check on another port',
      interval: 'a slower check',
      timeout: 'a slower check',
      healthy: 'a slower check',
      unhealthy: 'a slower check',
    },
    deregistrationDelay: CONSTANT,
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    loadBalancerArn: 'another name of the load balancer',
    port: IN_THE_ID,
    targetGroupArn: 'another port of the caller',
    standby: ONLY_MEANWHILE,
  },
  'AWS::ApiGatewayV2::VpcLink': {
    name: 'another name of the link',
    subnetIds: 'a link in other subnets',
    securityGroups: WITH_THE_NETWORK,
  },
  'AWS::ApiGatewayV2::Api': {
    name: 'another name of the API',
    cors: {
      allowOrigins: 'all of CORS',
      allowMethods: 'all of CORS',
      allowHeaders: 'all of CORS',
      exposeHeaders: 'all of CORS',
      maxAge: 'all of CORS',
      allowCredentials: 'all of CORS',
    },
    executeEndpoint: CONSTANT,
  },
  'AWS::ApiGatewayV2::Authorizer': {
    apiId: API_STAYS,
    name: CONSTANT,
    issuer: NO_AUTHORIZERS,
    audience: NO_AUTHORIZERS,
  },
  'AWS::ApiGatewayV2::Integration': {
    apiId: API_STAYS,
    vpcLinkId: 'a link in other subnets',
    uri: 'another name of the load balancer',
    timeoutMs: CONSTANT,
    path: 'the stage in the path',
  },
  'AWS::ApiGatewayV2::Route': {
    apiId: API_STAYS,
    key: IN_THE_ID,
    integrationId: 'a route to it',
    auth: 'signed calls only',
    authorizerId: NO_AUTHORIZERS,
    scopes: NO_AUTHORIZERS,
  },
  'AWS::ApiGatewayV2::Stage': {
    apiId: API_STAYS,
    apiEndpoint: API_STAYS,
    name: 'another value of a tag, and another stage with limits and logs',
    throttle: { rate: NO_UPDATE_STAGE, burst: NO_UPDATE_STAGE },
    routeThrottles: { '*': { rate: NO_UPDATE_STAGE, burst: NO_UPDATE_STAGE } },
    accessLogs: { logGroupArn: NO_UPDATE_STAGE, format: CONSTANT },
  },
} as const satisfies { [T in keyof ResourceProps]: Coverage<ResourceProps[T]> };

export interface Claim {
  readonly type: string;
  /** Dotted; `*` stands for whatever people name. */
  readonly path: string;
}

/** What a row is said to change. */
export function claimsOf(row: string): Claim[] {
  return Object.entries(COVERAGE).flatMap(([type, properties]) =>
    pathsOf(properties, row).map((path) => ({ type, path })),
  );
}

function pathsOf(said: unknown, row: string, path = ''): string[] {
  if (said === row) return [path];
  if (typeof said !== 'object' || said === null || 'leftOut' in said) return [];
  return Object.entries(said).flatMap(([key, inner]) =>
    pathsOf(inner, row, path === '' ? key : `${path}.${key}`),
  );
}
