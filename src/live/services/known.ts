import type { Account } from '../../aws/account';
import { isPassing } from '../../aws/memory';
import { ask } from '../ask';
import type { Answer } from '../hops/snapshot';

/** What AWS answered, and when. */
export interface Known<T> {
  answer: Answer<T>;
  at: number;
  isExpired: boolean;
  /** Why the last attempt to have it anew has failed. */
  failure: string | undefined;
}

/** Who asks: `once` for what is known already, so that a refusal is not waited for. */
export interface Asking {
  readonly account: Account;
  readonly once: Account;
}

/** An answer of just now. */
export function knownNow<T>(answer: Answer<T>, at: number): Known<T> {
  return { answer, at, isExpired: false, failure: undefined };
}

/** The value, where AWS gave one. */
export function valueIn<T>(known: Known<T> | undefined): T | undefined {
  return known && 'value' in known.answer ? known.answer.value : undefined;
}

/** Asks; where all of it is known and the failure passes, what is known stands in and nothing is answered. */
export async function renewed<T>(
  { account, once }: Asking,
  known: readonly (Known<unknown> | undefined)[],
  question: (through: Account) => Promise<T>,
): Promise<Answer<T> | undefined> {
  const old = known.filter((one) => one !== undefined);
  const standsIn = old.length === known.length;
  try {
    return { value: await question(standsIn ? once : account) };
  } catch (error) {
    if (!standsIn || !isPassing(error)) return ask(Promise.reject(error as Error));
    for (const one of old) one.failure = error.message;
    return undefined;
  }
}
