import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { hex } from '../ids';
import { page } from '../page';
import { tagsToUpper } from '../tags';
import { isCidr } from './cidr';
import { byId, filtered } from './filters';
import { missingGroup, paging, specifiedTags } from './requests';
import type { RuleState } from './state';

type Spec = Omit<RuleState, 'id' | 'tags'>;

const protocols: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp' };

/** One rule for each peer, as AWS keeps them. */
function specsOf(
  ownerId: string,
  egress: boolean,
  permissions: readonly Ec2.IpPermission[] | undefined,
): Spec[] {
  if (!permissions || permissions.length === 0) {
    throw awsError('MissingParameter', 'The request must contain the parameter ipPermissions');
  }
  return permissions.flatMap((permission) => {
    const protocol = protocols[permission.IpProtocol ?? ''] ?? permission.IpProtocol?.toLowerCase();
    if (!protocol) throw awsError('MissingParameter', 'The request must contain the parameter ipProtocol');
    const all = protocol === '-1';
    const base = {
      ownerId,
      egress,
      protocol,
      fromPort: all ? -1 : (permission.FromPort ?? -1),
      toPort: all ? -1 : (permission.ToPort ?? -1),
    };
    checkPorts(base);
    const specs: Spec[] = [
      ...(permission.IpRanges ?? []).map((range) => ({
        ...base,
        cidr: range.CidrIp ?? '',
        description: range.Description,
      })),
      ...(permission.Ipv6Ranges ?? []).map((range) => ({
        ...base,
        cidr6: range.CidrIpv6 ?? '',
        description: range.Description,
      })),
      ...(permission.UserIdGroupPairs ?? []).map((pair) => ({
        ...base,
        groupId: pair.GroupId ?? '',
        description: pair.Description,
      })),
    ];
    const bad = specs.find((spec) => spec.cidr !== undefined && !isCidr(spec.cidr));
    if (bad) {
      throw awsError('InvalidParameterValue', `CIDR block ${bad.cidr ?? ''} is malformed`);
    }
    return specs;
  });
}

function checkPorts({ protocol, fromPort, toPort }: Pick<Spec, 'protocol' | 'fromPort' | 'toPort'>): void {
  if (protocol !== 'tcp' && protocol !== 'udp') return;
  if (fromPort < 0 || toPort > 65535 || fromPort > toPort) {
    throw awsError('InvalidParameterValue', `Invalid value for portRange: ${fromPort}-${toPort}`);
  }
}

function isSame(a: Spec, b: Spec): boolean {
  return (
    a.ownerId === b.ownerId &&
    a.egress === b.egress &&
    a.protocol === b.protocol &&
    a.fromPort === b.fromPort &&
    a.toPort === b.toPort &&
    a.cidr === b.cidr &&
    a.cidr6 === b.cidr6 &&
    a.groupId === b.groupId
  );
}

function inWords(spec: Spec): string {
  const peer = spec.groupId ?? spec.cidr ?? spec.cidr6 ?? '';
  const ports =
    spec.protocol === '-1'
      ? 'ALL'
      : `${spec.protocol.toUpperCase()}, from port: ${spec.fromPort}, to port: ${spec.toPort}`;
  return `"peer: ${peer}, ${ports}, ALLOW"`;
}

function authorize(
  context: Context,
  egress: boolean,
  input: Ec2.AuthorizeSecurityGroupIngressRequest,
): Ec2.AuthorizeSecurityGroupIngressResult {
  const { ec2 } = context.region;
  const owner = ec2.securityGroups.get(input.GroupId ?? '');
  if (!owner) throw missingGroup(input.GroupId ?? '');
  const tags = specifiedTags(input.TagSpecifications, 'security-group-rule');
  const specs = specsOf(owner.id, egress, input.IpPermissions);
  for (const spec of specs) {
    if (spec.groupId === undefined) continue;
    const peer = ec2.securityGroups.get(spec.groupId);
    if (!peer) throw missingGroup(spec.groupId);
    if (peer.vpcId !== owner.vpcId) {
      throw awsError(
        'InvalidGroup.NotFound',
        `You have specified two resources that belong to different networks.`,
      );
    }
  }
  for (const spec of specs) {
    if ([...ec2.rules.values()].some((rule) => isSame(rule, spec))) {
      throw awsError('InvalidPermission.Duplicate', `the specified rule ${inWords(spec)} already exists`);
    }
  }
  const created = specs.map((spec): RuleState => {
    const rule = { ...spec, id: `sgr-${hex(context.random, 17)}`, tags: new Map(tags) };
    ec2.rules.set(rule.id, rule);
    return rule;
  });
  return { Return: true, SecurityGroupRules: created.map((rule) => describe(context, rule)) };
}

function revoke(
  context: Context,
  egress: boolean,
  input: Ec2.RevokeSecurityGroupIngressRequest,
): Ec2.RevokeSecurityGroupIngressResult {
  const { ec2 } = context.region;
  const owner = ec2.securityGroups.get(input.GroupId ?? '');
  if (!owner) throw missingGroup(input.GroupId ?? '');
  const gone = input.SecurityGroupRuleIds?.map((id) => {
    const rule = ec2.rules.get(id);
    if (!rule || rule.ownerId !== owner.id || rule.egress !== egress) {
      throw awsError(
        'InvalidSecurityGroupRuleId.NotFound',
        `The security group rule ID '${id}' does not exist`,
      );
    }
    return rule;
  });
  const matched =
    gone ??
    specsOf(owner.id, egress, input.IpPermissions).map((spec) => {
      const rule = [...ec2.rules.values()].find((one) => isSame(one, spec));
      if (!rule) {
        throw awsError(
          'InvalidPermission.NotFound',
          `The specified rule does not exist in this security group.`,
        );
      }
      return rule;
    });
  for (const rule of matched) ec2.rules.delete(rule.id);
  return { Return: true };
}

function describe(context: Context, rule: RuleState): Ec2.SecurityGroupRule {
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: rule.ownerId,
    GroupOwnerId: context.world.account,
    IsEgress: rule.egress,
    IpProtocol: rule.protocol,
    FromPort: rule.fromPort,
    ToPort: rule.toPort,
    CidrIpv4: rule.cidr,
    CidrIpv6: rule.cidr6,
    ReferencedGroupInfo:
      rule.groupId === undefined ? undefined : { GroupId: rule.groupId, UserId: context.world.account },
    Description: rule.description,
    Tags: tagsToUpper(rule.tags),
  };
}

/** The rules of a group in the older shape, one permission for each protocol and range of ports. */
export function permissionsOf(context: Context, ownerId: string, egress: boolean): Ec2.IpPermission[] {
  const permissions = new Map<
    string,
    Ec2.IpPermission & Required<Pick<Ec2.IpPermission, 'IpRanges' | 'Ipv6Ranges' | 'UserIdGroupPairs'>>
  >();
  for (const rule of context.region.ec2.rules.values()) {
    if (rule.ownerId !== ownerId || rule.egress !== egress) continue;
    const key = `${rule.protocol} ${rule.fromPort} ${rule.toPort}`;
    const all = rule.protocol === '-1';
    const permission = permissions.get(key) ?? {
      IpProtocol: rule.protocol,
      FromPort: all ? undefined : rule.fromPort,
      ToPort: all ? undefined : rule.toPort,
      IpRanges: [],
      Ipv6Ranges: [],
      UserIdGroupPairs: [],
      PrefixListIds: [],
    };
    permissions.set(key, permission);
    const Description = rule.description;
    if (rule.cidr !== undefined) permission.IpRanges?.push({ CidrIp: rule.cidr, Description });
    if (rule.cidr6 !== undefined) permission.Ipv6Ranges?.push({ CidrIpv6: rule.cidr6, Description });
    if (rule.groupId !== undefined) {
      permission.UserIdGroupPairs?.push({
        GroupId: rule.groupId,
        UserId: context.world.account,
        Description,
      });
    }
  }
  return [...permissions.values()];
}

/** Rules of security groups, each with an id and tags of its own. */
export const ruleHandlers = {
  AuthorizeSecurityGroupIngressCommand: (context, input) => authorize(context, false, input),
  AuthorizeSecurityGroupEgressCommand: (context, input) => authorize(context, true, input),
  RevokeSecurityGroupIngressCommand: (context, input) => revoke(context, false, input),
  RevokeSecurityGroupEgressCommand: (context, input) => revoke(context, true, input),

  DescribeSecurityGroupRulesCommand(context, input) {
    const missing = (id: string) =>
      awsError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`);
    const found = filtered(
      byId(context.region.ec2.rules, input.SecurityGroupRuleIds, missing),
      input.Filters,
      {
        'group-id': (rule) => [rule.ownerId],
        'security-group-rule-id': (rule) => [rule.id],
      },
    );
    const { items, next } = page(found, paging(input));
    return { SecurityGroupRules: items.map((rule) => describe(context, rule)), NextToken: next };
  },

  ModifySecurityGroupRulesCommand(context, input) {
    const { rules } = context.region.ec2;
    for (const update of input.SecurityGroupRules ?? []) {
      const rule = rules.get(update.SecurityGroupRuleId ?? '');
      const change = update.SecurityGroupRule;
      if (!rule || rule.ownerId !== input.GroupId || !change) {
        throw awsError(
          'InvalidSecurityGroupRuleId.NotFound',
          `The security group rule ID '${update.SecurityGroupRuleId ?? ''}' does not exist`,
        );
      }
      const [spec] = specsOf(rule.ownerId, rule.egress, [
        {
          IpProtocol: change.IpProtocol,
          FromPort: change.FromPort,
          ToPort: change.ToPort,
          IpRanges: change.CidrIpv4 === undefined ? [] : [{ CidrIp: change.CidrIpv4 }],
          Ipv6Ranges: change.CidrIpv6 === undefined ? [] : [{ CidrIpv6: change.CidrIpv6 }],
          UserIdGroupPairs:
            change.ReferencedGroupId === undefined ? [] : [{ GroupId: change.ReferencedGroupId }],
        },
      ]);
      if (!spec) throw awsError('MissingParameter', 'A rule needs a peer');
      rules.set(rule.id, { ...spec, id: rule.id, tags: rule.tags, description: change.Description });
    }
    return { Return: true };
  },
} satisfies HandlersOf<typeof Ec2>;
