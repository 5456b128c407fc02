import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../context';
import type { HandlersOf } from '../handlers';
import { uuid } from '../ids';
import { patternOf } from './events';
import { groupNamed, invalid } from './groups';
import type { LogLine } from './state';
import { logGroupArn } from './write';

/** At most this many events an update; AWS samples the rest (aws-reference §5). */
const perUpdate = 500;

function eventOf(context: Context, line: LogLine): Logs.LiveTailSessionLogEvent {
  return {
    logStreamName: line.stream,
    logGroupIdentifier: `${context.world.account}:${line.group}`,
    message: line.message,
    timestamp: line.timestamp,
    ingestionTime: line.ingestedAt,
  };
}

/**
 * The updates of a session. Listening begins with the call, not with the first read, and ends when the
 * iteration is left. Not a generator: one that waits inside cannot be ended from outside.
 */
function updates(
  context: Context,
  start: Logs.LiveTailSessionStart,
  wants: (line: LogLine) => boolean,
): AsyncIterable<Logs.StartLiveTailResponseStream> {
  type Step = IteratorResult<Logs.StartLiveTailResponseStream, undefined>;
  const lines: LogLine[] = [];
  let started = false;
  let ended = false;
  let deliver: ((step: Step) => void) | undefined;

  function take(): Step {
    const part = lines.splice(0, perUpdate);
    const sampled = lines.length > 0;
    lines.length = 0;
    const sessionResults = part.map((line) => eventOf(context, line));
    return { done: false, value: { sessionUpdate: { sessionMetadata: { sampled }, sessionResults } } };
  }
  function listen(line: LogLine) {
    if (!wants(line)) return;
    if (lines.length <= perUpdate) lines.push(line);
    const waiting = deliver;
    deliver = undefined;
    // Not at once: what is written in the same breath comes as one update.
    if (waiting)
      queueMicrotask(() => {
        waiting(take());
      });
  }
  context.logListeners.add(listen);

  const iterator: AsyncIterator<Logs.StartLiveTailResponseStream, undefined> = {
    next() {
      if (ended) return Promise.resolve({ done: true, value: undefined });
      if (!started) {
        started = true;
        return Promise.resolve({ done: false, value: { sessionStart: start } });
      }
      if (lines.length > 0) return Promise.resolve(take());
      return new Promise((resolve) => {
        deliver = resolve;
      });
    },
    return() {
      ended = true;
      context.logListeners.delete(listen);
      deliver?.({ done: true, value: undefined });
      deliver = undefined;
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** StartLiveTail: its stream is an async iterable in the output, as with the real client. */
export const liveTailHandlers = {
  StartLiveTailCommand(context, input) {
    const arns = input.logGroupIdentifiers ?? [];
    const { logStreamNames: names, logStreamNamePrefixes: prefixes } = input;
    if (arns.length < 1 || arns.length > 10) {
      throw invalid('Between 1 and 10 log group identifiers must be specified.');
    }
    if (arns.some((arn) => !arn.startsWith('arn:') || arn.endsWith(':*'))) {
      throw invalid('Log group identifiers must be ARNs that do not end with an asterisk.');
    }
    if ((names || prefixes) && (arns.length > 1 || (names && prefixes))) {
      throw invalid('Stream names or prefixes can be used with a single log group, and only one of them.');
    }
    const groups = arns.map((arn) => groupNamed(context, arn).name);
    const matches = patternOf(input.logEventFilterPattern);
    const start: Logs.LiveTailSessionStart = {
      requestId: uuid(context.random),
      sessionId: uuid(context.random),
      logGroupIdentifiers: groups.map((name) => logGroupArn(context, name)),
      logStreamNames: names,
      logStreamNamePrefixes: prefixes,
      logEventFilterPattern: input.logEventFilterPattern,
    };
    const wants = (line: LogLine) =>
      line.region === context.region.name &&
      groups.includes(line.group) &&
      (!names || names.includes(line.stream)) &&
      (!prefixes || prefixes.some((prefix) => line.stream.startsWith(prefix))) &&
      matches(line.message);
    return { responseStream: updates(context, start, wants) };
  },
} satisfies HandlersOf<typeof Logs>;
