import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Account } from '../../aws/account';
import { AwsError, isNotFound } from '../../aws/errors';
import type { LogEvent } from './event';
import { createLedger } from './ledger';

const SECOND = 1_000;

/** A line may be ingested so long after it was written and still be read; with a margin for AWS's index. */
const LATE = 125 * SECOND;
/** How far this machine's clock may be ahead of AWS's before late lines of a backfill are missed. */
const SKEW = 60 * SECOND;

/** How far before the newest line every look begins: the awslogs driver sends what it gathered in five seconds. */
const DEPTH = { most: 6 * SECOND, least: SECOND, pages: 2 };
/** How far before that a look for late lines begins. */
const REACH = { most: LATE + SKEW, least: 5 * SECOND, pages: 4 };
/**
 * Between looks: a group that has been quiet is asked after a fifteenth of that time. FilterLogEvents takes about five
 * calls a second of an account.
 */
const INTERVAL = { least: SECOND, most: 5 * SECOND };
const IDLE_SHARE = 15;
/** However fast a world is, it is not asked more often. */
const FASTEST = 200;
/** Between looks for late lines. */
const LATE_EVERY = 10 * SECOND;

export interface GroupTailOptions {
  readonly logGroup: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** CloudWatch's own pattern. */
  readonly filter?: string;
  /** Only streams whose names begin so: one container, or with its id one task. */
  readonly streams?: string;
  /** Live updates of the group come too, see {@link GroupTail.live}. */
  readonly withLive?: boolean;
  /** Told that AWS does not answer, and with undefined that it does again. Without it such a failure ends the tail. */
  readonly onTrouble?: (error: AwsError | undefined) => void;
}

/** What a look asks for, in milliseconds since the epoch, and the page that it has come to. */
interface Range {
  readonly from: number;
  readonly to?: number;
  token?: string;
}

/** One log group from a time on, each line once however late, out of order or alike they come. */
export interface GroupTail {
  /** Everything until a time, in the order of time; for those who do not follow. */
  readUntil(until: number, signal?: AbortSignal): AsyncGenerator<LogEvent[]>;
  /**
   * What is new: the newest seconds, and every so often those before, for lines that came late. `onlyLate` leaves the
   * newest to live updates. A line is in memory only while its page is.
   */
  poll(options: { readonly onlyLate?: boolean; readonly signal?: AbortSignal }): AsyncGenerator<LogEvent[]>;
  /** Those of a live update that were not given out yet. */
  live(events: readonly LogEvent[]): LogEvent[];
  /** Until the next look is due: a second, up to five where nothing has come for long. Milliseconds. */
  readonly interval: number;
  /** What remembering takes. */
  readonly bytes: number;
}

export function createGroupTail(
  { clients, send, clock, pace }: Pick<Account, 'clients' | 'send' | 'clock' | 'pace'>,
  { logGroup, since, filter, streams, withLive = false, onTrouble }: GroupTailOptions,
): GroupTail {
  const ledger = createLedger({ withLive });
  /** Nothing before it can come any more; no look begins earlier. */
  let settled = since;
  /** What was long over when the tail began. */
  let past: (Range & { readonly to: number }) | undefined;
  let isPast = false;
  /** The newest line, and the newest ingestion: AWS's clock, of which this machine's may differ. */
  let newest = Number.NEGATIVE_INFINITY;
  let heard = Number.NEGATIVE_INFINITY;
  let depth = DEPTH.most;
  let reach = REACH.most;
  let lateDue = 0;
  let latePages = 0;
  let lastLineAt = clock.now();
  let isTroubled = false;

  /** Every page of a range, each in the order of time. Returns how many there were. */
  async function* pages(
    range: Range,
    signal: AbortSignal | undefined,
    isNew: (event: LogEvent) => boolean = ledger.polled,
  ): AsyncGenerator<LogEvent[], number> {
    for (let count = 1; ; count += 1) {
      const { events, next } = await page(range, signal);
      for (const { timestamp, ingestion } of events) {
        newest = Math.max(newest, timestamp);
        heard = Math.max(heard, ingestion);
      }
      const fresh = events.filter(isNew).sort((a, b) => a.timestamp - b.timestamp);
      if (fresh.length > 0) {
        lastLineAt = clock.now();
        yield fresh;
      }
      // Pages without a line but with a token are normal; a token that repeats is the end.
      if (next === undefined || next === range.token) return count;
      range.token = next;
    }
  }

  async function page(
    { from: startTime, to: endTime, token: nextToken }: Range,
    signal: AbortSignal | undefined,
  ): Promise<{ events: LogEvent[]; next: string | undefined }> {
    const command = new FilterLogEventsCommand({
      logGroupName: logGroup,
      startTime,
      ...(endTime !== undefined && { endTime }),
      ...(filter !== undefined && filter !== '' && { filterPattern: filter }),
      ...(streams !== undefined && { logStreamNamePrefix: streams }),
      ...(nextToken !== undefined && { nextToken }),
    });
    try {
      const answer = await send(clients.logs, command, { signal });
      const events = (answer.events ?? []).map(
        ({ timestamp = 0, message = '', logStreamName: stream = '', ingestionTime, eventId }) => ({
          timestamp,
          message,
          stream,
          ingestion: ingestionTime ?? Math.min(timestamp, clock.now()),
          id: eventId ?? `${stream} ${timestamp} ${message}`,
        }),
      );
      return { events, next: answer.nextToken };
    } catch (error) {
      // The group, or its first stream, is not there before the first task writes.
      if (isNotFound(error)) return { events: [], next: undefined };
      throw error;
    }
  }

  /** What was written so long ago that nothing comes late any more: read once, and not remembered. */
  async function* history(until: number, signal: AbortSignal | undefined): AsyncGenerator<LogEvent[]> {
    past ??= { from: since, to: Math.min(clock.now() - LATE - SKEW, until) - 1 };
    if (isPast || past.to < since) return;
    // A failure in between goes on where it was: what has been given out is not remembered.
    yield* pages(past, signal, () => true);
    settled = past.to + 1;
    isPast = true;
  }

  async function* look(onlyLate: boolean, signal: AbortSignal | undefined): AsyncGenerator<LogEvent[]> {
    yield* history(Number.POSITIVE_INFINITY, signal);
    const began = clock.now();
    const isLateDue = began >= lateDue;
    // A container with a wrong clock writes in the future; following it would skip what others write now.
    const top = Math.max(settled, Math.min(newest, heard) - depth);
    const low = Math.max(settled, top - reach);
    // What was written before this cannot come after now. A group that falls silent says nothing of AWS's clock.
    const final = Math.max(heard, began - SKEW) - LATE;
    if (!isLateDue) {
      if (!onlyLate) depth = fitted(depth, DEPTH, yield* pages({ from: top }, signal));
      return;
    }
    if (latePages <= 1 || onlyLate) {
      latePages = yield* pages({ from: low }, signal);
    } else {
      // The newest first: the rest may take a while.
      depth = fitted(depth, DEPTH, yield* pages({ from: top }, signal));
      latePages = low < top ? yield* pages({ from: low, to: top - 1 }, signal) : 0;
    }
    if (low > settled && final > settled) {
      yield* pages({ from: settled, to: Math.min(final, low) - 1 }, signal);
    }
    reach = fitted(reach, REACH, latePages);
    lateDue = began + LATE_EVERY * pace;
    if (final > settled) {
      settled = final;
      ledger.settle(final);
    }
  }

  return {
    async *readUntil(until, signal) {
      yield* history(until, signal);
      yield* pages({ from: settled, to: until }, signal);
    },
    async *poll({ onlyLate = false, signal }) {
      try {
        yield* look(onlyLate, signal);
        if (isTroubled) onTrouble?.(undefined);
        isTroubled = false;
      } catch (error) {
        if (!onTrouble || !passes(error)) throw error;
        isTroubled = true;
        onTrouble(error);
      }
    },
    live(events) {
      for (const { timestamp, ingestion } of events) {
        newest = Math.max(newest, timestamp);
        heard = Math.max(heard, ingestion);
      }
      const fresh = events.filter(({ timestamp }) => timestamp >= since).filter(ledger.live);
      if (fresh.length > 0) lastLineAt = clock.now();
      return fresh.sort((a, b) => a.timestamp - b.timestamp);
    },
    get interval() {
      const idle = (clock.now() - lastLineAt) / IDLE_SHARE;
      return Math.max(FASTEST, Math.min(INTERVAL.most, Math.max(INTERVAL.least, idle)) * pace);
    },
    get bytes() {
      return ledger.bytes;
    },
  };
}

/** Shorter after more pages than wanted, longer after fewer: a busy group costs about as many calls as a quiet one. */
function fitted(now: number, { most, least, pages: wanted }: typeof DEPTH, pages: number): number {
  if (pages > wanted) return Math.max(least, now / 2);
  return pages < wanted ? Math.min(most, now * 1.25) : now;
}

/** What goes by without anybody doing something. */
function passes(error: unknown): error is AwsError {
  return error instanceof AwsError && ['throttled', 'unreachable', 'lost', 'server'].includes(error.kind);
}
