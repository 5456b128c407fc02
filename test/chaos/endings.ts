import type { RunSummary } from '../../src/live/deploy';
import type { Ending } from './process';

/** How a process ended, in a line. */
export function wordsOf(ended: Ending<unknown>): string {
  switch (ended.how) {
    case 'crashed':
      return `died: ${ended.at}`;
    case 'threw':
      return `threw: ${messageOf(ended.error)}`;
    case 'done':
      return isSummary(ended.value) ? `${ended.value.result} ${reasons(ended.value).join(' | ')}` : 'done';
  }
}

/** What is wrong with a run that should have succeeded; empty when it has. */
export function complaints(ended: Ending<RunSummary>, name: string): string[] {
  return succeeded(ended) ? [] : [`${name} ${wordsOf(ended)}`];
}

export function succeeded(
  ended: Ending<RunSummary>,
): ended is { readonly how: 'done'; readonly value: RunSummary } {
  return ended.how === 'done' && ended.value.result === 'succeeded';
}

function reasons({ failures }: RunSummary): string[] {
  return failures.map(({ id, reason }) => `${id}: ${reason}`);
}

function isSummary(value: unknown): value is RunSummary {
  return typeof value === 'object' && value !== null && 'failures' in value;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
