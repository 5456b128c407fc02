import { planDestroy } from '../live/deploy';
import { runDestroy } from '../live/destroy';
import { connectionProblems, regionOf } from '../live/prepare';
import type { Session } from '../live/session';
import { inEnvironment } from '../model/environment';
import type { JsonValue } from '../model/json';
import { stackOf } from '../model/stack';
import {
  CONNECTION_OPTIONS,
  ENVIRONMENT_OPTION,
  EXIT,
  JSON_OPTION,
  text,
  UserError,
  type Command,
  type ExitCode,
  type Invocation,
} from './command';
import { loadFile, withSession } from './file';
import { askToSignIn, conclude, confirm, follow } from './run';

export const destroyCommand: Command = {
  name: 'destroy',
  arguments: 'FILE',
  positionals: { min: 0, max: 1 },
  summary: 'Delete everything that a topology owns in the account.',
  options: {
    yes: { type: 'boolean', help: 'Do not ask.' },
    logs: { type: 'boolean', help: 'Delete log groups too.' },
    stack: { type: 'string', value: 'NAME', help: 'A stack without a file.' },
    expect: { type: 'string', value: 'DIGEST', help: 'Only if the plan still has this digest.' },
    ...JSON_OPTION,
    ...ENVIRONMENT_OPTION,
    ...CONNECTION_OPTIONS,
  },
  async run(invocation) {
    const stack = text(invocation.values, 'stack');
    if ((stack === undefined) === (invocation.positionals.length === 0)) {
      throw new UserError('Name a file, or a stack with --stack NAME.', EXIT.usage);
    }
    if (stack !== undefined && text(invocation.values, 'env') !== undefined) {
      throw new UserError(
        'A stack is named whole, such as --stack shop/dev; --env is for a file.',
        EXIT.usage,
      );
    }
    if (stack === undefined) {
      const { stack: own, document } = await owner(invocation);
      return withSession(invocation, regionOf(document), (session) => {
        const { region, identity } = session;
        const [elsewhere] = connectionProblems(document, { region, account: identity.account });
        if (elsewhere) throw new UserError(elsewhere.message);
        return destroy(invocation, own, session);
      });
    }
    return withSession(invocation, undefined, (session) => destroy(invocation, stack, session));
  },
};

/** Of a file only the name and where it belongs count here: what is drawn may be unfinished, or gone. */
async function owner(invocation: Invocation): Promise<{ stack: string; document: JsonValue }> {
  const { path, document, environment } = await loadFile(invocation);
  const stack = document && stackOf(document, environment);
  if (!document || stack === undefined) {
    throw new UserError(
      `The file does not say whose resources to delete; name them with --stack NAME: ${path}`,
    );
  }
  return { stack, document: inEnvironment(document, environment) };
}

async function destroy(invocation: Invocation, stack: string, session: Session): Promise<ExitCode> {
  const { io, values } = invocation;
  const logs = values['logs'] === true;
  const plan = await planDestroy(stack, session, { logs, signal: io.signal });
  const agreed =
    plan.changes.length === 0 ||
    (await confirm(invocation, plan, session, { verb: 'Destroy', answer: stack }));
  if (!agreed) {
    io.note('Nothing was deleted.');
    return EXIT.failed;
  }
  for (const { id, props } of plan.kept)
    io.note(`Kept: ${id} ${typeof props['name'] === 'string' ? props['name'] : ''}`);
  const options = { logs, signal: io.signal, onExpired: askToSignIn(invocation) };
  const summary = await follow(invocation, runDestroy(plan, session, options));
  if (!values['json'] && summary.result === 'succeeded') {
    io.note(`Looked again: nothing of ${stack}${plan.kept.length > 0 ? ' but logs' : ''} is left.`);
  }
  return conclude(invocation, summary);
}
