import type { Context } from '../../context';
import type { logsHandlers } from '../../logs/logs';
import { logGroupArn } from '../../logs/write';
import { tagsFromRecord } from '../../tags';
import type { ConditionKeys, Demand } from '../policyDocument';
import { anywhere, demand, requestTags, type DemandsOf } from './demands';

interface Group {
  logGroupName?: string | undefined;
  logGroupIdentifier?: string | undefined;
}

function nameIn(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (nameOrArn.split(':log-group:')[1]?.split(':')[0] ?? '') : nameOrArn;
}

/** As refusals of CloudWatch Logs name a group: with an empty stream behind it. */
function on(context: Context, action: string, nameOrArn: string, keys: ConditionKeys = {}): Demand {
  return demand(`logs:${action}`, `${logGroupArn(context, nameIn(nameOrArn))}:log-stream:`, keys);
}

const group = (action: string) => (context: Context, input: Group) => [
  on(context, action, input.logGroupName ?? input.logGroupIdentifier ?? ''),
];

const stream =
  (action: string) => (context: Context, input: Group & { logStreamName?: string | undefined }) => [
    demand(
      `logs:${action}`,
      `${logGroupArn(context, nameIn(input.logGroupName ?? input.logGroupIdentifier ?? ''))}:log-stream:${input.logStreamName ?? ''}`,
    ),
  ];

/** Tag calls, and live tails, are asked about the group itself. */
const bare = (action: string) => (_context: Context, input: { resourceArn?: string | undefined }) => [
  demand(`logs:${action}`, input.resourceArn ?? ''),
];

/** CloudWatch Logs. */
export const logsDemands: DemandsOf<typeof logsHandlers> = {
  DescribeLogGroupsCommand: anywhere('logs:DescribeLogGroups'),
  PutResourcePolicyCommand: anywhere('logs:PutResourcePolicy'),
  DescribeResourcePoliciesCommand: anywhere('logs:DescribeResourcePolicies'),
  DeleteResourcePolicyCommand: anywhere('logs:DeleteResourcePolicy'),
  CreateLogGroupCommand: (context, { logGroupName = '', tags }) => {
    const keys = requestTags(tagsFromRecord(tags));
    return [
      on(context, 'CreateLogGroup', logGroupName, keys),
      ...(tags ? [demand('logs:TagResource', logGroupArn(context, logGroupName), keys)] : []),
    ];
  },
  DeleteLogGroupCommand: group('DeleteLogGroup'),
  PutRetentionPolicyCommand: group('PutRetentionPolicy'),
  DeleteRetentionPolicyCommand: group('DeleteRetentionPolicy'),
  DescribeLogStreamsCommand: group('DescribeLogStreams'),
  CreateLogStreamCommand: group('CreateLogStream'),
  DeleteLogStreamCommand: stream('DeleteLogStream'),
  PutLogEventsCommand: stream('PutLogEvents'),
  GetLogEventsCommand: stream('GetLogEvents'),
  FilterLogEventsCommand: group('FilterLogEvents'),
  StartLiveTailCommand: (context, { logGroupIdentifiers }) =>
    (logGroupIdentifiers ?? []).map((one) => demand('logs:StartLiveTail', logGroupArn(context, nameIn(one)))),
  TagResourceCommand: (_context, { resourceArn = '', tags }) => [
    demand('logs:TagResource', resourceArn, requestTags(tagsFromRecord(tags))),
  ],
  UntagResourceCommand: bare('UntagResource'),
  ListTagsForResourceCommand: bare('ListTagsForResource'),
};
