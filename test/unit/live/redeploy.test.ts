import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notServices, redeploy } from '../../../src/live/redeploy';
import { planDeploy } from '../../../src/live/deploy';
import type { Session } from '../../../src/live/session';
import { chainOf, TUNED } from '../../bench/deploy/chain';
import { deployed, REGION, type Deployed } from '../../fakes/deployed';

let world: Deployed;
let session: Session;
beforeAll(async () => {
  world = await deployed(chainOf(2, TUNED));
  session = await world.connect();
});
afterAll(() => world.close());

/** Ids of the tasks that run for a service. */
function tasksOf(name: string): string[] {
  const ecs = world.world.regions.get(REGION)?.ecs;
  if (!ecs) return [];
  const service = [...ecs.services.values()].find((one) => one.name === name);
  return [...ecs.tasks.values()]
    .filter(({ serviceArn, status }) => serviceArn === service?.arn && status === 'RUNNING')
    .map(({ id }) => id);
}

async function redeployed(
  nodes: string[],
  changes: Parameters<typeof redeploy>[1]['changes'] = [],
  noWait = false,
) {
  const events: string[] = [];
  const run = redeploy(nodes, { stack: world.prepared.stack, changes }, session, { noWait });
  for (;;) {
    const step = await world.clock.drive(run.next());
    if (step.done) return { events, failures: step.value };
    if (step.value.event === 'change') events.push(`${step.value.id} ${step.value.state}`);
  }
}

describe('redeploying a service', () => {
  it('replaces its tasks, waits until the new ones are well, and leaves the others', async () => {
    const [before, other] = [tasksOf('s1'), tasksOf('s2')];
    const { events, failures } = await redeployed(['s1']);
    expect([events, failures]).toEqual([['s1/service started', 's1/service done'], []]);
    expect(tasksOf('s1').some((id) => !before.includes(id))).toBe(true);
    expect(tasksOf('s2')).toEqual(other);
    expect((await world.clock.drive(planDeploy(world.prepared, session))).changes).toEqual([]);
  });

  it('does not wait where nobody is to', async () => {
    expect((await redeployed(['s1', 's2'], [], true)).events).toEqual([
      's1/service started',
      's2/service started',
    ]);
  });

  it('leaves a service that the deploy has just given new tasks', async () => {
    const change = {
      action: 'update' as const,
      type: 'AWS::ECS::Service',
      id: 's1/service',
      node: 's1',
      properties: [{ path: 'taskDefinition', before: 'a', after: 'b', replaces: false }],
    };
    expect((await redeployed(['s1'], [change])).events).toEqual([]);
    const count = { ...change, properties: [{ path: 'desiredCount', before: 1, after: 2, replaces: false }] };
    expect((await redeployed(['s1'], [count])).events).toContain('s1/service done');
  });

  it('knows what is none', () => {
    expect(notServices(world.prepared, ['s1', 'nlb1', 'nobody', 'constructor'])).toEqual([
      'nlb1',
      'nobody',
      'constructor',
    ]);
  });
});
