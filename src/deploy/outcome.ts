import type { RunSummary } from '../live/deploy';

/** How a run ended, in a sentence or two that promise nothing that is not so. */
export interface Outcome {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
}

export function outcomeOf(
  kind: 'deploy' | 'destroy',
  stack: string,
  { result, failures, notStarted }: Pick<RunSummary, 'result' | 'failures' | 'notStarted'>,
  facts: { readonly seconds: number; readonly changes: number; readonly kept: number },
): Outcome {
  const time = duration(facts.seconds);
  switch (result) {
    case 'succeeded': {
      if (kind === 'destroy') {
        const logs =
          facts.kept === 0
            ? ''
            : ` ${facts.kept === 1 ? '1 log group was' : `${facts.kept} log groups were`} kept.`;
        return { severity: 'info', message: `${stack} is destroyed, in ${time}.${logs}` };
      }
      const message =
        facts.changes === 0
          ? `${stack} is up to date: the account equals the file and answers.`
          : `${stack} is deployed and answers, in ${time}.`;
      return { severity: 'info', message };
    }
    case 'accepted':
      return { severity: 'info', message: `${stack} is asked for; not everything is ready yet.` };
    case 'cancelled':
      return {
        severity: 'warning',
        message: `The ${kind} of ${stack} was cancelled: ${count(notStarted.length)} not begun. ${again(kind)}`,
      };
    case 'failed': {
      const [first] = failures;
      const others = failures.length > 1 ? ` ${failures.length - 1} more failed.` : '';
      const reason = first ? `${first.id}: ${first.reason}` : 'The log says why.';
      const rest = notStarted.length > 0 ? ` ${count(notStarted.length)} not begun.` : '';
      return {
        severity: 'error',
        message: `The ${kind} of ${stack} failed. ${sentence(reason)}${others}${rest} ${again(kind)}`,
      };
    }
  }
}

function again(kind: 'deploy' | 'destroy'): string {
  return `${kind === 'deploy' ? 'Deploy' : 'Destroy'} again goes on from here.`;
}

function count(changes: number): string {
  return changes === 1 ? '1 change was' : `${changes} changes were`;
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
