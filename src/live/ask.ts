import { AwsError, type AwsErrorKind } from '../aws/errors';
import type { Answer } from './hops/snapshot';

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
