import { arn, type Context } from '../../context';
import type { elbHandlers } from '../../elb/elb';
import { tagsFromUpper } from '../../tags';
import type { ConditionKeys, Demand } from '../policyDocument';
import { anywhere, demand, requestTags, resourceTags, serviceLinkedRole, type DemandsOf } from './demands';

const PREFIX = 'elasticloadbalancing';

function on(
  context: Context,
  action: string,
  resource: string | undefined,
  keys: ConditionKeys = {},
): Demand {
  const { loadBalancers, targetGroups, listeners } = context.region.elb;
  const known = resource ?? '';
  const thing = loadBalancers.get(known) ?? targetGroups.get(known) ?? listeners.get(known);
  return demand(`${PREFIX}:${action}`, known, { ...resourceTags(thing?.tags), ...keys });
}

type UpperTags = Parameters<typeof tagsFromUpper>[0];

/** Tags on create take the right to tag what there is to be. */
function tagging(context: Context, resource: string, createAction: string, tags: UpperTags): Demand[] {
  if (!tags || tags.length === 0) return [];
  const keys = { ...requestTags(tagsFromUpper(tags)), [`${PREFIX}:CreateAction`]: createAction };
  return [on(context, 'AddTags', resource, keys)];
}

/** What has no id yet: any of its name. */
function made(context: Context, action: string, resource: string, tags: UpperTags): Demand[] {
  const whole = arn(context, PREFIX, resource);
  return [
    on(context, action, whole, requestTags(tagsFromUpper(tags))),
    ...tagging(context, whole, action, tags),
  ];
}

const loadBalancer =
  (action: string) => (context: Context, input: { LoadBalancerArn?: string | undefined }) => [
    on(context, action, input.LoadBalancerArn),
  ];
const targetGroup =
  (action: string) => (context: Context, input: { TargetGroupArn?: string | undefined }) => [
    on(context, action, input.TargetGroupArn),
  ];
const listener = (action: string) => (context: Context, input: { ListenerArn?: string | undefined }) => [
  on(context, action, input.ListenerArn),
];

/** Elastic Load Balancing. */
export const elbDemands: DemandsOf<typeof elbHandlers> = {
  DescribeListenersCommand: anywhere(`${PREFIX}:DescribeListeners`),
  DescribeLoadBalancerAttributesCommand: anywhere(`${PREFIX}:DescribeLoadBalancerAttributes`),
  DescribeLoadBalancersCommand: anywhere(`${PREFIX}:DescribeLoadBalancers`),
  DescribeTagsCommand: anywhere(`${PREFIX}:DescribeTags`),
  DescribeTargetGroupAttributesCommand: anywhere(`${PREFIX}:DescribeTargetGroupAttributes`),
  DescribeTargetGroupsCommand: anywhere(`${PREFIX}:DescribeTargetGroups`),
  DescribeTargetHealthCommand: anywhere(`${PREFIX}:DescribeTargetHealth`),

  CreateLoadBalancerCommand: (context, { Name = '', Type = 'application', Tags }) => [
    ...made(context, 'CreateLoadBalancer', `loadbalancer/${KINDS[Type]}/${Name}/*`, Tags),
    ...serviceLinkedRole(context, 'elasticloadbalancing.amazonaws.com'),
  ],
  DeleteLoadBalancerCommand: loadBalancer('DeleteLoadBalancer'),
  ModifyLoadBalancerAttributesCommand: loadBalancer('ModifyLoadBalancerAttributes'),
  SetIpAddressTypeCommand: loadBalancer('SetIpAddressType'),
  SetSecurityGroupsCommand: loadBalancer('SetSecurityGroups'),
  SetSubnetsCommand: loadBalancer('SetSubnets'),

  CreateTargetGroupCommand: (context, { Name = '', Tags }) =>
    made(context, 'CreateTargetGroup', `targetgroup/${Name}/*`, Tags),
  DeleteTargetGroupCommand: targetGroup('DeleteTargetGroup'),
  ModifyTargetGroupCommand: targetGroup('ModifyTargetGroup'),
  ModifyTargetGroupAttributesCommand: targetGroup('ModifyTargetGroupAttributes'),
  RegisterTargetsCommand: targetGroup('RegisterTargets'),
  DeregisterTargetsCommand: targetGroup('DeregisterTargets'),

  CreateListenerCommand: (context, { LoadBalancerArn = '', Tags }) => [
    on(context, 'CreateListener', LoadBalancerArn, requestTags(tagsFromUpper(Tags))),
    ...tagging(
      context,
      `${LoadBalancerArn.replace(':loadbalancer/', ':listener/')}/*`,
      'CreateListener',
      Tags,
    ),
  ],
  DeleteListenerCommand: listener('DeleteListener'),
  ModifyListenerCommand: listener('ModifyListener'),

  AddTagsCommand: (context, { ResourceArns, Tags }) =>
    (ResourceArns ?? []).map((one) => on(context, 'AddTags', one, requestTags(tagsFromUpper(Tags)))),
  RemoveTagsCommand: (context, { ResourceArns }) =>
    (ResourceArns ?? []).map((one) => on(context, 'RemoveTags', one)),
};

/** What ARNs call the types of load balancers. */
const KINDS = { application: 'app', network: 'net', gateway: 'gwy' } as const;
