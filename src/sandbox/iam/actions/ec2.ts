import { arn, type Context } from '../../context';
import type { ec2Handlers } from '../../ec2/ec2';
import { tagsFromUpper } from '../../tags';
import { anywhere, demand, requestTags, type DemandsOf } from './demands';
import { created, on, tagged, type TagSpecification } from './ec2Things';
import { networkDemands } from './ec2Network';

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
  ...networkDemands,
  DescribeAvailabilityZonesCommand: anywhere('ec2:DescribeAvailabilityZones'),
  DescribeInternetGatewaysCommand: anywhere('ec2:DescribeInternetGateways'),
  DescribeNetworkInterfacesCommand: anywhere('ec2:DescribeNetworkInterfaces'),
  DescribeRegionsCommand: anywhere('ec2:DescribeRegions'),
  DescribeRouteTablesCommand: anywhere('ec2:DescribeRouteTables'),
  DescribeSecurityGroupRulesCommand: anywhere('ec2:DescribeSecurityGroupRules'),
  DescribeSecurityGroupsCommand: anywhere('ec2:DescribeSecurityGroups'),
  DescribeSubnetsCommand: anywhere('ec2:DescribeSubnets'),
  DescribeVpcAttributeCommand: (context, { VpcId }) => [on(context, 'DescribeVpcAttribute', VpcId)],
  DescribeVpcsCommand: anywhere('ec2:DescribeVpcs'),

  CreateSecurityGroupCommand: (context, { VpcId, TagSpecifications }) => [
    ...created(context, 'CreateSecurityGroup', 'security-group', TagSpecifications),
    on(context, 'CreateSecurityGroup', VpcId),
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
