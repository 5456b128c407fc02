import {
  AuthorizeSecurityGroupIngressCommand,
  CreateTagsCommand,
  DescribeSecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
  type Filter,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import type { Found, Provider } from '../../engine/provider';
import type { SecurityGroupIngressProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { foreignError } from '../errors';
import { createOnce } from '../retry';
import { fromTags, markIn, TAG_PREFIX, tagsOf, toUpperList } from '../tags';
import { foundOf, must, pages, unlessGone } from './common';

const TYPE = 'AWS::EC2::SecurityGroupIngress';

export function securityGroupIngress(account: Account): Provider<SecurityGroupIngressProps> {
  const { clients, send } = account;
  async function describe(Filters: Filter[], signal?: AbortSignal): Promise<SecurityGroupRule[]> {
    const rules = await pages(async (NextToken) => {
      const page = await send(clients.ec2, new DescribeSecurityGroupRulesCommand({ Filters, NextToken }), {
        signal,
      });
      return { items: page.SecurityGroupRules, next: page.NextToken };
    });
    return rules.filter((rule) => rule.IsEgress !== true);
  }

  return {
    type: TYPE,
    replacement: 'createFirst',
    immutable: ['groupId', 'sourceGroupId', 'port'],

    async find(stack, _earlier, signal) {
      const rules = await describe([{ Name: `tag:${TAG_PREFIX}stack`, Values: [stack] }], signal);
      return rules.flatMap((rule) => foundIn(rule, stack) ?? []);
    },

    async create({ id, props: { groupId, sourceGroupId, port }, marks }, signal) {
      const ruleId = await createOnce(
        account,
        {
          exists: ['InvalidPermission.Duplicate'],
          async create() {
            const command = new AuthorizeSecurityGroupIngressCommand({
              GroupId: groupId,
              IpPermissions: [
                {
                  IpProtocol: 'tcp',
                  FromPort: port,
                  ToPort: port,
                  UserIdGroupPairs: [{ GroupId: sourceGroupId, Description: `ecs-topology ${id}` }],
                },
              ],
              TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: toUpperList(tagsOf(marks)) }],
            });
            const { SecurityGroupRules } = await send(clients.ec2, command, { signal, resource: id });
            return must(SecurityGroupRules?.[0]?.SecurityGroupRuleId, 'SecurityGroupRuleId');
          },
          async look() {
            const rules = await describe([{ Name: 'group-id', Values: [groupId] }], signal);
            const rule = rules.find(
              (candidate) =>
                candidate.ReferencedGroupInfo?.GroupId === sourceGroupId && portOf(candidate) === port,
            );
            if (!rule) return undefined;
            if (markIn(fromTags(rule.Tags), marks.stack)?.id === marks.resource)
              return rule.SecurityGroupRuleId;
            throw foreignError(
              'security group rule',
              `${rule.SecurityGroupRuleId ?? 'unknown'} of ${groupId}`,
              {
                service: 'ec2',
                operation: 'AuthorizeSecurityGroupIngress',
              },
            );
          },
        },
        signal,
      );
      return { physicalId: ruleId, attributes: { id: ruleId } };
    },

    async update({ id, marks, found }, signal) {
      const Tags = toUpperList(tagsOf({ ...marks, created: found.created }));
      await send(clients.ec2, new CreateTagsCommand({ Resources: [found.physicalId], Tags }), {
        signal,
        resource: id,
      });
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal } = {}) {
      const command = new RevokeSecurityGroupIngressCommand({
        GroupId: String(found.props.groupId),
        SecurityGroupRuleIds: [found.physicalId],
      });
      await unlessGone(send(clients.ec2, command, { signal, resource: found.id }));
    },
  };
}

function foundIn(rule: SecurityGroupRule, stack: string): Found | undefined {
  const mark = markIn(fromTags(rule.Tags), stack);
  if (!mark || rule.SecurityGroupRuleId === undefined) return undefined;
  const sourceGroupId = rule.ReferencedGroupInfo?.GroupId;
  return foundOf({
    type: TYPE,
    mark,
    physicalId: rule.SecurityGroupRuleId,
    props: { groupId: rule.GroupId, sourceGroupId, port: portOf(rule) },
    attributes: { id: rule.SecurityGroupRuleId },
    pointsTo: [rule.GroupId, sourceGroupId],
  });
}

/** The one TCP port that a rule opens; in words what somebody has made of it by hand. */
function portOf({ IpProtocol = 'tcp', FromPort, ToPort }: SecurityGroupRule): number | string | undefined {
  return IpProtocol === 'tcp' && FromPort === ToPort ? FromPort : `${IpProtocol} ${FromPort}–${ToPort}`;
}
