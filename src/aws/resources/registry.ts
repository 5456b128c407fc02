import type { Provider } from '../../engine/provider';
import type { ResourceProps, ResourceType } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { createQueue } from '../queue';
import { address } from './address';
import { api } from './api';
import { authorizer } from './authorizer';
import { cluster } from './cluster';
import { discoveryService } from './discoveryService';
import { ecsService } from './ecsService';
import { integration } from './integration';
import { internetGateway } from './internetGateway';
import { listener } from './listener';
import { loadBalancer } from './loadBalancer';
import { logGroup } from './logGroup';
import { namespace } from './namespace';
import { natGateway } from './natGateway';
import { role } from './role';
import { route } from './route';
import { routeTable } from './routeTable';
import { scalableTarget } from './scalableTarget';
import { scalingPolicy } from './scalingPolicy';
import { securityGroup } from './securityGroup';
import { securityGroupIngress } from './securityGroupIngress';
import { stage } from './stage';
import { subnet } from './subnet';
import { targetGroup } from './targetGroup';
import { taskDefinition } from './taskDefinition';
import { vpc } from './vpc';
import { vpcEndpoint } from './vpcEndpoint';
import { vpcLink } from './vpcLink';

export type Providers = { readonly [T in ResourceType]: Provider<ResourceProps[T]> };

/**
 * A provider for every resource type, in the order of the scan: parents before what lives under them, and what points
 * before what is pointed to where both go at once.
 */
export function createProviders(account: Account): Providers {
  // API Gateway refuses changes of one API that meet; they go one after the other, the most urgent first.
  const queue = createQueue(account.urgency.of);
  return {
    'AWS::EC2::VPC': vpc(account),
    'AWS::EC2::InternetGateway': internetGateway(account),
    'AWS::EC2::EIP': address(account),
    'AWS::EC2::Subnet': subnet(account),
    'AWS::EC2::NatGateway': natGateway(account),
    'AWS::EC2::RouteTable': routeTable(account),
    'AWS::EC2::SecurityGroup': securityGroup(account),
    'AWS::EC2::SecurityGroupIngress': securityGroupIngress(account),
    'AWS::EC2::VPCEndpoint': vpcEndpoint(account),
    'AWS::IAM::Role': role(account),
    'AWS::Logs::LogGroup': logGroup(account),
    'AWS::ServiceDiscovery::PrivateDnsNamespace': namespace(account),
    'AWS::ServiceDiscovery::Service': discoveryService(account),
    'AWS::ECS::Cluster': cluster(account),
    'AWS::ECS::TaskDefinition': taskDefinition(account),
    'AWS::ElasticLoadBalancingV2::LoadBalancer': loadBalancer(account),
    'AWS::ElasticLoadBalancingV2::TargetGroup': targetGroup(account),
    'AWS::ElasticLoadBalancingV2::Listener': listener(account),
    'AWS::ECS::Service': ecsService(account),
    'AWS::ApplicationAutoScaling::ScalableTarget': scalableTarget(account),
    'AWS::ApplicationAutoScaling::ScalingPolicy': scalingPolicy(account),
    'AWS::ApiGatewayV2::VpcLink': vpcLink(account),
    'AWS::ApiGatewayV2::Api': api(account, queue),
    'AWS::ApiGatewayV2::Authorizer': authorizer(account, queue),
    'AWS::ApiGatewayV2::Integration': integration(account, queue),
    'AWS::ApiGatewayV2::Route': route(account, queue),
    'AWS::ApiGatewayV2::Stage': stage(account, queue),
  } satisfies { [T in ResourceType]: Provider<ResourceProps[T]> };
}
