import { FilterLogEventsCommand, type FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { Account } from '../../aws/account';
import { isNotFound } from '../../aws/errors';

/** Lines come late and out of order; this far back every poll looks again. Milliseconds. */
const OVERLAP = 10_000;
/** Ids that are remembered. With more lines than this within the overlap it shrinks: rather one late than one twice. */
const REMEMBERED = 50_000;

/** One line, with where it stands. */
export interface Event {
  readonly timestamp: number;
  readonly message: string;
  readonly stream: string;
}

export interface CursorOptions {
  readonly logGroup: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** CloudWatch's own pattern. */
  readonly filter?: string;
}

/** Reads one log group from a time on, each line once however often it is asked. */
export interface Cursor {
  /** What is new: every page until the last, a line in memory only while its page is. */
  poll(until?: number, signal?: AbortSignal): AsyncGenerator<Event>;
}

export function createCursor(
  { clients, send, clock }: Pick<Account, 'clients' | 'send' | 'clock'>,
  { logGroup, since, filter }: CursorOptions,
): Cursor {
  /** Where the next poll begins; nothing before it is asked for again. */
  let from = since;
  let newest = since;
  /** Ids of lines at or after `from`, with their times. */
  let seen = new Map<string, number>();

  async function page(
    startTime: number,
    nextToken: string | undefined,
    until?: number,
    signal?: AbortSignal,
  ) {
    const command = new FilterLogEventsCommand({
      logGroupName: logGroup,
      startTime,
      ...(until !== undefined && { endTime: until }),
      ...(filter !== undefined && filter !== '' && { filterPattern: filter }),
      ...(nextToken !== undefined && { nextToken }),
    });
    try {
      return await send(clients.logs, command, { signal });
    } catch (error) {
      // The group, or its first stream, is not there before the first task writes.
      if (isNotFound(error)) return { events: [], nextToken: undefined };
      throw error;
    }
  }

  function isNew(event: FilteredLogEvent): boolean {
    const timestamp = event.timestamp ?? 0;
    const id = event.eventId ?? `${event.logStreamName ?? ''} ${timestamp} ${event.message ?? ''}`;
    if (timestamp < from || seen.has(id)) return false;
    seen.set(id, timestamp);
    newest = Math.max(newest, timestamp);
    return true;
  }

  /** Moves on, and forgets what the next poll cannot return. */
  function settle(): void {
    // A container with a wrong clock writes in the future; following it would skip what others write now.
    from = Math.max(from, Math.min(newest, clock.now()) - OVERLAP);
    if (seen.size > REMEMBERED) {
      const times = [...seen.values()].sort((a, b) => b - a);
      from = Math.max(from, (times[REMEMBERED] ?? from) + 1);
    }
    seen = new Map([...seen].filter(([, timestamp]) => timestamp >= from));
  }

  return {
    async *poll(until, signal) {
      const start = from;
      let token: string | undefined;
      do {
        // Pages without a line but with a token are normal.
        const answer = await page(start, token, until, signal);
        const fresh = (answer.events ?? []).filter(isNew).map(eventOf);
        // A drain of a busy group may go on for long; what it remembers must not.
        if (seen.size > 2 * REMEMBERED) settle();
        yield* fresh.sort((a, b) => a.timestamp - b.timestamp);
        token = answer.nextToken === token ? undefined : answer.nextToken;
      } while (token !== undefined);
      settle();
    },
  };
}

function eventOf({ timestamp = 0, message = '', logStreamName: stream = '' }: FilteredLogEvent): Event {
  return { timestamp, message, stream };
}
