import { createGroupTail } from './logs/groupTail';
import type { LogEvent } from './logs/event';
import type { Gate } from './logs/gate';
import { createLiveFeed, LIVE_GROUPS, type LiveFeed } from './logs/liveFeed';
import { mergeByTime } from './logs/merge';
import type { LogSource } from './logs/sources';
import type { Session } from './session';

/** One line that a task wrote, or an API about a request. */
export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Node id. */
  readonly service: string;
  /** Task id, the last part of its ARN and of its log stream; empty for an access log. */
  readonly task: string;
  /** As written; control characters are the reader's to drop. */
  readonly message: string;
}

export interface TailOptions {
  readonly services: readonly LogSource[];
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Goes on with what comes, until aborted. */
  readonly follow: boolean;
  /** By Live Tail, which AWS bills by the minute, instead of polling; only with `follow`. */
  readonly live?: boolean;
  /** A pattern of CloudWatch Logs, applied there. */
  readonly filter?: string;
  readonly include?: RegExp;
  readonly exclude?: RegExp;
  /** Told in a sentence what people should know of how the lines come; empty: that is over. */
  readonly onNotice?: (text: string) => void;
  /** Closed: nothing is asked and no Live Tail is open until it opens again, from where it was. Only with `follow`. */
  readonly gate?: Gate;
  readonly signal?: AbortSignal;
}

const LIVE_COSTS = 'Live Tail is on: AWS bills each minute that it is open. Polling is free.';

/** Groups of one tail that are asked every second; with more each has its turn less often, for AWS's limit. */
const GROUPS_A_SECOND = 3;

/**
 * The lines of several services in batches, interleaved in the order of time as far as they come so, each once. A group
 * that is not there yet is empty; tasks of later deployments are followed, since groups are read and not streams.
 * Whoever reads slowly is waited for: nothing is asked of AWS meanwhile.
 */
export async function* tailLogs(
  session: Pick<Session, 'account'>,
  options: TailOptions,
): AsyncGenerator<readonly LogLine[]> {
  const wanted = patternOf(options.include);
  const unwanted = patternOf(options.exclude);
  const fits = ({ message }: LogLine) => wanted?.test(message) !== false && unwanted?.test(message) !== true;
  for await (const lines of options.follow ? followed(session, options) : past(session, options)) {
    const fitting = wanted || unwanted ? lines.filter(fits) : lines;
    if (fitting.length > 0) yield fitting;
  }
}

/** What there is. Without following there is an end, even if the tasks write faster than the pages come. */
async function* past(
  { account }: Pick<Session, 'account'>,
  { services, since, filter, signal }: TailOptions,
): AsyncGenerator<LogLine[]> {
  const until = account.clock.now();
  const sources = services.map((source) => {
    const tail = createGroupTail(account, { ...source, since, ...(filter !== undefined && { filter }) });
    return linesOf(source, tail.readUntil(until, signal));
  });
  yield* mergeByTime(sources);
}

async function* followed(
  session: Pick<Session, 'account'>,
  { services, since, filter, live, gate, onNotice, signal }: TailOptions,
): AsyncGenerator<LogLine[]> {
  const { account } = session;
  const { clock } = account;
  const trouble = createTrouble(onNotice ?? (() => undefined));
  const followers = services.map((source) => ({
    source,
    due: 0,
    tail: createGroupTail(account, {
      ...source,
      since,
      ...(filter !== undefined && { filter }),
      withLive: live === true,
      onTrouble: trouble(source.logGroup),
    }),
  }));
  let wake = () => {};
  const open = () => feedOf(session, { services, filter, onNotice, signal }, () => wake());
  let feed: LiveFeed | undefined;
  if (live) onNotice?.(LIVE_COSTS);
  const arrived = (): LogLine[] => {
    const events = feed?.take();
    if (!events || events.size === 0) return [];
    return followers
      .flatMap(({ source, tail }) => tail.live(ofSource(source, events)).map((it) => lineOf(source, it)))
      .sort((a, b) => a.timestamp - b.timestamp);
  };
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (gate?.isOpen === false) {
        await feed?.close();
        feed = undefined;
        await gate.opened(signal);
      }
      if (live) feed ??= await open();
      yield arrived();
      const due = followers.filter((one) => one.due <= clock.now());
      for (const one of due) {
        one.due = clock.now() + one.tail.interval * Math.max(1, followers.length / GROUPS_A_SECOND);
      }
      const looks = due.map(({ source, tail }) =>
        linesOf(source, tail.poll({ onlyLate: feed?.covers(source.logGroup) === true, signal })),
      );
      for await (const lines of mergeByTime(looks)) {
        yield lines;
        yield arrived();
      }
      const next = Math.min(...followers.map((one) => one.due));
      await sleepUntil(next);
    }
  } finally {
    await feed?.close();
  }

  /** Until then, or until something came live. */
  async function sleepUntil(time: number): Promise<void> {
    const waking = new AbortController();
    wake = () => waking.abort();
    // By hand: each `AbortSignal.any` would stay with the tail's signal for as long as it lasts.
    signal?.addEventListener('abort', wake, { once: true });
    await clock.sleep(Math.max(0, time - clock.now()), waking.signal).catch((error: unknown) => {
      if (!waking.signal.aborted) throw error;
    });
    signal?.removeEventListener('abort', wake);
    signal?.throwIfAborted();
  }
}

async function feedOf(
  { account }: Pick<Session, 'account'>,
  { services, filter, onNotice, signal }: Pick<TailOptions, 'services' | 'filter' | 'onNotice' | 'signal'>,
  onChange: () => void,
): Promise<LiveFeed> {
  const { account: id, partition } = await account.identity(signal);
  const region = account.connection.region;
  const names = [...new Set(services.map(({ logGroup }) => logGroup))].slice(0, LIVE_GROUPS);
  const [only, ...others] = services;
  return createLiveFeed(account, {
    groups: names.map((name) => ({ name, arn: `arn:${partition}:logs:${region}:${id}:log-group:${name}` })),
    ...(filter !== undefined && { filter }),
    ...(only?.streams !== undefined && others.length === 0 && { streams: only.streams }),
    onNotice: onNotice ?? (() => undefined),
    onChange,
    signal,
  });
}

function ofSource({ logGroup, streams = '' }: LogSource, events: Map<string, LogEvent[]>): LogEvent[] {
  const ofGroup = events.get(logGroup) ?? [];
  return streams === '' ? ofGroup : ofGroup.filter(({ stream }) => stream.startsWith(streams));
}

async function* linesOf(source: LogSource, pages: AsyncGenerator<LogEvent[]>): AsyncGenerator<LogLine[]> {
  for await (const events of pages) yield events.map((event) => lineOf(source, event));
}

/** awslogs on Fargate names a stream `<prefix>/<container>/<task id>`; those of access logs say nothing. */
function lineOf({ node, isAccessLog }: LogSource, { timestamp, stream, message }: LogEvent): LogLine {
  const task = isAccessLog ? '' : stream.slice(stream.lastIndexOf('/') + 1);
  return { timestamp, service: node, task, message };
}

/** Says once that AWS does not answer, however many groups that is true of, and that it does again. */
function createTrouble(say: (text: string) => void) {
  const troubled = new Set<string>();
  return (group: string) => (error: { readonly message: string } | undefined) => {
    const was = troubled.size > 0;
    if (error) troubled.add(group);
    else troubled.delete(group);
    if (error && !was)
      say(`No new lines at the moment; they follow when AWS answers again. ${error.message}`);
    if (!error && troubled.size === 0) say('AWS answers again; nothing was missed.');
  };
}

/** With `g` or `y` a RegExp remembers where it was, and would skip every other line. */
function patternOf(pattern: RegExp | undefined): RegExp | undefined {
  return pattern && new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
}
