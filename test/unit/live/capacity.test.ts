import { DescribeServicesCommand, DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planDeploy, runPlan } from '../../../src/live/deploy';
import { prepare } from '../../../src/live/prepare';
import type { JsonObject } from '../../../src/model/json';
import { chain, registry, withNodes } from '../../fakes/topologies';
import { openWorld, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const on = (capacityProviderStrategy: JsonObject | null) =>
  withNodes(chain(), { users: { capacityProviderStrategy, desiredCount: 4 } });

function plan(document: JsonObject) {
  const preparation = prepare(document, registry, { region: 'eu-west-1' });
  if (!preparation.ok) throw new Error(JSON.stringify(preparation.problems));
  return planDeploy(preparation.value, world.session);
}

async function deploy(document: JsonObject): Promise<void> {
  const running = runPlan(await plan(document), world.session);
  let step = await running.next();
  while (!step.done) step = await running.next();
  expect(step.value).toMatchObject({ result: 'succeeded', failures: [] });
  expect((await plan(document)).changes).toEqual([]);
}

const cluster = 'shop--cluster';

/** On what the running tasks run, sorted. */
async function providers(): Promise<(string | undefined)[]> {
  const { clients, send } = world.session.account;
  const { taskArns } = await send(clients.ecs, new ListTasksCommand({ cluster }));
  const { tasks = [] } = await send(clients.ecs, new DescribeTasksCommand({ cluster, tasks: taskArns }));
  return tasks.map(({ capacityProviderName }) => capacityProviderName).sort();
}

const [F, S] = ['FARGATE', 'FARGATE_SPOT'];

describe('the tasks of a service', { timeout: 60_000 }, () => {
  it('run where the strategy of the file has them, base first', async () => {
    await deploy(on({ FARGATE: { base: 1 }, FARGATE_SPOT: { weight: 2 } }));
    expect(await providers()).toEqual([F, F, S, S]);
  });

  it('move when the file says so, and back to Fargate alone', async () => {
    await deploy(on(null));
    expect(await providers()).toEqual([undefined, undefined, undefined, undefined]);
    const spot = on({ FARGATE_SPOT: {} });
    const [change] = (await plan(spot)).changes;
    expect(change).toMatchObject({ id: 'users/service', action: 'update' });
    await deploy(spot);
    expect(await providers()).toEqual([S, S, S, S]);
    await deploy(on(null));
    expect(await providers()).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('are replaced when AWS takes Spot back, which is no failure', async () => {
    await deploy(on({ FARGATE: { base: 1 }, FARGATE_SPOT: { weight: 2 } }));
    const { clients, send } = world.session.account;
    const read = async () =>
      (await send(clients.ecs, new DescribeServicesCommand({ cluster, services: ['users'] }))).services?.[0];
    world.interruptSpot((await read())?.serviceArn ?? '');
    expect((await providers()).filter((one) => one === F)).toHaveLength(2);
    world.time.advance(300);
    expect(await providers()).toEqual([F, F, S, S]);
    expect((await read())?.deployments).toMatchObject([{ failedTasks: 0, rolloutState: 'COMPLETED' }]);
  });
});
