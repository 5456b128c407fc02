import type { Ask } from '../aws/renewal';
import type { RunEvent, RunSummary } from '../live/deploy';
import type { Rollout } from '../live/rollouts';
import type { Session } from '../live/session';
import {
  leftLines,
  planLines,
  planSummary,
  summarySentence,
  warningLines,
  type ShownPlan,
} from '../live/planView';
import { EXIT, text, UserError, type ExitCode, type Invocation } from './command';

/** Asks before anything is changed; answers false when the person says no. */
export async function confirm(
  { io, values }: Invocation,
  plan: ShownPlan,
  session: Session,
  question: { verb: string; answer: string },
): Promise<boolean> {
  const expected = values['expect'];
  if (typeof expected === 'string' && expected !== plan.digest) {
    throw new UserError(`The plan is not the one that was expected, plan again: ${plan.digest}`);
  }
  if (values['yes']) return true;
  for (const line of [...planLines(plan), ...warningLines(plan)]) io.note(line);
  const where = `account ${session.identity.account}, ${session.region}`;
  const answer = await io.ask(
    `${question.verb} ${plan.stack} in ${where}: ${summarySentence(planSummary(plan))}. Type ${question.answer} to go on: `,
  );
  if (answer === undefined) {
    throw new UserError('There is no terminal to confirm in; say --yes to go on without asking.', EXIT.usage);
  }
  return answer.trim() === question.answer;
}

/** Runs to the end and tells of it, line by line. */
export async function follow<Result>(
  { io, values }: Invocation,
  run: AsyncGenerator<RunEvent, Result>,
): Promise<Result> {
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
    io.out(values['json'] ? JSON.stringify(jsonEvent(step.value)) : eventLine(step.value));
  }
}

/** What came of a run after it: whether all was taken back, and what goes on in the account. */
interface Aftermath {
  readonly rollback?: RunSummary;
  readonly rollouts?: readonly Rollout[];
}

/** The last line says how it ended. */
export function conclude(
  { io, values }: Invocation,
  summary: RunSummary,
  aftermath: Aftermath = {},
): ExitCode {
  if (values['json']) io.out(JSON.stringify(summaryJson(summary, aftermath)));
  else for (const line of summaryLines(summary, aftermath)) io.out(line);
  if (summary.result === 'cancelled') return EXIT.interrupted;
  return summary.result === 'failed' ? EXIT.failed : EXIT.done;
}

/** Asks to sign in when the session expires on the way. Without a terminal the run ends and can be run again. */
export function askToSignIn({ io, values }: Invocation): Ask {
  const profile = text(values, 'profile') ?? io.env['AWS_PROFILE'];
  return async ({ reason }) => {
    const login = profile === undefined ? '' : ` ("aws sso login --profile ${profile}")`;
    const question = `The AWS session has expired: ${reason}\nSign in again${login} and press Enter to go on; Ctrl+C stops here. `;
    try {
      return (await io.ask(question)) !== undefined;
    } catch (error) {
      if (io.signal.aborted) return false;
      throw error;
    }
  };
}

function jsonEvent(event: RunEvent) {
  if (event.event === 'request') return event;
  const { id, type, action, state, seconds, expected, remaining, reason } = event;
  return { event: 'change', id, type, action, state, seconds, expected, remaining, reason };
}

function eventLine(event: RunEvent): string {
  if (event.event === 'request')
    return `request ${event.name}: ${event.ok ? 'answered' : 'failed'} – ${event.detail}`;
  const { seconds, expected } = event;
  const about = expected === undefined ? '' : ` of about ${Math.round(expected)} s`;
  const time = seconds === undefined ? '' : ` (${seconds} s${about})`;
  const reason = event.reason === undefined ? '' : `: ${event.reason}`;
  return `${event.action} ${event.id} ${event.state}${time}${reason}`;
}

function summaryJson({ result, outputs, calls, ...summary }: RunSummary, { rollback, rollouts }: Aftermath) {
  const underWay = summary.underWay.map(({ id, action, reason }) => ({ id, action, reason }));
  return {
    event: 'summary',
    result,
    outputs,
    calls,
    ...listed('failures', failuresJson(summary.failures)),
    ...listed('underWay', underWay),
    ...listed('notStarted', summary.notStarted),
    ...listed('left', leftJson(summary.left)),
    ...(summary.putAway === undefined ? {} : { putAway: summary.putAway }),
    ...listed('rollouts', rollouts ?? []),
    ...(rollback && {
      rollback: { result: rollback.result, ...listed('failures', failuresJson(rollback.failures)) },
    }),
  };
}

function failuresJson(failures: RunSummary['failures']) {
  return failures.map(({ id, reason }) => ({ id, reason }));
}

function leftJson(left: RunSummary['left']) {
  return left.map(({ id, type, physicalId }) => ({ id, type, physicalId }));
}

function listed(name: string, items: readonly unknown[]): Record<string, readonly unknown[]> {
  return items.length > 0 ? { [name]: items } : {};
}

function summaryLines(
  { result, failures, done, underWay, notStarted, outputs, left, putAway }: RunSummary,
  { rollback, rollouts = [] }: Aftermath,
): string[] {
  const ended = result === 'failed' || result === 'cancelled';
  return [
    ...failures.map(({ id, reason }) => `${id} failed: ${reason}`),
    ...(ended && done.length > 0 ? [`Done: ${done.join(', ')}`] : []),
    ...underWay.map(
      ({ id, action, reason }) =>
        `Under way in the account: ${action} ${id}${reason === undefined ? '' : `: ${reason}`}`,
    ),
    ...rollouts.map(
      ({ id, arn }) =>
        `The rollout of ${id} goes on. To stop it and go back: aws ecs stop-service-deployment --stop-type ROLLBACK --service-deployment-arn ${arn}`,
    ),
    ...(notStarted.length > 0 ? [`Not begun: ${notStarted.join(', ')}`] : []),
    ...(rollback ? rollback.failures.map(({ id, reason }) => `${id} was not put back: ${reason}`) : []),
    ...leftLines(left),
    ...(putAway === undefined ? [] : [`Earlier revisions deregistered: ${putAway}`]),
    ...(rollback ? [] : Object.entries(outputs.apis).map(([node, url]) => `${node}: ${url}`)),
    `${result}${ended ? `; ${afterwards(rollback)}` : ''}.`,
  ];
}

function afterwards(rollback: RunSummary | undefined): string {
  if (!rollback) return 'run the same command again to go on from here';
  return rollback.result === 'succeeded'
    ? 'rolled back: the account is as it was before'
    : 'the rollback did not come to its end; run the same command again to go on from here';
}
