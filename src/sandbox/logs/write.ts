import { arn, type Context } from '../context';
import { digits } from '../ids';
import type { LogGroupState, LogStreamState } from './state';

/** Older lines of a stream are forgotten, so that a world that runs for days stays small. */
const keptPerStream = 5000;

/** The ARN of a log group without the `:*` that DescribeLogGroups hangs on. */
export function logGroupArn(context: Context, name: string): string {
  return arn(context, 'logs', `log-group:${name}`);
}

/** The stream of a name, made when it is not there (what the awslogs driver and log delivery do). */
export function ensureStream(context: Context, group: LogGroupState, name: string): LogStreamState {
  const known = group.streams.get(name);
  if (known) return known;
  const stream: LogStreamState = { name, createdAt: context.now(), events: [] };
  group.streams.set(name, stream);
  return stream;
}

/** Writes one line and tells the live tails. */
export function writeLine(
  context: Context,
  group: LogGroupState,
  streamName: string,
  message: string,
  timestamp = context.now(),
): void {
  const stream = ensureStream(context, group, streamName);
  const event = { id: digits(context.random, 56), timestamp, ingestedAt: context.now(), message };
  const later = stream.events.findLastIndex((other) => other.timestamp <= timestamp);
  stream.events.splice(later + 1, 0, event);
  if (stream.events.length > keptPerStream) stream.events.shift();
  for (const listen of context.logListeners) {
    listen({ ...event, region: context.region.name, group: group.name, stream: streamName });
  }
}
