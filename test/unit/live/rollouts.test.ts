import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { planDeploy, runPlan, type RunSummary } from '../../../src/live/deploy';
import { prepare, type Prepared } from '../../../src/live/prepare';
import { rolloutsUnderWay, stopRollouts } from '../../../src/live/rollouts';
import type { JsonObject } from '../../../src/model/json';
import { chain, registry, withNodes } from '../../fakes/topologies';
import { openWorld, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

function prepared(document: JsonObject): Prepared {
  const preparation = prepare(document, registry, { region: 'eu-west-1' });
  if (!preparation.ok) throw new Error(preparation.problems.map(({ message }) => message).join('\n'));
  return preparation.value;
}

/** Deploys, and cancels once the service is being waited for. */
async function cancelled(document: JsonObject) {
  const controller = new AbortController();
  const plan = await planDeploy(prepared(document), world.session);
  const run = runPlan(plan, world.session, { signal: controller.signal });
  let step = await run.next();
  for (; !step.done; step = await run.next()) {
    const { id, state } = step.value;
    if (id === 'users/service' && state === 'waiting') controller.abort(new Error('cancelled'));
  }
  return { plan, summary: step.value satisfies RunSummary };
}

async function running() {
  const { clients, send } = world.session.account;
  const command = new DescribeServicesCommand({ cluster: 'shop--cluster', services: ['users'] });
  const [service] = (await send(clients.ecs, command)).services ?? [];
  return service?.deployments?.map(({ rolloutState, taskDefinition }) => [
    rolloutState,
    taskDefinition?.split('/').at(-1),
  ]);
}

it('a rollout that a cancelled run leaves going can be stopped, and ECS goes back', async () => {
  const run = runPlan(await planDeploy(prepared(chain()), world.session), world.session);
  for (let step = await run.next(); !step.done; step = await run.next());
  const { plan, summary } = await cancelled(withNodes(chain(), { users: { image: 'acme/users:1.3' } }));
  expect(summary).toMatchObject({
    result: 'cancelled',
    underWay: [{ id: 'users/service', action: 'update' }],
  });
  const rollouts = await rolloutsUnderWay(world.session, plan, summary);
  expect(rollouts).toMatchObject([
    { id: 'users/service', arn: expect.stringContaining(':service-deployment/') as string },
  ]);
  expect(await running()).toMatchObject([
    ['IN_PROGRESS', 'shop--users:2'],
    ['COMPLETED', 'shop--users:1'],
  ]);
  await stopRollouts(world.session, rollouts);
  world.time.advance(600);
  expect(await running()).toEqual([['COMPLETED', 'shop--users:1']]);
  // Nothing is left to stop, and that is no error.
  await stopRollouts(world.session, rollouts);
});

it('of a service that the run itself made there is nothing to go back to', async () => {
  const { plan, summary } = await cancelled(chain());
  expect(summary.underWay.map(({ id }) => id)).toContain('users/service');
  expect(await rolloutsUnderWay(world.session, plan, summary)).toEqual([]);
});
