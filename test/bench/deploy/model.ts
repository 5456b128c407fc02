import { refsIn } from '../../../src/engine/resource';
import type { ResourceType, TopologyResource } from '../../../src/kinds/resourceTypes';
import { latencies, type Latencies } from '../../../src/sandbox/latencies';
import type { Profile } from '../../../src/sandbox/profile';
import type { CallOf, Problem, Thing } from './problem';

/** What AWS has to be told to make one of each type; further calls of a type come once its id is known. */
const CALLS = {
  'AWS::EC2::VPC': ['EC2.CreateVpc', 'EC2.ModifyVpcAttribute', 'EC2.ModifyVpcAttribute'],
  'AWS::EC2::Subnet': ['EC2.CreateSubnet'],
  'AWS::EC2::InternetGateway': ['EC2.CreateInternetGateway', 'EC2.AttachInternetGateway'],
  'AWS::EC2::EIP': ['EC2.AllocateAddress'],
  'AWS::EC2::NatGateway': ['EC2.CreateNatGateway'],
  'AWS::EC2::RouteTable': ['EC2.CreateRouteTable', 'EC2.CreateRoute', 'EC2.AssociateRouteTable'],
  'AWS::EC2::VPCEndpoint': ['EC2.CreateVpcEndpoint'],
  'AWS::EC2::SecurityGroup': ['EC2.CreateSecurityGroup'],
  'AWS::EC2::SecurityGroupIngress': ['EC2.AuthorizeSecurityGroupIngress'],
  'AWS::IAM::Role': ['IAM.CreateRole'],
  'AWS::Logs::LogGroup': ['CloudWatchLogs.CreateLogGroup', 'CloudWatchLogs.PutRetentionPolicy'],
  'AWS::ServiceDiscovery::PrivateDnsNamespace': ['ServiceDiscovery.CreatePrivateDnsNamespace'],
  'AWS::ServiceDiscovery::Service': ['ServiceDiscovery.CreateService'],
  'AWS::ECS::Cluster': ['ECS.CreateCluster'],
  'AWS::ECS::TaskDefinition': ['ECS.RegisterTaskDefinition'],
  'AWS::ECS::Service': ['ECS.CreateService'],
  'AWS::ApplicationAutoScaling::ScalableTarget': ['ApplicationAutoScaling.RegisterScalableTarget'],
  'AWS::ApplicationAutoScaling::ScalingPolicy': ['ApplicationAutoScaling.PutScalingPolicy'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': [
    'ElasticLoadBalancingV2.CreateLoadBalancer',
    'ElasticLoadBalancingV2.ModifyLoadBalancerAttributes',
  ],
  'AWS::ElasticLoadBalancingV2::TargetGroup': [
    'ElasticLoadBalancingV2.CreateTargetGroup',
    'ElasticLoadBalancingV2.ModifyTargetGroupAttributes',
  ],
  'AWS::ElasticLoadBalancingV2::Listener': ['ElasticLoadBalancingV2.CreateListener'],
  'AWS::ApiGatewayV2::VpcLink': ['ApiGatewayV2.CreateVpcLink'],
  'AWS::ApiGatewayV2::Api': ['ApiGatewayV2.CreateApi'],
  'AWS::ApiGatewayV2::Authorizer': ['ApiGatewayV2.CreateAuthorizer'],
  'AWS::ApiGatewayV2::Integration': ['ApiGatewayV2.CreateIntegration'],
  'AWS::ApiGatewayV2::Route': ['ApiGatewayV2.CreateRoute'],
  'AWS::ApiGatewayV2::Stage': ['ApiGatewayV2.CreateStage'],
} as const satisfies Record<ResourceType, readonly string[]>;

/** The deploy of some resources into an empty account, as AWS constrains it and nobody else. */
export function problemOf(resources: readonly TopologyResource[], profile: Profile): Problem {
  const durations: Latencies = { ...latencies, ...profile.durations };
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const things = resources.map((resource) => thingOf(resource, byId, profile, durations));
  const names = [...new Set(things.flatMap(({ calls }) => calls.map(({ name }) => name)))];
  const buckets = profile.buckets.map(({ name, covers, burst, perSecond }) => ({
    name,
    calls: names.filter((call) => covers.test(call)),
    burst,
    perSecond,
  }));
  return { things, buckets };
}

function thingOf(
  resource: TopologyResource,
  byId: ReadonlyMap<string, TopologyResource>,
  profile: Profile,
  durations: Latencies,
): Thing {
  const { id, type, props } = resource;
  const refs = refsIn(props);
  const attached = type === 'AWS::IAM::Role' ? props.managedPolicies.map(() => 'IAM.AttachRolePolicy') : [];
  const groups = refs.flatMap(({ $ref }) => {
    const other = byId.get($ref);
    return other?.type === 'AWS::ElasticLoadBalancingV2::TargetGroup' ? [other.props.health] : [];
  });
  const isService = type === 'AWS::ECS::Service';
  const api = 'apiId' in props && typeof props.apiId !== 'string' ? props.apiId.$ref : undefined;
  return {
    id,
    type,
    calls: [...CALLS[type], ...attached].map((name): CallOf => ({ name, seconds: roundTrip(name, profile) })),
    operation: type === 'AWS::ServiceDiscovery::PrivateDnsNamespace' ? durations.namespaceCreate.seconds : 0,
    up: upOf(type, durations),
    standsOn: isService ? balancersBehind(resource, byId) : [],
    probation: isService
      ? Math.max(
          0,
          ...groups.map(({ interval, healthy }) => durations.targetRegistration.seconds + interval * healthy),
        )
      : 0,
    needs: refs.map(({ $ref, ready = false }) => ({ id: $ref, ready })),
    ...(api !== undefined && { exclusive: api }),
  };
}

function upOf(type: ResourceType, durations: Latencies): number {
  switch (type) {
    case 'AWS::ElasticLoadBalancingV2::LoadBalancer':
      return durations.loadBalancerActive.seconds;
    case 'AWS::ApiGatewayV2::VpcLink':
      return durations.vpcLinkCreate.seconds;
    case 'AWS::ECS::Service':
      // Its targets are registered, and checked, while the task is still being activated.
      return durations.taskProvisioning.seconds + durations.taskPull.seconds;
    default:
      return 0;
  }
}

/** The load balancers whose listeners lead to a service: before they are active nothing is checked. */
function balancersBehind({ props }: TopologyResource, byId: ReadonlyMap<string, TopologyResource>): string[] {
  return refsIn(props).flatMap(({ $ref }) => {
    const listener = byId.get($ref);
    if (listener?.type !== 'AWS::ElasticLoadBalancingV2::Listener') return [];
    const { loadBalancerArn } = listener.props;
    return typeof loadBalancerArn === 'string' ? [] : [loadBalancerArn.$ref];
  });
}

function roundTrip(name: string, { roundTrips }: Profile): number {
  return roundTrips.find(({ covers }) => covers.test(name))?.seconds ?? 0;
}
