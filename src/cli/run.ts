import type { Plan } from '../engine/plan';
import type { RunEvent, RunSummary } from '../live/deploy';
import type { Session } from '../live/session';
import { planLines, planSummary, summarySentence } from '../live/planView';
import { EXIT, UserError, type ExitCode, type Invocation } from './command';

/** Asks before anything is changed; answers false when the person says no. */
export async function confirm(
  { io, values }: Invocation,
  plan: Plan,
  session: Session,
  question: { verb: string; answer: string },
): Promise<boolean> {
  const expected = values['expect'];
  if (typeof expected === 'string' && expected !== plan.digest) {
    throw new UserError(`The plan is not the one that was expected, plan again: ${plan.digest}`);
  }
  if (values['yes']) return true;
  for (const line of planLines(plan)) io.note(line);
  const where = `account ${session.identity.account}, ${session.region}`;
  const answer = await io.ask(
    `${question.verb} ${plan.stack} in ${where}: ${summarySentence(planSummary(plan))}. Type ${question.answer} to go on: `,
  );
  if (answer === undefined) {
    throw new UserError('There is no terminal to confirm in; say --yes to go on without asking.', EXIT.usage);
  }
  return answer.trim() === question.answer;
}

/** Runs to the end and tells of it, line by line; the last line says how it ended. */
export async function follow(
  { io, values }: Invocation,
  run: AsyncGenerator<RunEvent, RunSummary>,
): Promise<ExitCode> {
  for (;;) {
    const step = await run.next();
    if (!step.done) {
      io.out(values['json'] ? JSON.stringify(jsonEvent(step.value)) : eventLine(step.value));
      continue;
    }
    const summary = step.value;
    if (values['json']) {
      const { result, outputs, calls } = summary;
      const failures = summary.failures.map(({ id, reason }) => ({ id, reason }));
      io.out(
        JSON.stringify({
          event: 'summary',
          result,
          outputs,
          calls,
          ...(failures.length > 0 ? { failures } : {}),
        }),
      );
    } else {
      for (const line of summaryLines(summary)) io.out(line);
    }
    if (summary.result === 'cancelled') return EXIT.interrupted;
    return summary.result === 'failed' ? EXIT.failed : EXIT.done;
  }
}

function jsonEvent(event: RunEvent) {
  if (event.event === 'request') return event;
  const { id, type, action, state, seconds, reason } = event;
  return { event: 'change', id, type, action, state, seconds, reason };
}

function eventLine(event: RunEvent): string {
  if (event.event === 'request')
    return `request ${event.name}: ${event.ok ? 'answered' : 'failed'} – ${event.detail}`;
  const time = event.seconds === undefined ? '' : ` (${event.seconds} s)`;
  const reason = event.reason === undefined ? '' : `: ${event.reason}`;
  return `${event.action} ${event.id} ${event.state}${time}${reason}`;
}

function summaryLines({ result, failures, notStarted, outputs }: RunSummary): string[] {
  return [
    ...failures.map(({ id, reason }) => `${id} failed: ${reason}`),
    ...(notStarted.length > 0 ? [`Not started: ${notStarted.join(', ')}`] : []),
    ...Object.entries(outputs.apis).map(([node, url]) => `${node}: ${url}`),
    `${result}${result === 'failed' || result === 'cancelled' ? '; run the same command again to go on from here' : ''}.`,
  ];
}
