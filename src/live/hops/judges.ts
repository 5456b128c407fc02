import type { Found } from '../../engine/provider';
import type { Resource } from '../../engine/resource';
import type { ResourceProps, ResourceType, TopologyResource } from '../../kinds/resourceTypes';
import { judgeApi, judgeForeignRoute, judgeIntegration, judgeLink, judgeRoute, judgeStage } from './gateway';
import { judgeListener, judgeLoadBalancer, judgeTargetGroup } from './loadBalancer';
import { judgeEndpoint, judgeInternetGateway, judgeNatGateway, judgeRouteTable, judgeVpc } from './network';
import { judgeIngress, judgeNamespace, judgeRegistration } from './registration';
import { judgeService } from './service';
import { fine, type Verdict } from './verdict';
import type { View } from './view';

interface Rule<T extends ResourceType> {
  /** What it is called in a sentence. */
  readonly noun: string;
  /** What its absence does to the hop while the rest of the hop is there. */
  readonly absent: 'broken' | 'degraded';
  /** Says how it is; for what exists. Absent: being there is enough. */
  judge?(resource: Resource<T, ResourceProps[T]>, found: Found, view: View): Verdict;
  /** Says what stands in its place; for what does not exist as ours. */
  judgeForeign?(resource: Resource<T, ResourceProps[T]>, view: View): Verdict | undefined;
}

/**
 * How each type of resource is judged, in the order in which a request meets them. A node is as well as the worst of its
 * resources, and so is an edge; of equals the one that is met first.
 */
const RULES = {
  'AWS::ApiGatewayV2::Api': { noun: 'API', absent: 'broken', judge: judgeApi },
  'AWS::ApiGatewayV2::Stage': { noun: 'stage', absent: 'broken', judge: judgeStage },
  'AWS::ApiGatewayV2::Authorizer': { noun: 'authorizer', absent: 'broken' },
  'AWS::ApiGatewayV2::Route': {
    noun: 'route',
    absent: 'broken',
    judge: judgeRoute,
    judgeForeign: judgeForeignRoute,
  },
  'AWS::ApiGatewayV2::Integration': { noun: 'integration', absent: 'broken', judge: judgeIntegration },
  'AWS::ApiGatewayV2::VpcLink': { noun: 'VPC link', absent: 'broken', judge: judgeLink },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    noun: 'load balancer',
    absent: 'broken',
    judge: judgeLoadBalancer,
  },
  'AWS::ElasticLoadBalancingV2::Listener': { noun: 'listener', absent: 'broken', judge: judgeListener },
  'AWS::EC2::SecurityGroup': { noun: 'security group', absent: 'broken' },
  'AWS::EC2::SecurityGroupIngress': { noun: 'security group rule', absent: 'broken', judge: judgeIngress },
  'AWS::EC2::VPC': { noun: 'VPC', absent: 'broken', judge: judgeVpc },
  'AWS::EC2::Subnet': { noun: 'subnet', absent: 'broken' },
  'AWS::EC2::RouteTable': { noun: 'route table', absent: 'broken', judge: judgeRouteTable },
  'AWS::EC2::InternetGateway': { noun: 'internet gateway', absent: 'broken', judge: judgeInternetGateway },
  'AWS::EC2::EIP': { noun: 'public address', absent: 'broken' },
  'AWS::EC2::NatGateway': { noun: 'NAT gateway', absent: 'broken', judge: judgeNatGateway },
  'AWS::EC2::VPCEndpoint': { noun: 'VPC endpoint', absent: 'broken', judge: judgeEndpoint },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    noun: 'target group',
    absent: 'broken',
    judge: judgeTargetGroup,
  },
  'AWS::ECS::Cluster': { noun: 'cluster', absent: 'broken', judge: () => fine('active') },
  'AWS::ECS::Service': { noun: 'service', absent: 'broken', judge: judgeService },
  'AWS::ApplicationAutoScaling::ScalableTarget': { noun: 'scaling of the service', absent: 'degraded' },
  'AWS::ApplicationAutoScaling::ScalingPolicy': { noun: 'scaling policy', absent: 'degraded' },
  'AWS::ECS::TaskDefinition': { noun: 'task definition', absent: 'degraded' },
  'AWS::IAM::Role': { noun: 'role', absent: 'degraded' },
  'AWS::Logs::LogGroup': { noun: 'log group', absent: 'degraded' },
  'AWS::ServiceDiscovery::PrivateDnsNamespace': {
    noun: 'namespace',
    absent: 'broken',
    judge: judgeNamespace,
  },
  'AWS::ServiceDiscovery::Service': { noun: 'Cloud Map service', absent: 'broken', judge: judgeRegistration },
} satisfies { [T in ResourceType]: Rule<T> };

const ORDER = Object.keys(RULES);

/** Resources in the order in which a request meets them. */
export function inOrder(resources: readonly TopologyResource[]): TopologyResource[] {
  return [...resources].sort((one, other) => ORDER.indexOf(one.type) - ORDER.indexOf(other.type));
}

/** How the type of a resource is judged. */
export function ruleOf(resource: TopologyResource): Rule<ResourceType> {
  // The rule stands under the resource's own type, so it takes exactly this resource.
  return RULES[resource.type] as Rule<ResourceType>;
}

/** How something that is in the account is. */
export function judgeFound(resource: TopologyResource, found: Found, view: View): Verdict {
  return ruleOf(resource).judge?.(resource, found, view) ?? fine();
}
