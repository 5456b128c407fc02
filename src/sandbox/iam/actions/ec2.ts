import { arn, type Context } from '../../context';
import type { ec2Handlers } from '../../ec2/ec2';
import { tagsFromUpper } from '../../tags';
import type { ConditionKeys, Demand } from '../policyDocument';
import { anywhere, demand, requestTags, resourceTags, type DemandsOf } from './demands';

/** How the ids of things begin, and what ARNs call them. */
const TYPES: readonly (readonly [prefix: string, type: string])[] = [
  ['sgr-', 'security-group-rule'],
  ['sg-', 'security-group'],
  ['vpc-', 'vpc'],
  ['subnet-', 'subnet'],
  ['rtb-', 'route-table'],
  ['nat-', 'natgateway'],
  ['igw-', 'internet-gateway'],
];

function arnOf(context: Context, id: string): string {
  const type = TYPES.find(([prefix]) => id.startsWith(prefix))?.[1] ?? 'resource';
  return arn(context, 'ec2', `${type}/${id}`);
}

function tagsOf({ region: { ec2 } }: Context, id: string): ConditionKeys {
  return resourceTags(
    (ec2.securityGroups.get(id) ?? ec2.rules.get(id) ?? ec2.vpcs.get(id) ?? ec2.subnets.get(id))?.tags,
  );
}

function on(context: Context, action: string, id: string | undefined, keys: ConditionKeys = {}): Demand {
  return demand(`ec2:${action}`, arnOf(context, id ?? ''), { ...tagsOf(context, id ?? ''), ...keys });
}

interface TagSpecification {
  ResourceType?: string | undefined;
  Tags?: { Key?: string | undefined; Value?: string | undefined }[] | undefined;
}

/** What is tagged as it is made has no id yet, and takes the right to tag. */
function tagged(
  context: Context,
  createAction: string,
  specifications: TagSpecification[] | undefined,
): Demand[] {
  return (specifications ?? []).map(({ ResourceType = '', Tags }) =>
    demand('ec2:CreateTags', arn(context, 'ec2', `${ResourceType}/*`), {
      ...requestTags(tagsFromUpper(Tags)),
      'ec2:CreateAction': createAction,
    }),
  );
}

interface RuleInput {
  GroupId?: string | undefined;
  TagSpecifications?: TagSpecification[] | undefined;
}

function authorize(action: string) {
  return (context: Context, { GroupId, TagSpecifications }: RuleInput) => [
    on(context, action, GroupId),
    demand(
      `ec2:${action}`,
      arn(context, 'ec2', 'security-group-rule/*'),
      requestTags(tagsFromUpper(TagSpecifications?.[0]?.Tags)),
    ),
    ...tagged(context, action, TagSpecifications),
  ];
}

const group = (action: string) => (context: Context, input: { GroupId?: string | undefined }) => [
  on(context, action, input.GroupId),
];

/** EC2. */
export const ec2Demands: DemandsOf<typeof ec2Handlers> = {
  DescribeAvailabilityZonesCommand: anywhere('ec2:DescribeAvailabilityZones'),
  DescribeInternetGatewaysCommand: anywhere('ec2:DescribeInternetGateways'),
  DescribeNatGatewaysCommand: anywhere('ec2:DescribeNatGateways'),
  DescribeNetworkInterfacesCommand: anywhere('ec2:DescribeNetworkInterfaces'),
  DescribeRegionsCommand: anywhere('ec2:DescribeRegions'),
  DescribeRouteTablesCommand: anywhere('ec2:DescribeRouteTables'),
  DescribeSecurityGroupRulesCommand: anywhere('ec2:DescribeSecurityGroupRules'),
  DescribeSecurityGroupsCommand: anywhere('ec2:DescribeSecurityGroups'),
  DescribeSubnetsCommand: anywhere('ec2:DescribeSubnets'),
  DescribeVpcAttributeCommand: (context, { VpcId }) => [on(context, 'DescribeVpcAttribute', VpcId)],
  DescribeVpcEndpointsCommand: anywhere('ec2:DescribeVpcEndpoints'),
  DescribeVpcsCommand: anywhere('ec2:DescribeVpcs'),

  CreateSecurityGroupCommand: (context, { VpcId, TagSpecifications }) => [
    demand(
      'ec2:CreateSecurityGroup',
      arn(context, 'ec2', 'security-group/*'),
      requestTags(tagsFromUpper(TagSpecifications?.[0]?.Tags)),
    ),
    on(context, 'CreateSecurityGroup', VpcId),
    ...tagged(context, 'CreateSecurityGroup', TagSpecifications),
  ],
  DeleteSecurityGroupCommand: group('DeleteSecurityGroup'),
  AuthorizeSecurityGroupEgressCommand: authorize('AuthorizeSecurityGroupEgress'),
  AuthorizeSecurityGroupIngressCommand: authorize('AuthorizeSecurityGroupIngress'),
  RevokeSecurityGroupEgressCommand: group('RevokeSecurityGroupEgress'),
  RevokeSecurityGroupIngressCommand: group('RevokeSecurityGroupIngress'),
  ModifySecurityGroupRulesCommand: (context, { GroupId, SecurityGroupRules }) => [
    on(context, 'ModifySecurityGroupRules', GroupId),
    ...(SecurityGroupRules ?? []).map(({ SecurityGroupRuleId }) =>
      on(context, 'ModifySecurityGroupRules', SecurityGroupRuleId),
    ),
  ],
  CreateTagsCommand: (context, { Resources, Tags }) =>
    (Resources ?? []).map((id) => on(context, 'CreateTags', id, requestTags(tagsFromUpper(Tags)))),
  DeleteTagsCommand: (context, { Resources, Tags }) =>
    (Resources ?? []).map((id) => on(context, 'DeleteTags', id, requestTags(tagsFromUpper(Tags)))),
};
