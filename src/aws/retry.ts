import type { Clock } from './clock';
import { isCode, mayHaveHappened, type AwsError } from './errors';
import { RETRY_RULES, type RetryRule } from './retryRules';

/**
 * Operations that make something new each time they are carried out. Sent again after a lost answer they would make
 * two; {@link createOnce} looks first. Those with a token are among them: emulators ignore it. A session that
 * nobody opens ends by itself.
 */
export function makesAnew(operation: string): boolean {
  return /^(Create|Execute|Register|Allocate|Run)/.test(operation) && operation !== 'CreateTags';
}

/** How the failures of one call went so far. */
export interface RetryState {
  /** When the last of them happened. */
  readonly at: number;
  /**
   * What each rule has used up so far. Kept over failures under other rules: two that take turns would otherwise start
   * each other anew for ever.
   */
  readonly used: ReadonlyMap<RetryRule, { readonly tries: number; readonly ms: number }>;
}

/** Decides about a failed call: how long to wait before the next attempt, or that there is none. */
export function nextTry(
  error: AwsError,
  now: number,
  random: () => number,
  previous?: RetryState,
): { readonly wait: number; readonly state: RetryState } | undefined {
  const rule = RETRY_RULES.find((candidate) => fits(candidate, error));
  if (!rule) return undefined;
  const before = previous?.used.get(rule);
  const tries = (before?.tries ?? 0) + 1;
  // From one failure to the next is the time of the rule of the next; up to the first of a rule is nobody's.
  const ms = previous && before ? before.ms + now - previous.at : 0;
  const wait = backOff(rule, tries, random);
  if (ms + wait > rule.giveUp) return undefined;
  return { wait, state: { at: now, used: new Map([...(previous?.used ?? []), [rule, { tries, ms }]]) } };
}

function fits(rule: RetryRule, error: AwsError): boolean {
  return (
    (rule.service === undefined || rule.service === error.service) &&
    (rule.operation === undefined || rule.operation.test(error.operation)) &&
    (rule.kind === undefined || rule.kind === error.kind) &&
    (rule.code === undefined || rule.code.test(error.code)) &&
    (rule.message === undefined || rule.message.test(error.reason))
  );
}

/** Half of the wait is certain, half is chance, so that parallel calls do not come back together. */
function backOff(
  rule: { readonly first: number; readonly most: number },
  tries: number,
  random: () => number,
): number {
  const full = Math.min(rule.most, rule.first * 2 ** (tries - 1));
  return Math.round(full / 2 + random() * (full / 2));
}

const RESEND = { first: 500, most: 8_000, tries: 5 };

/** What {@link createOnce} needs of the account. */
interface Retrying {
  readonly clock: Clock;
  readonly random: () => number;
  readonly pace: number;
}

interface Creation<T> {
  /**
   * Finds what an earlier attempt made. It must not find the other one that stands beside it during a replacement.
   * `taken`: AWS says that there is one.
   */
  readonly look: (taken: boolean) => Promise<T | undefined>;
  readonly create: () => Promise<T>;
  /** The SDK's names of "something of this name exists", after which `look` decides whether it is ours. */
  readonly exists?: readonly string[];
  /** Where one name stands for several things, the words of that one. */
  readonly existsReason?: RegExp;
}

/**
 * Makes one thing although answers get lost: after a failure that may have been none it looks before it sends again.
 * A name that is taken is looked up too; taken and not to be found means that it is just being freed.
 */
export async function createOnce<T>(
  account: Retrying,
  { look, create, exists = [], existsReason = /(?:)/ }: Creation<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await create();
    } catch (error) {
      const taken = isCode(error, ...exists) && existsReason.test(error.reason);
      if (!taken && !mayHaveHappened(error)) throw error;
      // What was carried out a moment ago may not be listed yet, so the look comes after a wait.
      const pause = () => account.clock.sleep(backOff(RESEND, tries, account.random) * account.pace, signal);
      if (!taken) await pause();
      const made = await look(taken);
      if (made !== undefined) return made;
      if (tries >= RESEND.tries) throw error;
      if (taken) await pause();
    }
  }
}
