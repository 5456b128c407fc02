import {
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DeleteTagsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  type Filter,
  type SecurityGroup,
} from '@aws-sdk/client-ec2';
import type { Found, Marks, Provider } from '../../engine/provider';
import type { Resolved } from '../../engine/resource';
import type { SecurityGroupProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { AwsError, foreignError, isCode } from '../errors';
import { createOnce } from '../retry';
import { fromTags, markIn, ownTag, TAG_PREFIX, tagsOf, toUpperList } from '../tags';
import { foreignIn, foundOf, must, pages, unlessGone } from './common';

const TYPE = 'AWS::EC2::SecurityGroup';

export function securityGroup(account: Account): Provider<SecurityGroupProps> {
  const { clients, send } = account;
  async function describe(Filters: Filter[], signal?: AbortSignal): Promise<SecurityGroup[]> {
    return pages(async (NextToken) => {
      const page = await send(clients.ec2, new DescribeSecurityGroupsCommand({ Filters, NextToken }), {
        signal,
      });
      return { items: page.SecurityGroups, next: page.NextToken };
    });
  }

  /** The group of a name in a VPC, which must be ours. */
  async function named(
    { name, vpcId }: Pick<Resolved<SecurityGroupProps>, 'name' | 'vpcId'>,
    { stack, resource }: Pick<Marks, 'stack' | 'resource'>,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const [group] = await describe(
      [
        { Name: 'group-name', Values: [name] },
        { Name: 'vpc-id', Values: [vpcId] },
      ],
      signal,
    );
    if (!group) return undefined;
    if (markIn(fromTags(group.Tags), stack)?.id === resource) return group.GroupId;
    throw foreignError('security group', name, { service: 'ec2', operation: 'CreateSecurityGroup' });
  }

  return {
    type: TYPE,
    replacement: 'createFirst',
    lingering: 'waits until AWS lets go of the network interfaces that use it',
    immutable: ['name', 'description', 'vpcId'],
    uniqueNameLimit: 255,

    async find(stack, _earlier, signal) {
      const groups = await describe([{ Name: `tag:${TAG_PREFIX}stack`, Values: [stack] }], signal);
      return groups.flatMap((group) => foundIn(group, stack) ?? []);
    },

    taken: (props, mine, signal) => foreignIn(named(props, mine, signal)),

    async create({ id, props, marks }, signal) {
      const { name, description, vpcId, cluster, namespace } = props;
      const Tags = toUpperList(tagsOf(marks, { cluster, namespace }));
      const groupId = await createOnce(
        account,
        {
          exists: ['InvalidGroup.Duplicate'],
          async create() {
            const command = new CreateSecurityGroupCommand({
              GroupName: name,
              Description: description,
              VpcId: vpcId,
              TagSpecifications: [{ ResourceType: 'security-group', Tags }],
            });
            return must((await send(clients.ec2, command, { signal, resource: id })).GroupId, 'GroupId');
          },
          look: () => named(props, marks, signal),
        },
        signal,
      );
      return { physicalId: groupId, attributes: { id: groupId } };
    },

    async update({ id, props, marks, found }, signal) {
      const { cluster, namespace } = props;
      const wanted = tagsOf({ ...marks, created: found.created }, { cluster, namespace });
      const Resources = [found.physicalId];
      await send(clients.ec2, new CreateTagsCommand({ Resources, Tags: toUpperList(wanted) }), {
        signal,
        resource: id,
      });
      const stale = ['cluster', 'namespace'].filter(
        (key) => key in found.props && !(TAG_PREFIX + key in wanted),
      );
      if (stale.length > 0) {
        const Tags = stale.map((key) => ({ Key: TAG_PREFIX + key }));
        await send(clients.ec2, new DeleteTagsCommand({ Resources, Tags }), { signal, resource: id });
      }
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal, waiting } = {}) {
      const command = new DeleteSecurityGroupCommand({ GroupId: found.physicalId });
      try {
        await unlessGone(
          send(clients.ec2, command, {
            signal,
            resource: found.id,
            async onRetry(error) {
              if (waiting && isCode(error, 'DependencyViolation')) {
                waiting(`held by ${await holders(found, signal)}`);
              }
            },
          }),
        );
      } catch (error) {
        throw isCode(error, 'DependencyViolation') ? held(error, found, await holders(found, signal)) : error;
      }
    },
  };

  /** What still holds a group: interfaces of links, load balancers and tasks go minutes after their owner. */
  async function holders(found: Found, signal?: AbortSignal): Promise<string> {
    const Filters = [{ Name: 'group-id', Values: [found.physicalId] }];
    const { NetworkInterfaces = [] } = await send(
      clients.ec2,
      new DescribeNetworkInterfacesCommand({ Filters }),
      { signal },
    );
    const interfaces = NetworkInterfaces.map(
      ({ NetworkInterfaceId, Description }) =>
        `${NetworkInterfaceId ?? 'interface'} (${Description ?? 'no description'})`,
    );
    return interfaces.length > 0
      ? `network interface ${interfaces.join(', ')}`
      : 'a rule of another security group';
  }
}

function held(error: AwsError, found: Found, by: string): AwsError {
  return new AwsError(
    `Something still uses the security group; remove it, then destroy once more: ${found.physicalId}, held by ${by}`,
    error,
    { cause: error },
  );
}

function foundIn(group: SecurityGroup, stack: string): Found | undefined {
  const tags = fromTags(group.Tags);
  const mark = markIn(tags, stack);
  if (!mark || group.GroupId === undefined) return undefined;
  return foundOf({
    type: TYPE,
    mark,
    physicalId: group.GroupId,
    props: {
      name: group.GroupName,
      description: group.Description,
      vpcId: group.VpcId,
      cluster: ownTag(tags, 'cluster'),
      namespace: ownTag(tags, 'namespace'),
    },
    attributes: { id: group.GroupId },
    pointsTo: [group.VpcId],
  });
}
