import { DescribeServicesCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ecsThing, type EcsThing } from '../../../src/live/ecsThing';
import { stopRollouts } from '../../../src/live/rollouts';
import {
  desiredCountOf,
  redeployService,
  rolloutOf,
  scaleService,
  stopTask,
} from '../../../src/live/serviceActions';
import type { Session } from '../../../src/live/session';
import { chainOf, TUNED } from '../../bench/deploy/chain';
import { deployed, REGION, type Deployed } from '../../fakes/deployed';

let world: Deployed;
let session: Session;
const service: EcsThing = {
  arn: `arn:aws:ecs:${REGION}:123456789012:service/bench--cluster/s1`,
  cluster: 'bench--cluster',
  name: 's1',
};

beforeAll(async () => {
  world = await deployed(chainOf(1, TUNED));
  session = await world.connect();
});
afterAll(() => world.close());
beforeEach(() => world.clock.pass(600_000));

const done = <T>(work: Promise<T>) => world.clock.drive(work);

async function described() {
  const { clients, send } = session.account;
  const command = new DescribeServicesCommand({ cluster: service.cluster, services: [service.arn] });
  return (await done(send(clients.ecs, command))).services?.[0];
}

async function tasks() {
  const { clients, send } = session.account;
  const command = new ListTasksCommand({ cluster: service.cluster, serviceName: service.name });
  return (await done(send(clients.ecs, command))).taskArns ?? [];
}

describe('what is done to a running service', () => {
  it('changes how many tasks it has', async () => {
    expect(await done(desiredCountOf(session, service))).toBe(1);
    await done(scaleService(session, service, 3));
    await world.clock.pass(300_000);
    expect(await described()).toMatchObject({ desiredCount: 3, runningCount: 3 });
    await done(scaleService(session, service, 1));
  });

  it('replaces all of its tasks', async () => {
    const before = await tasks();
    await done(redeployService(session, service));
    await world.clock.pass(300_000);
    const after = await tasks();
    expect([after.length, after.filter((task) => before.includes(task))]).toEqual([1, []]);
  });

  it('stops one task, for which another starts', async () => {
    const [task = ''] = await tasks();
    const thing = ecsThing(task, 'task');
    if (!thing) throw new Error(`not the ARN of a task: ${task}`);
    await done(stopTask(session, thing));
    await world.clock.pass(300_000);
    expect(await tasks()).not.toContain(task);
    expect(await described()).toMatchObject({ runningCount: 1 });
  });

  it('stops the deployment that is under way, and only that', async () => {
    expect(await done(rolloutOf(session, service))).toBeUndefined();
    await done(redeployService(session, service));
    const rollout = await done(rolloutOf(session, service));
    if (!rollout) throw new Error('no deployment is under way');
    await done(stopRollouts(session, [rollout]));
    await world.clock.pass(300_000);
    expect(await described()).toMatchObject({
      runningCount: 1,
      deployments: [{ rolloutState: 'COMPLETED' }],
    });
  });
});

it('an ARN names service or task, cluster and name', () => {
  expect(ecsThing(service.arn, 'service')).toEqual(service);
  expect(ecsThing(service.arn, 'task')).toBeUndefined();
  // As it was before 2018.
  expect(ecsThing('arn:aws:ecs:eu-west-1:123456789012:service/s1', 'service')).toBeUndefined();
});
