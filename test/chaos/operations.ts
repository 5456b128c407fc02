import { planDeploy, planDestroy, runPlan, type RunSummary } from '../../src/live/deploy';
import type { Session } from '../../src/live/session';
import type { JsonValue } from '../../src/model/json';
import { prepared, STACK } from './documents';

/** Plans and applies, as the command line does. */
export async function deploy(document: JsonValue, session: Session): Promise<RunSummary> {
  return finish(runPlan(await planDeploy(prepared(document), session), session));
}

/** Deletes everything, log groups as well. */
export async function destroy(session: Session): Promise<RunSummary> {
  return finish(runPlan(await planDestroy(STACK, session, { logs: true }), session));
}

/** What a further deploy would do, such as `update nlb/loadBalancer name`. */
export async function pending(document: JsonValue, session: Session): Promise<string[]> {
  const { changes } = await planDeploy(prepared(document), session);
  return changes.map(({ action, id, properties }) =>
    [action, id, ...properties.map(({ path }) => path)].join(' '),
  );
}

async function finish(run: AsyncGenerator<unknown, RunSummary>): Promise<RunSummary> {
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}
