import { createAccount, type Account, type AccountOptions } from '../../../src/aws/account';
import type { Clock } from '../../../src/aws/clock';
import type { AttachableClient } from '../../../src/aws/connection';
import type { Call } from '../../../src/aws/send';
import type { Marks } from '../../../src/engine/provider';

/** A clock that nobody waits for: to sleep is to move it. */
export interface FakeClock extends Clock {
  time: number;
  /** Every sleep, in milliseconds. */
  readonly slept: number[];
}

export function fakeClock(start = 0): FakeClock {
  const slept: number[] = [];
  return {
    time: start,
    slept,
    now() {
      return this.time;
    },
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      slept.push(ms);
      this.time += ms;
      return Promise.resolve();
    },
  };
}

/** An error as the SDK throws it. */
export function sdkError(name: string, message = '', status = 400): Error {
  return Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: status, requestId: 'request-1' },
  });
}

/** A connection that was cut after the request was sent. */
export function cutConnection(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

/** What a command gets: an output, an error, or one after the other; the last one stays. */
type Answer = object | Error | ((input: Record<string, unknown>) => object | Error | Promise<object | Error>);
export type Answers = Readonly<Record<string, Answer | readonly Answer[]>>;

/** A command as it arrived: operation and input. */
export interface Sent {
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

export interface FakeAccount {
  readonly account: Account;
  readonly clock: FakeClock;
  readonly sent: Sent[];
  readonly calls: Call[];
}

/** An account whose services answer from a table, behind the real SDK clients. Nothing leaves the process. */
export function fakeAccount(answers: Answers, options: Partial<AccountOptions> = {}): FakeAccount {
  const clock = fakeClock();
  const sent: Sent[] = [];
  const calls: Call[] = [];
  const asked = new Map<string, number>();
  const answerTo = async (operation: string, input: Record<string, unknown>) => {
    sent.push({ operation, input });
    if (!Object.hasOwn(answers, operation)) throw new Error(`The table has no answer for ${operation}`);
    const entry = answers[operation];
    const count = asked.get(operation) ?? 0;
    asked.set(operation, count + 1);
    const answer = isList(entry) ? entry[Math.min(count, entry.length - 1)] : entry;
    const output: unknown =
      typeof answer === 'function' ? await (answer as (it: object) => unknown)(input) : answer;
    if (output instanceof Error) throw output;
    return { output: { $metadata: { requestId: 'request-1' }, ...(output as object) }, response: {} };
  };
  const attach = (client: AttachableClient) => {
    client.middlewareStack.add(
      (_next, context) => (args) =>
        // The stack's types are each client's own; the table answers all of them.
        answerTo(
          String(context.commandName).replace(/Command$/, ''),
          (args as { input: Record<string, unknown> }).input,
        ) as never,
      { step: 'initialize', priority: 'high' },
    );
  };
  const account = createAccount(
    { kind: 'sandbox', region: 'eu-west-1', attach, label: 'fake' },
    { clock, random: () => 1, onCall: (call) => calls.push(call), pace: 1, ...options },
  );
  return { account, clock, sent, calls };
}

function isList(entry: Answer | readonly Answer[] | undefined): entry is readonly Answer[] {
  return Array.isArray(entry);
}

export const IDENTITY = { Account: '123456789012', Arn: 'arn:aws:sts::123456789012:assumed-role/dev/me' };

export function marksOf(resource: string, over: Partial<Marks> = {}): Marks {
  const node = resource.split('/', 1)[0] ?? resource;
  return { stack: 'shop', node, resource, created: '2026-11-22T10:00:00.000Z', applied: 'digest-1', ...over };
}

/** Our tags in the shape of a map. */
export function ownTags(resource: string, stack = 'shop'): Record<string, string> {
  return {
    'ecs-topology:stack': stack,
    'ecs-topology:node': resource.split('/', 1)[0] ?? resource,
    'ecs-topology:resource': resource,
    'ecs-topology:created': '2026-11-22T10:00:00.000Z',
    'ecs-topology:applied': 'digest-1',
  };
}

export function upperList(tags: Record<string, string>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function lowerList(tags: Record<string, string>) {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
