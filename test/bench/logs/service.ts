import type { FilteredLogEvent, StartLiveTailResponseStream } from '@aws-sdk/client-cloudwatch-logs';
import type { Account } from '../../../src/aws/account';
import { createBudget } from '../../../src/aws/budget';
import { createSend } from '../../../src/aws/send';
import { createUrgency } from '../../../src/aws/urgency';
import { seededRandom } from '../../../src/sandbox/faults/random';
import type { VirtualClock } from '../../fakes/virtualClock';
import type { World } from './world';

/** Source: quotas of CloudWatch Logs: pages, calls a second in the slowest regions, live events an update. */
const PAGE = 10_000;
const CALLS_A_SECOND = 5;
const AN_UPDATE = 500;
/** Milliseconds. */
const UPDATE_EVERY = 1_000;
const ANSWERS_AFTER = { least: 60, more: 140 };

export interface ServiceOptions {
  readonly clock: VirtualClock;
  readonly seed: number;
  /** Share of the calls that are refused as too many, whatever the rate. */
  readonly throttled?: number;
  /** Share of the pages before which an empty one comes. */
  readonly empty?: number;
  /** How long a live session lasts. Milliseconds. */
  readonly session?: number;
}

export interface Service {
  /** What product and rivals call. */
  readonly account: Account;
  readonly calls: { filter: number; live: number; refused: number };
}

interface FilterInput {
  readonly startTime?: number;
  readonly endTime?: number;
  readonly nextToken?: string;
}

/**
 * CloudWatch Logs in front of a world: FilterLogEvents with its pages and limits, and StartLiveTail with its updates,
 * sampling and end, behind the product's own `send` with its budget and retries.
 */
export function createService(world: World, options: ServiceOptions): Service {
  const { clock, throttled = 0, empty = 0, session = Number.POSITIVE_INFINITY } = options;
  const random = seededRandom(options.seed);
  const calls = { filter: 0, live: 0, refused: 0 };
  let tokens = 2 * CALLS_A_SECOND;
  let filledAt = clock.now();

  function refuses(): boolean {
    tokens = Math.min(2 * CALLS_A_SECOND, tokens + ((clock.now() - filledAt) / 1_000) * CALLS_A_SECOND);
    filledAt = clock.now();
    if (tokens < 1 || random() < throttled) return true;
    tokens -= 1;
    return false;
  }

  async function answer(command: { readonly input: FilterInput; readonly constructor: { name: string } }) {
    await clock.sleep(ANSWERS_AFTER.least + random() * ANSWERS_AFTER.more);
    if (refuses()) {
      calls.refused += 1;
      throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    }
    if (command.constructor.name === 'StartLiveTailCommand') {
      calls.live += 1;
      return { $metadata: {}, responseStream: updates() };
    }
    calls.filter += 1;
    return { $metadata: {}, ...filter(command.input) };
  }

  function filter({ startTime = 0, endTime = Number.POSITIVE_INFINITY, nextToken }: FilterInput) {
    const [kind, position] = (nextToken ?? 'page:').split(':');
    const events: FilteredLogEvent[] = [];
    let line = position ? Number(position) : world.firstFrom(startTime);
    if (kind === 'page' && random() < empty) return { events, nextToken: `full:${line}` };
    const now = clock.now();
    for (; line < world.count && events.length < PAGE; line += 1) {
      const timestamp = world.timestampOf(line);
      // Nothing is taken in before it is written, give or take the grain of times.
      if (timestamp > endTime || timestamp > now) break;
      const ingestionTime = world.ingestionOf(line);
      if (ingestionTime > now) continue;
      events.push({
        timestamp,
        ingestionTime,
        logStreamName: world.streamOf(line),
        message: world.messageOf(line),
        eventId: world.idOf(line),
      });
    }
    const more = line < world.count && world.timestampOf(line) <= Math.min(endTime, now);
    return { events, ...(more && { nextToken: `page:${line}` }) };
  }

  /** One update a second with what was taken in since, of which no more than 500 are sent. */
  async function* updates(): AsyncGenerator<StartLiveTailResponseStream> {
    const began = clock.now();
    let told = began;
    yield { sessionStart: { sessionId: String(began) } };
    for (;;) {
      await clock.sleep(UPDATE_EVERY);
      const now = clock.now();
      if (now - began >= session) {
        throw Object.assign(new Error('Session has timed out'), { name: 'SessionTimeoutException' });
      }
      const lines = takenIn(told, now);
      told = now;
      const share = AN_UPDATE / lines.length;
      const sent = share >= 1 ? lines : lines.filter(() => random() < share).slice(0, AN_UPDATE);
      yield {
        sessionUpdate: {
          sessionMetadata: { sampled: share < 1 },
          sessionResults: sent.map((line) => ({
            timestamp: world.timestampOf(line),
            ingestionTime: world.ingestionOf(line),
            logStreamName: world.streamOf(line),
            logGroupIdentifier: '123456789012:group',
            message: world.messageOf(line),
          })),
        },
      };
    }
  }

  function takenIn(after: number, until: number): number[] {
    const lines: number[] = [];
    for (let line = world.firstFrom(after - 121_000); line < world.count; line += 1) {
      if (world.timestampOf(line) > until) break;
      const at = world.ingestionOf(line);
      if (at > after && at <= until) lines.push(line);
    }
    return lines;
  }

  const client = { config: { serviceId: 'CloudWatch Logs' }, send: answer };
  const send = createSend({ budget: createBudget(clock), urgency: createUrgency(), clock, random, pace: 1 });
  return {
    calls,
    // Only these members are looked at.
    account: {
      clients: { logs: client },
      send,
      clock,
      random,
      pace: 1,
      connection: { region: 'eu-west-1' },
      identity: () => Promise.resolve({ account: '123456789012', partition: 'aws', arn: '' }),
    } as never,
  };
}
