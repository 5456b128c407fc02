import { FilterLogEventsCommand, type FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { Account } from '../../../src/aws/account';
import type { Given } from './oracle';

/** Another reader, by its published behaviour. */
export interface Rival {
  readonly name: string;
  read(
    account: Account,
    options: { readonly since: number; readonly signal: AbortSignal },
  ): AsyncGenerator<readonly Given[]>;
}

/** Every page from a time on. A refusal is waited out, which does some of them a favour. */
async function* pages(account: Account, startTime: number, signal: AbortSignal) {
  let nextToken: string | undefined;
  do {
    const command = new FilterLogEventsCommand({ logGroupName: 'group', startTime, nextToken });
    const answer = await account.send(account.clients.logs, command, { signal });
    yield answer.events ?? [];
    nextToken = answer.nextToken;
  } while (nextToken !== undefined);
}

function given({ timestamp = 0, message = '', logStreamName = '' }: FilteredLogEvent): Given {
  return { timestamp, message, task: logStreamName.slice(logStreamName.lastIndexOf('/') + 1) };
}

/** Polls every five seconds from the newest time on, and knows the ids of that time. Source: aws-cli pull request 7028. */
export const AWS_LOGS_TAIL: Rival = {
  name: 'aws logs tail',
  async *read(account, { since, signal }) {
    let from = since;
    let known = new Set<string>();
    for (;;) {
      for await (const page of pages(account, from, signal)) {
        const fresh = page.filter(({ eventId = '' }) => !known.has(eventId));
        for (const { timestamp = 0, eventId = '' } of page) {
          if (timestamp > from) {
            from = timestamp;
            known = new Set();
          }
          if (timestamp === from) known.add(eventId);
        }
        yield fresh.map(given);
      }
      await account.clock.sleep(5_000, signal);
    }
  },
};

/** Polls every 205 ms from the newest time on, and forgets ids after a minute. Source: cw issue 87, tail.go. */
export const CW: Rival = {
  name: 'cw',
  async *read(account, { since, signal }) {
    let from = since;
    let swept = account.clock.now();
    const known = new Map<string, number>();
    for (;;) {
      for await (const page of pages(account, from, signal)) {
        const now = account.clock.now();
        const fresh = page.filter(({ eventId = '' }) => !known.has(eventId));
        for (const { timestamp = 0, eventId = '' } of fresh) {
          from = Math.max(from, timestamp);
          known.set(eventId, now);
        }
        yield fresh.map(given);
        if (now - swept < 10_000) continue;
        swept = now;
        for (const [id, at] of known) if (now - at > 60_000) known.delete(id);
      }
      await account.clock.sleep(205, signal);
    }
  },
};

/** What one writes first: every second from the last time on, plus one. */
export const NAIVE: Rival = {
  name: 'last time + 1',
  async *read(account, { since, signal }) {
    let last = since;
    for (;;) {
      for await (const page of pages(account, last + 1, signal)) {
        for (const { timestamp = 0 } of page) last = Math.max(last, timestamp);
        yield page.map(given);
      }
      await account.clock.sleep(1_000, signal);
    }
  },
};
