import { StartLiveTailCommand, type StartLiveTailResponseStream } from '@aws-sdk/client-cloudwatch-logs';
import type { Account } from '../../aws/account';
import { AwsError } from '../../aws/errors';
import { raceAbort } from '../../aws/raceAbort';
import type { LogEvent } from './event';

/** Groups of one session. Source: API reference of StartLiveTail. */
const GROUPS_PER_SESSION = 10;
/** Sessions of one tail; an account has fifteen for everybody. */
const SESSIONS = 3;
/** Lines that wait for a slow reader. Beyond it they go, and polling brings them. */
const WAITING = 20_000;
/** A session is trusted alone after so long without a gap; until then polling goes on beside it. Milliseconds. */
const TRUSTED_AFTER = 4_000;
const RETRY = { first: 1_000, most: 30_000 };

export interface LiveFeedOptions {
  /** By name; not more than thirty. */
  readonly groups: readonly { readonly name: string; readonly arn: string }[];
  readonly filter?: string;
  /** Of one group only. */
  readonly streams?: string;
  /** Something changed that people should know; empty: it is over. */
  readonly onNotice: (text: string) => void;
  /** Something came, or a session began or broke. */
  readonly onChange: () => void;
  readonly signal?: AbortSignal | undefined;
}

/** Live Tail sessions that are kept open. They are the fast way, never the only one: polling has the last word. */
export interface LiveFeed {
  /** What came since it was last asked, by name of the group. */
  take(): Map<string, LogEvent[]>;
  /** Whether live updates bring everything of this group at present. */
  covers(group: string): boolean;
  close(): Promise<void>;
}

interface Session {
  readonly groups: LiveFeedOptions['groups'];
  /** Since when nothing was left out; undefined while there is none. Milliseconds since the epoch. */
  wholeSince: number | undefined;
}

/** At most this many groups are followed live; the others are polled. */
export const LIVE_GROUPS = GROUPS_PER_SESSION * SESSIONS;

export function createLiveFeed(
  account: Pick<Account, 'clients' | 'send' | 'clock' | 'pace'>,
  { groups, filter, streams, onNotice, onChange, signal }: LiveFeedOptions,
): LiveFeed {
  const { clients, send, clock, pace } = account;
  const closing = new AbortController();
  const ending = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
  let waiting = new Map<string, LogEvent[]>();
  let count = 0;
  let saidSampled = false;

  const sessions: Session[] = [];
  for (let at = 0; at < groups.length; at += GROUPS_PER_SESSION) {
    sessions.push({ groups: groups.slice(at, at + GROUPS_PER_SESSION), wholeSince: undefined });
  }

  /** Opens the session anew whenever it ends: after three hours, when the line breaks, when the group appears. */
  async function keep(session: Session): Promise<void> {
    let wait = RETRY.first;
    while (!ending.aborted) {
      try {
        await read(session, () => {
          wait = RETRY.first;
        });
      } catch (error) {
        if (ending.aborted) return;
        if (refuses(error)) {
          onNotice(`Live Tail is not to be had, the lines are polled instead: ${error.reason}`);
          return;
        }
        wait = isTimeout(error) ? RETRY.first : Math.min(RETRY.most, wait * 2);
      } finally {
        session.wholeSince = undefined;
        onChange();
      }
      await clock.sleep(wait * pace, ending).catch(() => undefined);
    }
  }

  async function read(session: Session, onOpen: () => void): Promise<void> {
    const command = new StartLiveTailCommand({
      logGroupIdentifiers: session.groups.map(({ arn }) => arn),
      ...(filter !== undefined && filter !== '' && { logEventFilterPattern: filter }),
      ...(streams !== undefined && session.groups.length === 1 && { logStreamNamePrefixes: [streams] }),
    });
    const { responseStream } = await send(clients.logs, command, { signal: ending });
    if (!responseStream) return;
    const iterator = responseStream[Symbol.asyncIterator]();
    try {
      for (;;) {
        const step = await raceAbort(iterator.next(), ending);
        if (step.done) return;
        const { value } = step;
        if (value.sessionStart) {
          session.wholeSince = clock.now();
          onOpen();
        }
        accept(session, value);
        onChange();
      }
    } finally {
      // Not awaited: an iterator that waits for the next update may only end with it.
      void iterator.return?.();
    }
  }

  function accept(session: Session, { sessionUpdate, ...ends }: StartLiveTailResponseStream): void {
    const end = ends.SessionTimeoutException ?? ends.SessionStreamingException;
    if (end) throw end;
    if (sessionUpdate?.sessionMetadata?.sampled) gap(session);
    else if (saidSampled && isWhole(session)) {
      saidSampled = false;
      onNotice('');
    }
    for (const { logGroupIdentifier = '', ...it } of sessionUpdate?.sessionResults ?? []) {
      if (count >= WAITING) {
        gap(session);
        return;
      }
      const name = logGroupIdentifier.slice(logGroupIdentifier.lastIndexOf(':') + 1);
      const { timestamp = 0, message = '', logStreamName: stream = '', ingestionTime } = it;
      const events = waiting.get(name) ?? [];
      events.push({ timestamp, message, stream, ingestion: ingestionTime ?? timestamp, id: '' });
      waiting.set(name, events);
      count += 1;
    }
  }

  function isWhole({ wholeSince }: Session): boolean {
    return wholeSince !== undefined && clock.now() - wholeSince >= TRUSTED_AFTER * pace;
  }

  function gap(session: Session): void {
    session.wholeSince = clock.now();
    if (saidSampled) return;
    saidSampled = true;
    onNotice(
      'More than 500 lines a second: AWS shows a sample of them live, the others follow within a second or two.',
    );
  }

  const running = sessions.map(keep);

  return {
    take() {
      const taken = waiting;
      waiting = new Map();
      count = 0;
      return taken;
    },
    covers(group) {
      const session = sessions.find((one) => one.groups.some(({ name }) => name === group));
      return session?.wholeSince !== undefined && clock.now() - session.wholeSince >= TRUSTED_AFTER * pace;
    },
    async close() {
      closing.abort();
      await Promise.all(running);
    },
  };
}

/** What does not change by trying again: too many sessions, no permission, a group or an endpoint that has no Live Tail. */
function refuses(error: unknown): error is AwsError {
  return (
    error instanceof AwsError &&
    // A group that is not there yet may come.
    !['notFound', 'throttled', 'unreachable', 'lost', 'server'].includes(error.kind)
  );
}

/** The end of a session after three hours; the SDK throws what the stream's model calls an exception. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'SessionTimeoutException';
}
