import { DeleteListenerCommand, DescribeListenersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListTasksCommand, StopTaskCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBudget } from '../../../src/aws/budget';
import { AWS_RATES, shareOf } from '../../../src/aws/rates';
import type { Session } from '../../../src/live/session';
import type { StatusReport } from '../../../src/live/status';
import { createWatcher, type Look, type Watcher, type WatchOptions } from '../../../src/live/watch';
import { chainOf, TUNED } from '../../bench/deploy/chain';
import { deployed, type Deployed } from '../../fakes/deployed';

const SECOND = 1000;
/** As the chain's only cluster is called. */
const cluster = 'bench--cluster';
let world: Deployed;
let session: Session;
let watcher: Watcher;
let calls: string[];
let refused: boolean;

beforeAll(async () => {
  world = await deployed(chainOf(12, TUNED));
});
afterAll(() => world.close());
beforeEach(async () => {
  calls = [];
  refused = false;
  // What the tests before have done is over.
  await world.clock.pass(1_800 * SECOND);
  session = await world.connect({ onCall: (name) => calls.push(name), refuses: () => refused });
  watcher = createWatcher(session, createBudget(world.clock, shareOf(AWS_RATES, 0.1)));
});

/** Looks after so many seconds; the calls that it took. */
async function look(after = 0, options: WatchOptions = {}): Promise<Look & { calls: string[] }> {
  await world.clock.pass(after * SECOND);
  calls = [];
  const seen = await world.clock.drive(watcher.look(world.prepared, options));
  return { ...seen, calls };
}

/** Something that somebody else does to the service of this name. */
async function act(service: string, change: { desiredCount?: number; forceNewDeployment?: boolean }) {
  const { clients, send } = session.account;
  await world.clock.drive(send(clients.ecs, new UpdateServiceCommand({ cluster, service, ...change })));
}

describe('a watcher', () => {
  it('finds all well, and then asks for nothing that cannot be another yet', async () => {
    const first = await look();
    expect(first.report.health).toBe('ok');
    expect(first.calls.length).toBeGreaterThan(50);
    expect((await look(2)).calls).toEqual([]);
  });

  it('asks for nothing of which it only has to know that it is there', async () => {
    const { calls: first } = await look();
    expect(first.filter((name) => /RolePolic|Attributes/.test(name))).toEqual([]);
  });

  it('tells what it knows while AWS lets it ask for the rest', async () => {
    const parts: StatusReport[] = [];
    const times: number[] = [];
    const { report } = await look(0, {
      onPart(part) {
        parts.push(part);
        times.push(world.clock.now());
      },
    });
    expect(report.health).toBe('ok');
    expect(parts.length).toBeGreaterThan(1);
    expect(times.slice(1).every((at, index) => at - (times[index] ?? 0) >= SECOND)).toBe(true);
    const [first] = parts;
    expect(first?.nodes.link).toMatchObject({ state: 'ok', summary: 'available' });
    // Nothing is guessed: what is not known is neither well nor missing.
    const unknown = first?.resources.filter(({ state }) => state !== 'ok') ?? [];
    expect(unknown.length).toBeGreaterThan(0);
    expect(new Set(unknown.map(({ cause }) => cause))).toEqual(new Set(['notAnswered']));
    expect(parts.some(({ health }) => health === 'broken')).toBe(false);
  });

  it('looks at quiet services ten a call, at a cluster in two', async () => {
    await look();
    const { calls: later, heat } = await look(15);
    expect(later).toEqual(['ecs.DescribeServices', 'ecs.DescribeServices']);
    expect(heat).toBe('quiet');
    const minute = [...(await look(15)).calls, ...(await look(15)).calls, ...(await look(15)).calls];
    expect(minute.filter((name) => /Tasks/.test(name))).toEqual(['ecs.ListTasks', 'ecs.DescribeTasks']);
  });

  it('sees a rollout with its next look, and from then on every step of it with few calls', async () => {
    await look();
    await act('s3', { forceNewDeployment: true });
    const noticed = await look(15);
    expect(noticed.heat).toBe('hot');
    expect(noticed.report.nodes.s3?.state).toBe('pending');
    const next = await look(2.5);
    expect([...next.calls].sort()).toEqual([
      'ecs.DescribeServices',
      'ecs.DescribeTasks',
      'ecs.ListTasks',
      'ecs.ListTasks',
      'elbv2.DescribeTargetHealth',
      'servicediscovery.GetInstancesHealthStatus',
      'servicediscovery.ListInstances',
    ]);
  });

  it('looks at once at what was touched, though nothing shows yet', async () => {
    await look();
    const { calls: after, heat } = await look(2.5, { touched: new Set(['s1']) });
    expect(after).toContain('ecs.DescribeServices');
    expect(heat).toBe('hot');
  });

  it('brakes at the first refusal, keeps what it knows, and is as fast as before once calls go through', async () => {
    await look();
    refused = true;
    const throttled = await look(15);
    expect(throttled.calls.length).toBeLessThanOrEqual(2);
    expect(throttled.slowness).toBe(8);
    expect(throttled.report.nodes.s1?.state).toBe('ok');
    expect(throttled.overdue?.since).toBeLessThan(world.clock.now());
    refused = false;
    const after = [await look(120), await look(60), await look(30)];
    expect(after.map(({ slowness }) => slowness)).toEqual([4, 2, 1]);
    expect(after[2]?.overdue).toBeUndefined();
  });

  it('judges what says the same once, and anew what says something else', async () => {
    const { report } = await look();
    expect((await look(15)).report).toBe(report);
    await act('s7', { desiredCount: 2 });
    const after = (await look(15)).report;
    expect(after.resources.find(({ id }) => id === 's7/service')?.summary).toBe('1/2 running');
    await act('s7', { desiredCount: 1 });
  });

  it('asks for all of it again when it is to', async () => {
    await look();
    watcher.renew();
    expect((await look()).calls).toContain('apigatewayv2.GetApis');
  });

  it('sees a task that stopped by itself', async () => {
    await look();
    const { clients, send } = session.account;
    const { taskArns = [] } = await world.clock.drive(
      send(clients.ecs, new ListTasksCommand({ cluster, serviceName: 's5' })),
    );
    await world.clock.drive(send(clients.ecs, new StopTaskCommand({ cluster, task: taskArns[0] })));
    expect((await look(15)).report.nodes.s5?.summary).toBe('0/1 running');
  });

  it('notices what is gone without looking for everything each time', async () => {
    await look();
    const { clients, send } = session.account;
    const LoadBalancerArn = world.sandbox
      .things('ap-southeast-1')
      .map(({ id }) => id)
      .find((id) => /loadbalancer\/net/.test(id) && !/listener/.test(id));
    const { Listeners = [] } = await world.clock.drive(
      send(clients.elbv2, new DescribeListenersCommand({ LoadBalancerArn })),
    );
    const listener = Listeners.find(({ Port }) => Port === 8012);
    await world.clock.drive(
      send(clients.elbv2, new DeleteListenerCommand({ ListenerArn: listener?.ListenerArn })),
    );
    await look(90);
    const { report } = await look(15);
    expect(report.edges['nlb1--s12']?.state).toBe('broken');
  });
});
