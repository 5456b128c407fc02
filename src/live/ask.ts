import { AwsError, type AwsErrorKind } from '../aws/errors';
import type { Found } from '../engine/provider';
import type { Answer, Answers } from './hops/snapshot';

/** Failures that concern one call. With the others nothing can be known at all. */
const ONE_CALL: ReadonlySet<AwsErrorKind> = new Set([
  'denied',
  'unsupported',
  'notFound',
  'throttled',
  'server',
  'conflict',
  'other',
]);

/** Waits for an answer; a failure that concerns only this call becomes a sentence. */
export async function ask<T>(promise: Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await promise };
  } catch (error) {
    return { unknown: degraded(error) };
  }
}

/** The sentence of a failure that concerns one call; any other is thrown on. */
export function degraded(error: unknown): string {
  if (error instanceof AwsError && ONE_CALL.has(error.kind)) return error.message;
  throw error;
}

/** Asks about each of several things, by the id that they have in the topology. */
export async function answers<T>(
  founds: readonly Found[],
  question: (found: Found) => Promise<T>,
): Promise<Answers<T>> {
  return new Map(
    await Promise.all(founds.map(async (found) => [found.id, await ask(question(found))] as const)),
  );
}
