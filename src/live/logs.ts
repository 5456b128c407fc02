import { isRef, nodeOf } from '../engine/resource';
import { createCursor, type Event } from './logs/cursor';
import { mergeByTime } from './logs/merge';
import type { Prepared } from './prepare';
import type { Session } from './session';

/** One line that a task wrote. */
export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Node id. */
  readonly service: string;
  /** Task id, the last part of its ARN and of its log stream. */
  readonly task: string;
  /** As written; control characters are the reader's to drop. */
  readonly message: string;
}

export interface TailOptions {
  readonly services: readonly { readonly node: string; readonly logGroup: string }[];
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Goes on with what comes, until aborted. */
  readonly follow: boolean;
  /** A pattern of CloudWatch Logs, applied there. */
  readonly filter?: string;
  readonly include?: RegExp;
  readonly exclude?: RegExp;
  readonly signal?: AbortSignal;
}

/** FilterLogEvents takes about five calls a second. Milliseconds. */
const INTERVAL = 2_000;

/**
 * The lines of several services, interleaved in the order of time within a poll, each once. A group that is not there
 * yet is empty; tasks of later deployments are followed, since groups are read and not streams.
 */
export async function* tailLogs(
  { account }: Pick<Session, 'account'>,
  { services, since, follow, filter, include, exclude, signal }: TailOptions,
): AsyncGenerator<LogLine> {
  const wanted = patternOf(include);
  const unwanted = patternOf(exclude);
  const cursors = services.map(({ node, logGroup }) => ({
    node,
    cursor: createCursor(account, { logGroup, since, ...(filter !== undefined && { filter }) }),
  }));
  // Without following there is an end, even if the tasks write faster than the pages come.
  const until = follow ? undefined : account.clock.now();
  do {
    signal?.throwIfAborted();
    const lines = mergeByTime(cursors.map(({ node, cursor }) => linesOf(node, cursor.poll(until, signal))));
    for await (const line of lines) {
      if (wanted?.test(line.message) === false || unwanted?.test(line.message) === true) continue;
      yield line;
    }
    if (follow) await account.clock.sleep(INTERVAL * account.pace, signal);
  } while (follow);
}

/** The log group of each service's tasks, as the topology names it. */
export function logGroupsOf({
  resources,
}: Pick<Prepared, 'resources'>): { node: string; logGroup: string }[] {
  const names = new Map(
    resources.flatMap((it) => (it.type === 'AWS::Logs::LogGroup' ? [[it.id, it.props.name]] : [])),
  );
  return resources.flatMap((it) => {
    if (it.type !== 'AWS::ECS::TaskDefinition') return [];
    const { logGroup } = it.props;
    const name = isRef(logGroup) ? names.get(logGroup.$ref) : logGroup;
    return name === undefined ? [] : [{ node: nodeOf(it.id), logGroup: name }];
  });
}

async function* linesOf(service: string, events: AsyncGenerator<Event>): AsyncGenerator<LogLine> {
  for await (const { timestamp, stream, message } of events) {
    // awslogs on Fargate: `<prefix>/<container>/<task id>`.
    yield { timestamp, service, task: stream.slice(stream.lastIndexOf('/') + 1), message };
  }
}

/** With `g` or `y` a RegExp remembers where it was, and would skip every other line. */
function patternOf(pattern: RegExp | undefined): RegExp | undefined {
  return pattern && new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
}
