import { planDeploy, runDeploy } from '../live/deploy';
import type { Plan } from '../engine/plan';
import type { Prepared } from '../live/prepare';
import {
  CONNECTION_OPTIONS,
  ENVIRONMENT_OPTION,
  EXIT,
  JSON_OPTION,
  UserError,
  type Command,
} from './command';
import { withPrepared } from './file';
import { confirm, follow } from './run';
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
    'no-wait': { type: 'boolean', help: 'Do not wait for tasks and targets.' },
    ...JSON_OPTION,
    ...ENVIRONMENT_OPTION,
    ...CONNECTION_OPTIONS,
  },
  run: (invocation) =>
    withPrepared(invocation, async (prepared, session) => {
      const { io, values } = invocation;
      const plan = await planDeploy(prepared, session, io.signal);
      const gone = deletedNodes(plan, prepared);
      if (gone.length > 0 && values['yes'] && !values['allow-delete']) {
        throw new UserError(
          `The file no longer has these nodes, and the deploy would delete them; say --allow-delete beside --yes: ${gone.join(', ')}`,
          EXIT.usage,
        );
      }
      if (
        plan.changes.length > 0 &&
        !(await confirm(invocation, plan, session, { verb: 'Deploy', answer: 'yes' }))
      ) {
        io.note('Nothing was changed.');
        return EXIT.failed;
      }
      const run = runDeploy(plan, prepared, session, {
        noWait: values['no-wait'] === true,
        signal: io.signal,
        secret: secretFromEnvironment(io.env),
      });
      return follow(invocation, run);
    }),
};

function deletedNodes(plan: Plan, { topology }: Prepared): string[] {
  return [
    ...new Set(
      plan.changes
        .filter(({ action, node }) => action === 'delete' && !topology.nodes.has(node))
        .map(({ node }) => node),
    ),
  ];
}
