import {
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand as LogTags,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeSecurityGroupRulesCommand, DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import type { WireAccount } from '../../stage';
import { described, named, tagged, type Described } from '../described';
import { know, nameIn, type Ids, type Reader } from './ids';

/** Security groups, rules, roles and log groups. */
export const rights: Reader = async ({ clients, send }, ids) => {
  const groups = (await send(clients.ec2, new DescribeSecurityGroupsCommand({}))).SecurityGroups ?? [];
  const own = groups
    .filter(({ GroupName }) => GroupName !== 'default')
    .map(({ GroupId = '', GroupName, Description, VpcId, Tags }) => {
      const tags = tagged(Tags);
      know(ids, GroupId, tags, 'id');
      return described('AWS::EC2::SecurityGroup', named(tags), { GroupName, Description, VpcId, tags });
    });
  const rules = (await send(clients.ec2, new DescribeSecurityGroupRulesCommand({}))).SecurityGroupRules ?? [];
  const admitting = rules
    .filter(({ IsEgress, GroupId = '' }) => !IsEgress && ids.has(GroupId))
    .map(({ GroupId, IpProtocol, FromPort, ToPort, ReferencedGroupInfo, Tags }) => {
      const tags = tagged(Tags);
      const [group, From] = [GroupId, ReferencedGroupInfo?.GroupId].map(nameIn(ids));
      const members = { GroupId: group, IpProtocol, FromPort, ToPort, From, tags };
      return described('AWS::EC2::SecurityGroupIngress', named(tags), members);
    });
  const roles = (await send(clients.iam, new ListRolesCommand({}))).Roles ?? [];
  const allowed = await Promise.all(roles.map(({ RoleName = '' }) => role({ clients, send }, RoleName, ids)));
  const { logGroups = [] } = await send(clients.logs, new DescribeLogGroupsCommand({}));
  const logs = await Promise.all(
    logGroups.map(async ({ logGroupName = '', retentionInDays, logGroupArn, arn = '' }) => {
      const resourceArn = logGroupArn ?? arn.replace(/:\*$/, '');
      const tags = tagged((await send(clients.logs, new LogTags({ resourceArn }))).tags);
      know(ids, logGroupName, tags, 'name');
      know(ids, resourceArn, tags, 'arn');
      return described('AWS::Logs::LogGroup', named(tags), { logGroupName, retentionInDays, tags });
    }),
  );
  return [...own, ...admitting, ...allowed, ...logs];
};

async function role(
  { clients: { iam }, send }: Pick<WireAccount, 'clients' | 'send'>,
  RoleName: string,
  ids: Ids,
): Promise<Described> {
  const [{ Role }, { AttachedPolicies = [] }, { PolicyNames = [] }] = await Promise.all([
    send(iam, new GetRoleCommand({ RoleName })),
    send(iam, new ListAttachedRolePoliciesCommand({ RoleName })),
    send(iam, new ListRolePoliciesCommand({ RoleName })),
  ]);
  const inline = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument = '' } = await send(iam, new GetRolePolicyCommand({ RoleName, PolicyName }));
      return [PolicyName, JSON.parse(decodeURIComponent(PolicyDocument))] as const;
    }),
  );
  const tags = tagged(Role?.Tags);
  know(ids, Role?.Arn ?? '', tags, 'arn');
  return described('AWS::IAM::Role', named(tags), {
    RoleName,
    Path: Role?.Path,
    attached: AttachedPolicies.map(({ PolicyArn }) => PolicyArn),
    inline: Object.fromEntries(inline),
    PermissionsBoundaryArn: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
    tags,
  });
}
