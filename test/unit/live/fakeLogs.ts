import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, type AwsErrorKind } from '../../../src/aws/errors';
import type { Account } from '../../../src/aws/account';

/** The input of one FilterLogEvents call. */
export interface Asked {
  readonly logGroupName: string;
  readonly startTime: number;
  readonly endTime?: number;
  readonly filterPattern?: string;
  readonly nextToken?: string;
}

export interface FakeLogs {
  readonly account: Account;
  readonly asked: Asked[];
  /** Lines by group; a group without an entry does not exist. */
  readonly groups: Map<string, FilteredLogEvent[]>;
  /** Runs while a poll sleeps, before time passes. */
  onSleep: (count: number) => void;
  now: number;
  /** Every call fails so. */
  failure: AwsErrorKind | undefined;
  /** The call of this number gets no answer. */
  failAt: number | undefined;
}

/** Log groups that answer in pages, with an empty page before each full one. */
export function createFakeLogs({ pageSize = 2, pace = 1 } = {}): FakeLogs {
  const logs: FakeLogs = {
    asked: [],
    groups: new Map(),
    onSleep: () => undefined,
    now: 1_000_000,
    failure: undefined,
    failAt: undefined,
    // Only these members are looked at.
    account: {
      pace,
      clients: {},
      clock: {
        now: () => logs.now,
        async sleep(ms: number, signal?: AbortSignal) {
          sleeps += 1;
          logs.onSleep(sleeps);
          logs.now += ms;
          signal?.throwIfAborted();
        },
      },
      send: async (_client: unknown, { input }: { input: Asked }) => answer(input),
    } as never,
  };
  let sleeps = 0;

  function answer(input: Asked) {
    logs.asked.push(input);
    const kind = logs.asked.length === logs.failAt ? 'lost' : logs.failure;
    if (kind) {
      const facts = {
        kind,
        code: 'X',
        service: 'logs',
        operation: 'FilterLogEvents',
        reason: 'no answer',
      } as const;
      throw new AwsError('no answer', facts);
    }
    const group = logs.groups.get(input.logGroupName);
    if (!group) {
      throw new AwsError('The specified log group does not exist.', {
        kind: 'notFound',
        code: 'ResourceNotFoundException',
        service: 'logs',
        operation: 'FilterLogEvents',
        reason: 'The specified log group does not exist.',
      });
    }
    const { startTime, endTime = Number.POSITIVE_INFINITY } = input;
    const events = group.filter(({ timestamp = 0 }) => timestamp >= startTime && timestamp <= endTime);
    const [step, at] = (input.nextToken ?? 'empty:0').split(':');
    const start = Number(at);
    if (step === 'empty') return { events: [], nextToken: `full:${start}` };
    const end = start + pageSize;
    return {
      events: events.slice(start, end),
      ...(end < events.length && { nextToken: `empty:${end}` }),
    };
  }
  return logs;
}

/** A line of task `t<task>`; without an id of its own the message is the id. */
export function line(timestamp: number, message: string, task = 1): FilteredLogEvent {
  return { timestamp, message, eventId: message, logStreamName: `users/users/t${task}` };
}
