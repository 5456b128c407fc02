import {
  DescribeScalingPoliciesCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { DescribeServicesCommand, ListServicesCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planDeploy, planDestroy, runPlan } from '../../../src/live/deploy';
import { prepare } from '../../../src/live/prepare';
import { readStatus } from '../../../src/live/status';
import type { JsonObject } from '../../../src/model/json';
import { chain, registry, withNodes } from '../../fakes/topologies';
import { openWorld, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const scaled = (scaling: JsonObject | null, more: JsonObject = {}) =>
  withNodes(chain(), { users: { scaling, ...more } });
const ofTasks = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;

function prepared(document: JsonObject) {
  const preparation = prepare(document, registry, { region: 'eu-west-1' });
  if (!preparation.ok) throw new Error(JSON.stringify(preparation.problems));
  return preparation.value;
}

const plan = (document: JsonObject) => planDeploy(prepared(document), world.session);

async function run(planned: Parameters<typeof runPlan>[0]): Promise<void> {
  const running = runPlan(planned, world.session);
  for (;;) {
    const step = await running.next();
    if (!step.done) continue;
    expect(step.value).toMatchObject({ result: 'succeeded', failures: [] });
    return;
  }
}

const deploy = async (document: JsonObject) => run(await plan(document));
const changes = async (document: JsonObject) =>
  (await plan(document)).changes.map(({ action, id }) => `${action} ${id}`);

async function service() {
  const { clients, send } = world.session.account;
  const { resources } = await readStatus(world.session, prepared(chain()));
  const cluster = resources.find(({ id }) => id === 'cluster/cluster')?.physicalId;
  const { serviceArns } = await send(clients.ecs, new ListServicesCommand({ cluster }));
  const { services } = await send(
    clients.ecs,
    new DescribeServicesCommand({ cluster, services: serviceArns }),
  );
  return { cluster, ...services?.[0] };
}

const targetOf = (arn = '') => arn.slice(arn.lastIndexOf(':') + 1);

describe('a service that scales', { timeout: 60_000 }, () => {
  it('comes up with its bounds and policies, is well, and is planned to nothing', async () => {
    const document = scaled({ min: 2, max: 6, cpu: 50, memory: 80 });
    await deploy(document);
    expect((await service()).desiredCount).toBe(2);
    expect(await changes(document)).toEqual([]);
    const status = await readStatus(world.session, prepared(document));
    expect([status.health, status.hops.filter(({ state }) => state !== 'ok')]).toEqual(['ok', []]);
  });

  it('keeps the tasks that scaling or somebody has given it', async () => {
    const document = scaled({ min: 2, max: 6, cpu: 50 });
    await deploy(document);
    const { clients, send } = world.session.account;
    const { cluster, serviceArn } = await service();
    await send(clients.ecs, new UpdateServiceCommand({ cluster, service: serviceArn, desiredCount: 5 }));
    expect(await changes(document)).toEqual([]);
    await deploy(scaled({ min: 2, max: 6, cpu: 50 }, { environment: { A: 'b' } }));
    expect((await service()).desiredCount).toBe(5);
  });

  it('is scaled no more when the file says so, and has as many tasks as the file says', async () => {
    await deploy(scaled({ min: 3, max: 6, cpu: 50 }));
    const plain = scaled(null, { desiredCount: 1 });
    expect((await changes(plain)).sort()).toEqual([
      'delete users/scalableTarget',
      'delete users/scalingPolicy/cpu',
      'update users/service',
    ]);
    await deploy(plain);
    expect((await service()).desiredCount).toBe(1);
    expect(await changes(plain)).toEqual([]);
  });

  it('follows the file in place', async () => {
    await deploy(scaled({ min: 1, max: 3, cpu: 50 }));
    const next = scaled({ min: 2, max: 6, cpu: 70, memory: 80 });
    expect((await changes(next)).filter((change) => /scal/.test(change)).sort()).toEqual([
      'create users/scalingPolicy/memory',
      'update users/scalableTarget',
      'update users/scalingPolicy/cpu',
    ]);
    await deploy(next);
    expect(await changes(next)).toEqual([]);
  });

  it('shows as drift what somebody has changed, and puts it back', async () => {
    const document = scaled({ min: 2, max: 6, cpu: 50 });
    await deploy(document);
    const { clients, send } = world.session.account;
    const ResourceId = targetOf((await service()).serviceArn);
    const SuspendedState = { DynamicScalingInSuspended: true };
    const command = new RegisterScalableTargetCommand({
      ...ofTasks,
      ResourceId,
      MaxCapacity: 9,
      SuspendedState,
    });
    await send(clients.applicationautoscaling, command);
    const [change] = (await plan(document)).changes;
    expect(change?.properties).toMatchObject([
      { path: 'max', before: 9, after: 6, drift: true },
      { path: 'suspended', before: true, drift: true },
    ]);
    await deploy(document);
    expect(await changes(document)).toEqual([]);
  });

  it('is not taken from whoever scales it already', async () => {
    await deploy(chain());
    const { clients, send } = world.session.account;
    const ResourceId = targetOf((await service()).serviceArn);
    const command = new RegisterScalableTargetCommand({
      ...ofTasks,
      ResourceId,
      MinCapacity: 1,
      MaxCapacity: 9,
    });
    await send(clients.applicationautoscaling, command);
    expect(await changes(chain())).toEqual([]);
    const running = runPlan(await plan(scaled({ min: 1, max: 2, cpu: 50 })), world.session);
    let step = await running.next();
    while (!step.done) step = await running.next();
    expect(step.value.failures.map(({ id }) => id)).toContain('users/scalableTarget');
    expect(JSON.stringify(step.value.failures)).toContain('Somebody else scales this service');
  });

  it('goes with its targets and policies', async () => {
    await deploy(scaled({ min: 2, max: 6, cpu: 50 }));
    await run(await planDestroy(prepared(chain()).stack, world.session, { logs: true }));
    expect(world.dump()).not.toMatch(/scal/i);
    const { clients, send } = world.session.account;
    const left = await send(
      clients.applicationautoscaling,
      new DescribeScalingPoliciesCommand({ ServiceNamespace: 'ecs' }),
    );
    expect(left.ScalingPolicies).toEqual([]);
  });
});
