import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { hex } from '../ids';
import { page } from '../page';
import { compilePattern, type LineTest } from './filterPattern';
import { groupNamed, invalid } from './groups';
import type { LogGroupState, LogStreamState } from './state';
import { ensureStream, logGroupArn, writeLine } from './write';

/** A filter pattern, or InvalidParameterException. */
export function patternOf(text: string | undefined): LineTest {
  try {
    return compilePattern(text);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : 'Invalid filter pattern');
  }
}

/** A group by name or by ARN, but not by both. */
function groupOf(
  context: Context,
  input: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined },
): LogGroupState {
  if ((input.logGroupName === undefined) === (input.logGroupIdentifier === undefined)) {
    throw invalid('Exactly one of logGroupName and logGroupIdentifier must be specified.');
  }
  return groupNamed(context, input.logGroupName ?? input.logGroupIdentifier);
}

function streamNamed(group: LogGroupState, name: string | undefined): LogStreamState {
  const stream = group.streams.get(name ?? '');
  if (!stream) throw awsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  return stream;
}

function describe(context: Context, group: LogGroupState, stream: LogStreamState): Logs.LogStream {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    firstEventTimestamp: stream.events[0]?.timestamp,
    lastEventTimestamp: stream.events.at(-1)?.timestamp,
    lastIngestionTime: stream.events.at(-1)?.ingestedAt,
    uploadSequenceToken: hex(context.random, 32),
    arn: `${logGroupArn(context, group.name)}:log-stream:${stream.name}`,
  };
}

/** Streams and the lines in them. */
export const eventHandlers = {
  CreateLogStreamCommand(context, input) {
    const group = groupNamed(context, input.logGroupName);
    const name = input.logStreamName ?? '';
    if (!/^[^:*]{1,512}$/.test(name)) throw invalid(`Invalid log stream name: ${name}`);
    if (group.streams.has(name)) {
      throw awsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    }
    ensureStream(context, group, name);
    return {};
  },

  DeleteLogStreamCommand(context, input) {
    const group = groupNamed(context, input.logGroupName);
    group.streams.delete(streamNamed(group, input.logStreamName).name);
    return {};
  },

  DescribeLogStreamsCommand(context, input) {
    const group = groupOf(context, input);
    const byTime = input.orderBy === 'LastEventTime';
    if (byTime && input.logStreamNamePrefix !== undefined) {
      throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const found = [...group.streams.values()]
      .filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ''))
      .sort((a, b) =>
        byTime
          ? (a.events.at(-1)?.timestamp ?? a.createdAt) - (b.events.at(-1)?.timestamp ?? b.createdAt)
          : a.name < b.name
            ? -1
            : 1,
      );
    if (input.descending) found.reverse();
    const { items, next } = page(found, { size: input.limit, limit: 50, token: input.nextToken, invalid });
    return { logStreams: items.map((stream) => describe(context, group, stream)), nextToken: next };
  },

  PutLogEventsCommand(context, input) {
    const group = groupNamed(context, input.logGroupName);
    const stream = streamNamed(group, input.logStreamName);
    for (const event of input.logEvents ?? []) {
      writeLine(context, group, stream.name, event.message ?? '', event.timestamp);
    }
    return { nextSequenceToken: hex(context.random, 32) };
  },

  GetLogEventsCommand(context, input) {
    const stream = streamNamed(groupOf(context, input), input.logStreamName);
    const from = input.startTime ?? 0;
    const to = input.endTime ?? Number.POSITIVE_INFINITY;
    const events = stream.events.filter((event) => event.timestamp >= from && event.timestamp < to);
    const limit = Math.min(input.limit ?? 10_000, 10_000);
    const token = /^([fb])\/(\d+)$/.exec(input.nextToken ?? '');
    if (input.nextToken !== undefined && !token) throw invalid('The specified nextToken is invalid.');
    const at = Number(token?.[2] ?? (input.startFromHead ? 0 : events.length));
    const backward = token ? token[1] === 'b' : !input.startFromHead;
    const start = backward ? Math.max(0, at - limit) : at;
    const end = backward ? at : Math.min(events.length, at + limit);
    return {
      events: events
        .slice(start, end)
        .map(({ timestamp, message, ingestedAt: ingestionTime }) => ({ timestamp, message, ingestionTime })),
      nextForwardToken: `f/${end}`,
      nextBackwardToken: `b/${start}`,
    };
  },

  FilterLogEventsCommand(context, input) {
    const group = groupOf(context, input);
    const { logStreamNames: names, logStreamNamePrefix: prefix } = input;
    if (names !== undefined && prefix !== undefined) {
      throw invalid('logStreamNames and logStreamNamePrefix are mutually exclusive.');
    }
    for (const name of names ?? []) streamNamed(group, name);
    const matches = patternOf(input.filterPattern);
    const from = input.startTime ?? 0;
    const to = input.endTime ?? Number.POSITIVE_INFINITY;
    const found = [...group.streams.values()]
      .filter((stream) => (names ? names.includes(stream.name) : stream.name.startsWith(prefix ?? '')))
      .flatMap((stream) => stream.events.map((event) => ({ stream, event })))
      .filter(({ event }) => event.timestamp >= from && event.timestamp <= to && matches(event.message))
      .sort((a, b) => a.event.timestamp - b.event.timestamp);
    const { items, next } = page(found, {
      size: input.limit,
      limit: 10_000,
      token: input.nextToken,
      invalid,
    });
    return {
      events: items.map(({ stream, event }) => ({
        logStreamName: stream.name,
        timestamp: event.timestamp,
        message: event.message,
        ingestionTime: event.ingestedAt,
        eventId: event.id,
      })),
      searchedLogStreams: [],
      nextToken: next,
    };
  },
} satisfies HandlersOf<typeof Logs>;
