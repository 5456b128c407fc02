import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  type LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Found, Marks, Provider } from '../../engine/provider';
import type { LogGroupProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { foreignError, isCode } from '../errors';
import { createOnce } from '../retry';
import { fromTags, markIn, tagsOf, type Tags } from '../tags';
import { flatMapAsync, foreignIn, foundOf, mapAsync, pages, unlessGone } from './common';

const TYPE = 'AWS::Logs::LogGroup';

export function logGroup(account: Account): Provider<LogGroupProps> {
  const { clients, send } = account;
  const { logs } = clients;

  async function list(logGroupNamePrefix: string, signal?: AbortSignal): Promise<LogGroup[]> {
    return pages(async (nextToken) => {
      const page = await send(logs, new DescribeLogGroupsCommand({ logGroupNamePrefix, nextToken }), {
        signal,
      });
      return { items: page.logGroups, next: page.nextToken };
    });
  }

  async function tagsOn(group: LogGroup, signal?: AbortSignal): Promise<Tags> {
    const resourceArn = arnOf(group);
    if (resourceArn === undefined) return {};
    return fromTags(
      (await unlessGone(send(logs, new ListTagsForResourceCommand({ resourceArn }), { signal })))?.tags,
    );
  }

  /** The group of a name, which must be ours. */
  async function named(
    name: string,
    { stack, resource }: Pick<Marks, 'stack' | 'resource'>,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const group = (await list(name, signal)).find(({ logGroupName }) => logGroupName === name);
    if (!group) return undefined;
    if (markIn(await tagsOn(group, signal), stack)?.id === resource) return name;
    throw foreignError('log group', name, { service: 'logs', operation: 'CreateLogGroup' });
  }

  async function setRetention(
    logGroupName: string,
    days: number,
    resource: string,
    signal?: AbortSignal,
  ): Promise<void> {
    await send(logs, new PutRetentionPolicyCommand({ logGroupName, retentionInDays: days }), {
      signal,
      resource,
    });
  }

  return {
    type: TYPE,
    replacement: 'deleteFirst',
    interruption: 'The log events of the old group go with it.',
    immutable: ['name'],

    async find(stack, _earlier, signal) {
      // The prefix of a base stack is also that of its environments; the tags tell them apart.
      const prefixes = [`/ecs/${stack}/`, `/aws/vendedlogs/apis/${stack}/`];
      const groups = await flatMapAsync(prefixes, (prefix) => list(prefix, signal));
      return mapAsync(groups, async (group) => foundIn(group, await tagsOn(group, signal), stack));
    },

    taken: ({ name }, mine, signal) => foreignIn(named(name, mine, signal)),

    async create({ id, props: { name, retentionDays }, marks }, signal) {
      await createOnce(
        account,
        {
          exists: ['ResourceAlreadyExistsException'],
          async create() {
            const command = new CreateLogGroupCommand({ logGroupName: name, tags: tagsOf(marks) });
            await send(logs, command, { signal, resource: id });
            return name;
          },
          look: () => named(name, marks, signal),
        },
        signal,
      );
      await setRetention(name, retentionDays, id, signal);
      // The call returns nothing, and the list may not show the group yet.
      const { partition, account: owner } = await account.identity(signal);
      const arn = `arn:${partition}:logs:${account.connection.region}:${owner}:log-group:${name}`;
      return { physicalId: name, attributes: { arn, name } };
    },

    async update({ id, props, marks, found, changed, remark }, signal) {
      if (changed.length > 0) await setRetention(found.physicalId, props.retentionDays, id, signal);
      if (remark) {
        const resourceArn = found.attributes.arn;
        const tags = tagsOf({ ...marks, created: found.created });
        await send(logs, new TagResourceCommand({ resourceArn, tags }), { signal, resource: id });
      }
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal } = {}) {
      const command = new DeleteLogGroupCommand({ logGroupName: found.physicalId });
      try {
        await send(logs, command, { signal, resource: found.id });
      } catch (error) {
        if (!isCode(error, 'ResourceNotFoundException')) throw error;
      }
    },
  };
}

/** `arn` ends in `:*`, which neither tags nor access logs take; `logGroupArn` does not, but is newer. */
function arnOf(group: LogGroup): string | undefined {
  return group.logGroupArn ?? group.arn?.replace(/:\*$/, '');
}

function foundIn(group: LogGroup, tags: Tags, stack: string): Found | undefined {
  const mark = markIn(tags, stack);
  if (!mark || group.logGroupName === undefined) return undefined;
  return foundOf({
    type: TYPE,
    mark,
    physicalId: group.logGroupName,
    props: { name: group.logGroupName, retentionDays: group.retentionInDays },
    attributes: { arn: arnOf(group), name: group.logGroupName },
  });
}
