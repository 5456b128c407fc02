import { describe, expect, it } from 'vitest';
import { planDeploy, runPlan, type RunSummary } from '../../src/live/deploy';
import { planRollback } from '../../src/live/rollback';
import type { JsonValue } from '../../src/model/json';
import { seededRandom } from '../../src/sandbox/faults/random';
import { createSandbox } from '../../src/sandbox/sandbox';
import type { FaultPlan } from '../../src/sandbox/faults/faultPlan';
import { createVirtualClock } from '../fakes/virtualClock';
import { createCrashPlan } from './crashAt';
import { edited, field, prepared, set, template } from './documents';
import { ownDump } from './invariants';
import { deploy, pending } from './operations';
import { inProcess, REGION, type Machine } from './process';

/** An image that nobody can pull: tasks of it never start, and the circuit breaker trips. */
const MISSING = 'nginxdemos/hello:does-not-exist';

const first = template('two-services');
const breakages: readonly [what: string, document: JsonValue][] = [
  ['an image that does not exist', edited(first, set('user-service', ['image'], MISSING))],
  [
    'that image, another listener port and a further route',
    [
      set('user-service', ['image'], MISSING),
      field({ edge: { from: 'nlb', to: 'user-service' } }, ['listener'], 81),
      field({ edge: { from: 'link', to: 'nlb' } }, ['routes', 0], 'GET /other'),
      set('api', ['throttle'], { rate: 5, burst: 10 }),
    ].reduce(edited, first),
  ],
  [
    'that image while the other service goes',
    [
      set('user-service', ['image'], MISSING),
      { type: 'remove' as const, nodes: ['order-service'], edges: [] },
    ].reduce(edited, first),
  ],
  [
    'that image in another cluster',
    [set('user-service', ['image'], MISSING), set('cluster', ['name'], 'other-cluster')].reduce(
      edited,
      first,
    ),
  ],
  [
    'that image in another namespace',
    [set('user-service', ['image'], MISSING), set('namespace', ['name'], 'other.internal')].reduce(
      edited,
      first,
    ),
  ],
];

describe('a deploy that fails and is rolled back', () => {
  it.each(breakages)('leaves what was there before: %s', async (_what, document) => {
    const machine = await account();
    await inProcess(machine, 'first', (session) => deploy(first, session));
    await machine.clock.pass(60_000);
    const before = ownDump(machine.sandbox.things(REGION));
    const { failed, rolledBack } = await failAndRollBack(machine, document);
    expect(failed).toMatchObject({ result: 'failed' });
    expect(rolledBack).toMatchObject({ result: 'succeeded', failures: [] });
    await machine.clock.pass(20 * 60_000);
    expect(ownDump(machine.sandbox.things(REGION))).toBe(before);
    expect(await inProcess(machine, 'plan', (session) => pending(first, session))).toEqual({
      how: 'done',
      value: [],
    });
  });

  it('leaves what was there before: a VPC link that comes to nothing', async () => {
    let fails = false;
    const machine = await account({ ...createCrashPlan(), fails: (what) => fails && what === 'vpcLink' });
    await inProcess(machine, 'first', (session) => deploy(first, session));
    await machine.clock.pass(60_000);
    const before = ownDump(machine.sandbox.things(REGION));
    fails = true;
    const fewer = edited(first, field({ document: true }, ['network', 'subnetIds'], ['subnet-a']));
    const { failed, rolledBack } = await failAndRollBack(machine, fewer);
    expect(failed.failures.map(({ id }) => id)).toEqual(['link/vpcLink']);
    expect(rolledBack).toMatchObject({ result: 'succeeded', failures: [] });
    await machine.clock.pass(20 * 60_000);
    expect(ownDump(machine.sandbox.things(REGION))).toBe(before);
  });

  it('leaves nothing where there was nothing', async () => {
    const machine = await account();
    const before = ownDump(machine.sandbox.things(REGION));
    const broken = edited(first, set('user-service', ['image'], MISSING));
    const { failed, rolledBack } = await failAndRollBack(machine, broken);
    expect(failed).toMatchObject({ result: 'failed' });
    expect(rolledBack).toMatchObject({ result: 'succeeded', failures: [] });
    await machine.clock.pass(20 * 60_000);
    expect(ownDump(machine.sandbox.things(REGION))).toBe(before);
  });
});

async function account(faults?: FaultPlan): Promise<Machine> {
  const clock = createVirtualClock();
  const sandbox = await createSandbox({
    timeScale: 1,
    clock,
    ...(faults && { faults }),
    random: seededRandom(1),
  });
  return { sandbox, clock, seed: 1 };
}

async function failAndRollBack(machine: Machine, document: JsonValue) {
  const ended = await inProcess(machine, 'second', async (session) => {
    const plan = await planDeploy(prepared(document), session);
    const failed = await finish(runPlan(plan, session));
    return { failed, rolledBack: await finish(runPlan(await planRollback(plan, session), session)) };
  });
  if (ended.how !== 'done') throw ended.how === 'threw' ? ended.error : new Error(ended.at);
  return ended.value;
}

async function finish(run: AsyncGenerator<unknown, RunSummary>): Promise<RunSummary> {
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}
