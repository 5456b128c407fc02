import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { hex } from '../ids';
import { page } from '../page';
import { tagsToUpper } from '../tags';
import { byId, filtered } from './filters';
import { missingGroup, missingVpc, paging, specifiedTags } from './requests';
import { permissionsOf } from './rules';
import type { SecurityGroupState } from './state';

function describe(context: Context, group: SecurityGroupState): Ec2.SecurityGroup {
  return {
    GroupId: group.id,
    GroupName: group.name,
    Description: group.description,
    VpcId: group.vpcId,
    OwnerId: context.world.account,
    SecurityGroupArn: `arn:aws:ec2:${context.region.name}:${context.world.account}:security-group/${group.id}`,
    IpPermissions: permissionsOf(context, group.id, false),
    IpPermissionsEgress: permissionsOf(context, group.id, true),
    Tags: tagsToUpper(group.tags),
  };
}

function checkNames(context: Context, vpcId: string, name: string, description: string): void {
  const allowed = /^[\w .\-:/()#,@[\]+=&;{}!$*]*$/;
  if (name.startsWith('sg-')) {
    throw awsError('InvalidParameterValue', `Group names may not be in the format sg-*: ${name}`);
  }
  if (name.length > 255 || description.length > 255 || !allowed.test(name) || !allowed.test(description)) {
    throw awsError(
      'InvalidParameterValue',
      'Value for parameter GroupName or GroupDescription is invalid: at most 255 of a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*',
    );
  }
  for (const group of context.region.ec2.securityGroups.values()) {
    if (group.vpcId === vpcId && group.name.toLowerCase() === name.toLowerCase()) {
      throw awsError(
        'InvalidGroup.Duplicate',
        `The security group '${name}' already exists for VPC '${vpcId}'`,
      );
    }
  }
}

/** Why a group cannot go (aws-reference §1.16): it protects an interface, or another group's rule names it. */
function isHeld(context: Context, id: string): boolean {
  const { interfaces, rules } = context.region.ec2;
  return (
    [...interfaces.values()].some((one) => one.groupIds.includes(id)) ||
    [...rules.values()].some((rule) => rule.groupId === id && rule.ownerId !== id)
  );
}

/** Security groups themselves; their rules are in `rules.ts`. */
export const securityGroupHandlers = {
  CreateSecurityGroupCommand(context, input) {
    const { ec2 } = context.region;
    const { GroupName: name, Description: description, VpcId: vpcId } = input;
    if (!name || !description) {
      throw awsError(
        'MissingParameter',
        'The request must contain the parameters GroupName and GroupDescription',
      );
    }
    if (!vpcId) throw awsError('VPCIdNotSpecified', 'No default VPC for this user');
    if (!ec2.vpcs.has(vpcId)) throw missingVpc(vpcId);
    checkNames(context, vpcId, name, description);
    const tags = specifiedTags(input.TagSpecifications, 'security-group');
    const id = `sg-${hex(context.random, 17)}`;
    ec2.securityGroups.set(id, { id, name, description, vpcId, tags });
    // AWS adds the open egress rule by itself.
    const rule = `sgr-${hex(context.random, 17)}`;
    ec2.rules.set(rule, {
      id: rule,
      ownerId: id,
      egress: true,
      protocol: '-1',
      fromPort: -1,
      toPort: -1,
      cidr: '0.0.0.0/0',
      description: undefined,
      tags: new Map(),
    });
    return { GroupId: id, Tags: tagsToUpper(tags) };
  },

  DescribeSecurityGroupsCommand(context, input) {
    const { ec2 } = context.region;
    const found = filtered(byId(ec2.securityGroups, input.GroupIds, missingGroup), input.Filters, {
      'group-id': (group) => [group.id],
      'group-name': (group) => [group.name],
      'vpc-id': (group) => [group.vpcId],
      description: (group) => [group.description],
      'owner-id': () => [context.world.account],
    });
    for (const name of input.GroupNames ?? []) {
      if (!found.some((group) => group.name === name)) throw missingGroup(name);
    }
    const wanted = input.GroupNames ? found.filter((group) => input.GroupNames?.includes(group.name)) : found;
    const { items, next } = page(wanted, paging(input));
    return { SecurityGroups: items.map((group) => describe(context, group)), NextToken: next };
  },

  DeleteSecurityGroupCommand(context, input) {
    const { ec2 } = context.region;
    const id = input.GroupId;
    if (!id) throw awsError('MissingParameter', 'The request must contain the parameter GroupId');
    const group = ec2.securityGroups.get(id);
    if (!group) throw missingGroup(id);
    if (group.name === 'default') {
      throw awsError(
        'CannotDelete',
        `the specified group: "${id}" name: "default" cannot be deleted by a user`,
      );
    }
    if (isHeld(context, id)) throw awsError('DependencyViolation', `resource ${id} has a dependent object`);
    ec2.securityGroups.delete(id);
    for (const rule of ec2.rules.values()) if (rule.ownerId === id) ec2.rules.delete(rule.id);
    return { Return: true, GroupId: id };
  },
} satisfies HandlersOf<typeof Ec2>;
