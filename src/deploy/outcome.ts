import type { RunSummary } from '../live/deploy';

/** How a run ended, in a sentence or two that promise nothing that is not so. */
export interface Outcome {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
}

export type RunKind = 'deploy' | 'destroy' | 'rollback';

export function outcomeOf(
  kind: RunKind,
  stack: string,
  summary: Pick<RunSummary, 'result' | 'failures' | 'done' | 'underWay' | 'notStarted'>,
  facts: { readonly seconds: number; readonly changes: number; readonly kept: number },
): Outcome {
  const { result, failures, notStarted } = summary;
  const time = duration(facts.seconds);
  const begin = `The ${kind} of ${stack}`;
  switch (result) {
    case 'succeeded': {
      if (kind === 'rollback') {
        return { severity: 'info', message: `${stack} is as it was before the deploy, in ${time}.` };
      }
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
      return { severity: 'warning', message: `${begin} was cancelled. ${standing(summary)} ${again(kind)}` };
    case 'failed': {
      const [first] = failures;
      const others = failures.length > 1 ? ` ${failures.length - 1} more failed.` : '';
      const reason = first ? `${first.id}: ${first.reason}` : 'The log says why.';
      const rest = notStarted.length > 0 ? ` ${count(notStarted.length)} not begun.` : '';
      return {
        severity: 'error',
        message: `${begin} failed. ${sentence(reason)}${others}${rest} ${again(kind)}`,
      };
    }
  }
}

function again(kind: RunKind): string {
  return `${AGAIN[kind]} again goes on from here.`;
}

const AGAIN = { deploy: 'Deploy', destroy: 'Destroy', rollback: 'Roll back' } as const satisfies Record<
  RunKind,
  string
>;

/** What a cancelled run has done, what the account is still busy with, and what is left. */
function standing({
  done,
  underWay,
  notStarted,
}: Pick<RunSummary, 'done' | 'underWay' | 'notStarted'>): string {
  const goingOn = underWay.map(({ id, reason }) => (reason === undefined ? id : `${id} (${reason})`));
  return [
    `${done.length === 0 ? 'Nothing is' : done.length === 1 ? '1 change is' : `${done.length} changes are`} done.`,
    ...(goingOn.length > 0 ? [`Still under way in the account: ${goingOn.join(', ')}.`] : []),
    ...(notStarted.length > 0 ? [`${count(notStarted.length)} not begun.`] : []),
  ].join(' ');
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
