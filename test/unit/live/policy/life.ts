import { planDeploy, planDestroy, runDeploy, type RunSummary } from '../../../../src/live/deploy';
import { runDestroy } from '../../../../src/live/destroy';
import { ecsThing } from '../../../../src/live/ecsThing';
import { whatIsMissing } from '../../../../src/live/exec/missing';
import { startSession } from '../../../../src/live/exec/session';
import { containersOf, tasksOfService } from '../../../../src/live/exec/target';
import { tailLogs } from '../../../../src/live/logs';
import { deployedSources } from '../../../../src/live/logs/sources';
import type { Prepared } from '../../../../src/live/prepare';
import { stopRollouts } from '../../../../src/live/rollouts';
import { redeployService, rolloutOf, stopTask } from '../../../../src/live/serviceActions';
import type { Session } from '../../../../src/live/session';
import { readStatus } from '../../../../src/live/status';
import type { PolicyDocument } from '../../../../src/live/policy/document';
import type { Demand } from '../../../../src/sandbox/iam/policyDocument';
import type { World } from '../world';
import { OTHERS } from './cases';

/**
 * From the first deploy in a new account to the end, with an update between and somebody else's things beside. Returns
 * all that IAM was asked.
 */
export async function wholeLife(
  world: World,
  chain: Prepared,
  changed: Prepared,
  allowed: readonly PolicyDocument[],
): Promise<Demand[]> {
  const seen: Demand[] = [];
  const session = await world.restricted(allowed, (demand) => seen.push(demand));
  await deploy(session, chain);
  await deploy(world.session, OTHERS);
  await deploy(session, changed);
  // Until the tasks of before have drained.
  await session.account.clock.sleep(600_000);
  await look(session, changed);
  await tail(session, changed);
  await operate(session, changed);
  await destroy(session, changed);
  return seen;
}

/** Makes the account equal the file; rejects with what failed. */
export async function deploy(session: Session, prepared: Prepared): Promise<void> {
  const plan = await planDeploy(prepared, session);
  succeeded(await end(runDeploy(plan, prepared, session, { secret: () => undefined })));
}

export async function destroy(session: Session, { stack }: Prepared): Promise<void> {
  const options = { logs: true };
  succeeded(await end(runDestroy(await planDestroy(stack, session, options), session, options)));
  const { changes } = await planDestroy(stack, session, options);
  if (changes.length > 0) throw new Error(`left: ${changes.map(({ id }) => id).join(', ')}`);
}

/** Looks at every hop; rejects where something is not known or not well. */
export async function look(session: Session, prepared: Prepared): Promise<void> {
  const report = await readStatus(session, prepared);
  const bad = report.hops.filter(({ state }) => state !== 'ok');
  if (bad.length > 0) throw new Error(bad.map(({ reason }) => reason).join('\n'));
}

/** Reads what the tasks wrote, and what they write just now; rejects where nothing comes. */
export async function tail(session: Session, prepared: Prepared): Promise<void> {
  const { sources } = await deployedSources(session, prepared);
  let lines = 0;
  for await (const batch of tailLogs(session, { services: sources, since: 0, follow: false })) {
    lines += batch.length;
  }
  if (lines === 0) throw new Error('no line of any task');
  const abort = new AbortController();
  const options = { services: sources, since: 0, follow: true, live: true, signal: abort.signal };
  try {
    for await (const batch of tailLogs(session, options)) if (batch.length > 0) abort.abort();
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  }
}

/** What is done by hand with running services: a rollout begun and stopped, a terminal looked for, a task stopped. */
export async function operate(session: Session, prepared: Prepared): Promise<void> {
  for (const { physicalId } of (await readStatus(session, prepared)).resources) {
    const service = ecsThing(physicalId ?? '', 'service');
    if (!service) continue;
    await redeployService(session, service);
    const rollout = await rolloutOf(session, service);
    if (!rollout) throw new Error(`no rollout of ${service.name}`);
    await stopRollouts(session, [rollout]);
    await session.account.clock.sleep(600_000);
    const [task] = await tasksOfService(session, service);
    if (!task) throw new Error(`no task of ${service.name}`);
    const target = { ...task, container: containersOf(task)[0] ?? '' };
    const missing = await whatIsMissing(session, target);
    if (missing.length === 0) await startSession(session, target, '/bin/sh');
    await stopTask(session, { cluster: task.cluster, arn: task.arn, name: task.id });
    await session.account.clock.sleep(600_000);
  }
}

async function end(run: AsyncGenerator<unknown, RunSummary>): Promise<RunSummary> {
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}

function succeeded({ result, failures }: RunSummary): void {
  if (result === 'succeeded') return;
  throw new Error([result, ...failures.map(({ id, reason }) => `${id}: ${reason}`)].join('\n'));
}
