import type { Account } from './account';
import { createBudget, unlimitedBudget, type Budget } from './budget';
import { AwsError, type AwsErrorKind } from './errors';
import { AWS_RATES, shareOf } from './rates';
import { isRead, operationOf, type Send } from './send';
import { serviceKey } from './services';

/** What reads answered, kept, so that whoever looks again and again asks only for what may be another by now. */
export interface Memory {
  /** The account, whose reads may be answered by what was answered at most so long ago, in milliseconds. */
  within(age: number): Account;
  /** The same, but what is older is answered all the same and had anew behind that: nobody waits for it. */
  behind(age: number): Account;
  /** The account, whose reads are given up at the first refusal: for who has something that stands in. */
  readonly once: Account;
  /** Takes all answers for too old. Until it is asked anew each of them stands in. */
  expire(): void;
  /** The oldest answer that could not be had anew since. */
  overdue(): Overdue | undefined;
  /** How many calls AWS has refused as one too many, and how many were about something that is not there. */
  readonly throttles: number;
  readonly gone: number;
  /** Another one as soon as an answer says something else than the last one to the same question. */
  readonly version: number;
  /** Drops what nobody has asked for a long time: pages are asked for by tokens that never come again. */
  sweep(): void;
}

/** An answer that could not be had anew: when it came, in milliseconds since the epoch, and what happened since. */
export interface Overdue {
  readonly since: number;
  readonly reason: string;
}

/** The oldest of several. */
export function longestOverdue(all: readonly (Overdue | undefined)[]): Overdue | undefined {
  return all.reduce(
    (oldest, one) => (one && (!oldest || one.since < oldest.since) ? one : oldest),
    undefined,
  );
}

/** How much of every budget goes into answers that are there already; the rest is for who deploys. */
const SHARE = 0.1;
const MINUTE = 60_000;
/** Nobody has asked for it so long. */
const FORGOTTEN = 90 * MINUTE;

/**
 * Reads that cost a call for each thing and tell what no hop's health depends on, or what never changes: tags,
 * revisions of a task definition.
 */
const SETTLED =
  /^(elbv2\.DescribeTags|iam\.GetRole|(logs|servicediscovery|applicationautoscaling)\.ListTagsForResource|ecs\.(DescribeTaskDefinition|ListTaskDefinitions))$/;
const SETTLED_AGE = 60 * MINUTE;

/** Failures that another attempt a moment later would meet again; they count as answers. */
const LASTING: ReadonlySet<AwsErrorKind> = new Set(['denied', 'unsupported', 'notFound']);
const PASSING: ReadonlySet<AwsErrorKind> = new Set(['throttled', 'server', 'lost', 'unreachable']);

/** Whether a failure leaves what was answered before it as good as it was. */
export function isPassing(error: unknown): error is AwsError {
  return error instanceof AwsError && PASSING.has(error.kind);
}

interface Entry {
  readonly answer: { readonly output: unknown } | { readonly error: AwsError };
  readonly at: number;
  /** Between a half and 1: how much of its age it lives, so that what came together is not asked for together again. */
  readonly spread: number;
  usedAt: number;
  isExpired: boolean;
  /** Why the last attempt to have it anew has failed. */
  failure: string | undefined;
}

/**
 * Remembers reads of an account by operation and input. What was never answered is asked at once; what was is asked
 * anew as far as the share of the budget goes, and stands in until then and where AWS refuses or does not answer.
 */
export function createMemory(account: Account, share: Budget = shareFor(account)): Memory {
  const { clock, random } = account;
  const entries = new Map<string, Entry>();
  let throttles = 0;
  let gone = 0;
  let version = 0;

  const counted =
    (isOnce: boolean): Send =>
    (client, command, options = {}) =>
      account.send(client, command, {
        ...options,
        onRetry(error) {
          if (error.kind === 'throttled') throttles += 1;
          if (isOnce && isPassing(error)) throw error;
          return options.onRetry?.(error);
        },
      });
  const [first, again] = [counted(false), counted(true)];

  const sendWithin = (age: number, isBehind: boolean): Send => {
    return async (client, command, options = {}) => {
      const operation = operationOf(command);
      if (!isRead(operation)) return account.send(client, command, options);
      const service = serviceKey(client.config.serviceId);
      const name = `${service}.${operation}`;
      const key = `${name} ${JSON.stringify(command.input)}`;
      const known = entries.get(key);
      if (known) {
        known.usedAt = clock.now();
        const lasts = (SETTLED.test(name) ? SETTLED_AGE * account.pace : age) * known.spread;
        const isFresh = !known.isExpired && clock.now() - known.at < lasts;
        // The key holds operation and input, so what stands under it is this command's output.
        if (isFresh || !share.tryTake(service, operation)) return valueOf(known) as never;
      }
      const renewal = renewed(known);
      if (!known || known.isExpired || !isBehind) return renewal;
      // Whoever asks next is told what came of it.
      renewal.catch(() => undefined);
      return valueOf(known) as never;

      async function renewed(old: Entry | undefined) {
        try {
          // Where something stands in, whoever is in a hurry gets the next token.
          const output = await (old ? again : first)(client, command, isBehind && old ? {} : options);
          keep(key, { output });
          return output;
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          if (LASTING.has(error.kind)) keep(key, { error });
          if (error.kind === 'notFound') gone += 1;
          if (!old || !isPassing(error)) throw error;
          old.failure = error.message;
          return valueOf(old) as never;
        }
      }
    };
  };

  function keep(key: string, answer: Entry['answer']): void {
    const now = clock.now();
    if (!saysTheSame(entries.get(key)?.answer, answer)) version += 1;
    entries.set(key, {
      answer,
      at: now,
      spread: 0.5 + random() / 2,
      usedAt: now,
      isExpired: false,
      failure: undefined,
    });
  }

  return {
    once: { ...account, send: again },
    within: (age) => ({ ...account, send: sendWithin(age, false) }),
    behind: (age) => ({ ...account, send: sendWithin(age, true) }),
    expire() {
      for (const entry of entries.values()) entry.isExpired = true;
    },
    overdue: () => longestOverdue([...entries.values()].map(overdueOf)),
    get throttles() {
      return throttles;
    },
    get gone() {
      return gone;
    },
    get version() {
      return version;
    },
    sweep() {
      const oldest = clock.now() - FORGOTTEN;
      for (const [key, { usedAt }] of entries) if (usedAt < oldest) entries.delete(key);
    },
  };
}

/** Undefined where the last attempt has not failed. */
export function overdueOf(one: {
  readonly at: number;
  readonly failure: string | undefined;
}): Overdue | undefined {
  return one.failure === undefined ? undefined : { since: one.at, reason: one.failure };
}

/** Whether two answers of AWS say the same; each has a request id of its own. */
export function saysTheSame(one: unknown, other: unknown): boolean {
  return textOf(one) === textOf(other);
}

function textOf(answer: unknown): string | undefined {
  return JSON.stringify(answer, (key, value: unknown) => (key === '$metadata' ? undefined : value));
}

function shareFor({ connection, clock }: Account): Budget {
  return connection.kind === 'aws' ? createBudget(clock, shareOf(AWS_RATES, SHARE)) : unlimitedBudget();
}

function valueOf({ answer }: Entry): unknown {
  if ('error' in answer) throw answer.error;
  return answer.output;
}
