import { planDeploy, runDeploy, runPlan, type RunSummary } from '../live/deploy';
import { planSummary, summarySentence } from '../live/planView';
import { planRollback } from '../live/rollback';
import { notServices, redeploy } from '../live/redeploy';
import { rolloutsUnderWay, stopRollouts, type Rollout } from '../live/rollouts';
import type { Session } from '../live/session';
import type { Plan } from '../engine/plan';
import type { Prepared } from '../live/prepare';
import {
  CONNECTION_OPTIONS,
  ENVIRONMENT_OPTION,
  EXIT,
  JSON_OPTION,
  list,
  UserError,
  type Command,
  type Invocation,
} from './command';
import { withPrepared } from './file';
import { askToSignIn, conclude, confirm, follow } from './run';
import { secretFromEnvironment } from './secrets';

export const deployCommand: Command = {
  name: 'deploy',
  arguments: 'FILE',
  positionals: { min: 1, max: 1 },
  summary: 'Make the account equal the file.',
  options: {
    yes: { type: 'boolean', help: 'Do not ask.' },
    'allow-delete': { type: 'boolean', help: 'With --yes: also delete nodes that the file no longer has.' },
    expect: { type: 'string', value: 'DIGEST', help: 'Only if the plan still has this digest.' },
    rollback: { type: 'boolean', help: 'When it fails or is cancelled, take back what it has changed.' },
    redeploy: {
      type: 'string',
      multiple: true,
      value: 'ID',
      help: 'Replace the tasks of this service even where nothing has changed: its tag moved; may be repeated.',
    },
    'no-wait': { type: 'boolean', help: 'Do not wait for tasks and targets.' },
    ...JSON_OPTION,
    ...ENVIRONMENT_OPTION,
    ...CONNECTION_OPTIONS,
  },
  run: (invocation) =>
    withPrepared(invocation, async (prepared, session) => {
      const { io, values } = invocation;
      const redeployed = list(values, 'redeploy');
      const unknown = notServices(prepared, redeployed);
      if (unknown.length > 0) {
        throw new UserError(
          `--redeploy takes ids of ECS services of the file: ${unknown.join(', ')}`,
          EXIT.usage,
        );
      }
      const plan = await planDeploy(prepared, session, io.signal);
      const gone = deletedNodes(plan, prepared);
      if (gone.length > 0 && values['yes'] && !values['allow-delete']) {
        throw new UserError(
          `The file no longer has these nodes, and the deploy would delete them; say --allow-delete beside --yes: ${gone.join(', ')}`,
          EXIT.usage,
        );
      }
      if (redeployed.length > 0 && !values['yes']) io.note(`Replaces all tasks of: ${redeployed.join(', ')}`);
      if (
        plan.changes.length + redeployed.length > 0 &&
        !(await confirm(invocation, plan, session, { verb: 'Deploy', answer: 'yes' }))
      ) {
        io.note('Nothing was changed.');
        return EXIT.failed;
      }
      const run = runDeploy(plan, prepared, session, {
        noWait: values['no-wait'] === true,
        signal: io.signal,
        onExpired: askToSignIn(invocation),
        secret: secretFromEnvironment(io.env),
      });
      const deployed = await follow(invocation, run);
      const summary = await withRedeployed(invocation, deployed, () =>
        redeploy(redeployed, plan, session, { noWait: values['no-wait'] === true, signal: io.signal }),
      );
      if (summary.result !== 'failed' && summary.result !== 'cancelled') return conclude(invocation, summary);
      const rollouts = await rolloutsUnderWay(session, plan, summary);
      if (!values['rollback']) return conclude(invocation, summary, { rollouts });
      return conclude(invocation, summary, { rollback: await rollBack(invocation, plan, rollouts, session) });
    }),
};

/** Tasks are replaced once all else is well; a service that does not come up fails the deploy. */
async function withRedeployed(
  invocation: Invocation,
  summary: RunSummary,
  start: () => ReturnType<typeof redeploy>,
): Promise<RunSummary> {
  if (summary.result === 'failed' || summary.result === 'cancelled') return summary;
  const failures = await follow(invocation, start());
  return failures.length === 0 ? summary : { ...summary, result: 'failed', failures };
}

/** Without the signal, which may have ended the deploy: who interrupts a second time ends the process. */
async function rollBack(
  invocation: Invocation,
  plan: Plan,
  rollouts: readonly Rollout[],
  session: Session,
): Promise<RunSummary> {
  const { io, values } = invocation;
  await stopRollouts(session, rollouts);
  const back = await planRollback(plan, session);
  if (values['json']) {
    io.out(JSON.stringify({ event: 'rollback', digest: back.digest, summary: planSummary(back) }));
  } else {
    io.out(`Rolling back: ${summarySentence(planSummary(back))}.`);
  }
  return follow(invocation, runPlan(back, session, { onExpired: askToSignIn(invocation) }));
}

function deletedNodes(plan: Plan, { topology }: Prepared): string[] {
  return [
    ...new Set(
      plan.changes
        .filter(({ action, node }) => action === 'delete' && !topology.nodes.has(node))
        .map(({ node }) => node),
    ),
  ];
}
