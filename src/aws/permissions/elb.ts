import { withSuffix } from '../../engine/diff';
import { allow, anywhere, arnOf, serviceLinkedRole, type Place } from './grant';
import type { PermissionsOf } from './permissions';

const SERVICE = 'elasticloadbalancing';

/** As providers say: `uniqueNameLimit`. */
const NAME_LIMIT = 32;

/** What has a name, and what stands beside it for a while when it is replaced. What AWS adds comes behind. */
function named(place: Place, type: string, name: string): string[] {
  return [name, withSuffix(name, NAME_LIMIT, '????')].map((one) => arnOf(place, SERVICE, `${type}/${one}/*`));
}

const balancers = (place: Place, name: string) => named(place, 'loadbalancer/net', name);
const listeners = (place: Place, name: string) => named(place, 'listener/net', name);
const groups = (place: Place, name: string) => named(place, 'targetgroup', name);

/** Load balancing. */
export const elbPermissions: PermissionsOf<
  | 'AWS::ElasticLoadBalancingV2::LoadBalancer'
  | 'AWS::ElasticLoadBalancingV2::TargetGroup'
  | 'AWS::ElasticLoadBalancingV2::Listener'
> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    find: () => [anywhere(`${SERVICE}:DescribeLoadBalancers`, `${SERVICE}:DescribeTags`)],
    read: () => [anywhere(`${SERVICE}:DescribeLoadBalancerAttributes`)],
    create: ({ place, props: { name } }) => [
      allow(
        balancers(place, name),
        `${SERVICE}:AddTags`,
        `${SERVICE}:CreateLoadBalancer`,
        `${SERVICE}:ModifyLoadBalancerAttributes`,
      ),
      serviceLinkedRole(place, 'elasticloadbalancing.amazonaws.com'),
    ],
    update: ({ place, props: { name } }) => [allow(balancers(place, name), `${SERVICE}:SetSecurityGroups`)],
    delete: ({ place, props: { name } }) => [allow(balancers(place, name), `${SERVICE}:DeleteLoadBalancer`)],
  },

  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    find: () => [anywhere(`${SERVICE}:DescribeTargetGroups`, `${SERVICE}:DescribeTags`)],
    read: () => [anywhere(`${SERVICE}:DescribeTargetGroupAttributes`)],
    create: ({ place, props: { name } }) => [
      allow(
        groups(place, name),
        `${SERVICE}:AddTags`,
        `${SERVICE}:CreateTargetGroup`,
        `${SERVICE}:ModifyTargetGroupAttributes`,
      ),
    ],
    update: ({ place, props: { name } }) => [allow(groups(place, name), `${SERVICE}:ModifyTargetGroup`)],
    delete: ({ place, props: { name } }) => [allow(groups(place, name), `${SERVICE}:DeleteTargetGroup`)],
  },

  'AWS::ElasticLoadBalancingV2::Listener': {
    read: () => [anywhere(`${SERVICE}:DescribeListeners`)],
    create: ({ place, props, nameOf }) => [
      allow(balancers(place, nameOf(props.loadBalancerArn)), `${SERVICE}:CreateListener`),
      allow(listeners(place, nameOf(props.loadBalancerArn)), `${SERVICE}:AddTags`),
    ],
    update: ({ place, props, nameOf }) => [
      allow(listeners(place, nameOf(props.loadBalancerArn)), `${SERVICE}:ModifyListener`),
    ],
    delete: ({ place, props, nameOf }) => [
      allow(listeners(place, nameOf(props.loadBalancerArn)), `${SERVICE}:DeleteListener`),
    ],
  },
};
