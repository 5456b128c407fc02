import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { page } from '../page';
import { addTags, removeTags, tagsFromRecord, tagsToRecord } from '../tags';
import type { LogGroupState } from './state';
import { logGroupArn } from './write';

const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** `InvalidParameterException` of CloudWatch Logs. */
export function invalid(message: string): Error {
  return awsError('InvalidParameterException', message);
}

/** The group of a name or ARN, or ResourceNotFoundException. */
export function groupNamed(context: Context, nameOrArn: string | undefined): LogGroupState {
  const text = nameOrArn ?? '';
  const name = text.startsWith('arn:') ? (text.split(':log-group:')[1]?.replace(/:\*$/, '') ?? '') : text;
  const group = context.region.logs.groups.get(name);
  if (!group) throw awsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

/** Tag calls take the ARN without `:*` (aws-reference §0). */
function taggedGroup(context: Context, arn: string | undefined): LogGroupState {
  if (!arn?.startsWith('arn:') || arn.endsWith(':*')) throw invalid(`Invalid resource ARN: ${arn ?? ''}`);
  return groupNamed(context, arn);
}

function describe(context: Context, group: LogGroupState): Logs.LogGroup {
  const logGroup = logGroupArn(context, group.name);
  let storedBytes = 0;
  for (const stream of group.streams.values()) {
    for (const event of stream.events) storedBytes += event.message.length + 26;
  }
  return {
    logGroupName: group.name,
    arn: `${logGroup}:*`,
    logGroupArn: logGroup,
    creationTime: group.createdAt,
    retentionInDays: group.retentionInDays,
    metricFilterCount: 0,
    storedBytes,
    logGroupClass: group.class,
    kmsKeyId: group.kmsKeyId,
  };
}

/** Log groups, their retention and tags. */
export const groupHandlers = {
  CreateLogGroupCommand(context, input) {
    const { groups } = context.region.logs;
    const name = input.logGroupName ?? '';
    if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) {
      throw invalid(
        `1 validation error detected: Value '${name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
      );
    }
    if (groups.has(name)) {
      throw awsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    groups.set(name, {
      name,
      createdAt: context.now(),
      class: input.logGroupClass ?? 'STANDARD',
      kmsKeyId: input.kmsKeyId,
      retentionInDays: undefined,
      tags: tagsFromRecord(input.tags),
      streams: new Map(),
    });
    return {};
  },

  DeleteLogGroupCommand(context, input) {
    context.region.logs.groups.delete(groupNamed(context, input.logGroupName).name);
    return {};
  },

  DescribeLogGroupsCommand(context, input) {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers: wanted } = input;
    if (prefix !== undefined && pattern !== undefined) {
      throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
    }
    const names = wanted?.map((one) => (one.startsWith('arn:') ? (one.split(':log-group:')[1] ?? '') : one));
    const found = [...context.region.logs.groups.values()]
      .filter(
        (group) =>
          group.name.startsWith(prefix ?? '') &&
          group.name.toLowerCase().includes((pattern ?? '').toLowerCase()) &&
          (!names || names.includes(group.name)) &&
          (input.logGroupClass === undefined || group.class === input.logGroupClass),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, next } = page(found, { size: input.limit, limit: 50, token: input.nextToken, invalid });
    return { logGroups: items.map((group) => describe(context, group)), nextToken: next };
  },

  PutRetentionPolicyCommand(context, input) {
    const group = groupNamed(context, input.logGroupName);
    if (!retentions.includes(input.retentionInDays ?? 0)) {
      throw invalid(
        `1 validation error detected: Value '${String(input.retentionInDays)}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${retentions.join(', ')}]`,
      );
    }
    group.retentionInDays = input.retentionInDays;
    return {};
  },

  DeleteRetentionPolicyCommand(context, input) {
    groupNamed(context, input.logGroupName).retentionInDays = undefined;
    return {};
  },

  TagResourceCommand(context, input) {
    addTags(taggedGroup(context, input.resourceArn).tags, tagsFromRecord(input.tags));
    return {};
  },

  UntagResourceCommand(context, input) {
    removeTags(taggedGroup(context, input.resourceArn).tags, input.tagKeys);
    return {};
  },

  ListTagsForResourceCommand: (context, input) => ({
    tags: tagsToRecord(taggedGroup(context, input.resourceArn).tags),
  }),
} satisfies HandlersOf<typeof Logs>;
