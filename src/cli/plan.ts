import { planDeploy, planDestroy } from '../live/deploy';
import { planJson, planLines, planSummary, summarySentence, warningLines } from '../live/planView';
import { PreflightError } from '../live/preflightError';
import { CONNECTION_OPTIONS, ENVIRONMENT_OPTION, EXIT, JSON_OPTION, type Command } from './command';
import { withPrepared } from './file';

export const planCommand: Command = {
  name: 'plan',
  arguments: 'FILE',
  positionals: { min: 1, max: 1 },
  summary: 'Tell what would change in the account; changes nothing.',
  options: {
    destroy: { type: 'boolean', help: 'Plan a teardown.' },
    'exit-code': { type: 'boolean', help: 'Exit 2 when there are changes.' },
    ...JSON_OPTION,
    ...ENVIRONMENT_OPTION,
    ...CONNECTION_OPTIONS,
  },
  run: (invocation) =>
    withPrepared(invocation, async (prepared, session) => {
      const { io, values } = invocation;
      const plan = await (
        values['destroy']
          ? planDestroy(prepared.stack, session, { logs: false, signal: io.signal })
          : planDeploy(prepared, session, io.signal)
      ).catch((error: unknown) => {
        if (values['json'] && error instanceof PreflightError) {
          io.out(JSON.stringify({ problems: error.findings }, null, 2));
        }
        throw error;
      });
      if (values['json']) {
        io.out(JSON.stringify(planJson(plan, session), null, 2));
      } else {
        for (const line of [...planLines(plan), ...warningLines(plan)]) io.out(line);
        for (const { id } of plan.kept) io.out(`= ${id}  stays; destroy --logs deletes it`);
        io.out(
          `${plan.stack} in ${session.identity.account} ${session.region}: ${summarySentence(planSummary(plan))}.`,
        );
      }
      if (plan.notEchoed.length > 0)
        io.note(`Not compared, the endpoint does not answer them: ${plan.notEchoed.join(', ')}`);
      return values['exit-code'] && plan.changes.length > 0 ? EXIT.changes : EXIT.done;
    }),
};
