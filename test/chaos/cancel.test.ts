import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/engine/plan';
import type { ChangeEvent } from '../../src/engine/progress';
import { planDeploy, planDestroy, runPlan, type RunSummary } from '../../src/live/deploy';
import type { Session } from '../../src/live/session';
import { dumpOf } from '../../src/sandbox/dump/dump';
import type { FaultPlan } from '../../src/sandbox/faults/faultPlan';
import { seededRandom } from '../../src/sandbox/faults/random';
import { createSandbox } from '../../src/sandbox/sandbox';
import { createVirtualClock } from '../fakes/virtualClock';
import { createCrashPlan } from './crashAt';
import { prepared, STACK, template } from './documents';
import { violations } from './invariants';
import { deploy, destroy, pending } from './operations';
import { inProcess, REGION, type Machine } from './process';

const document = template('original');

/** How many calls apart the cancels are, and where they begin: by chance, or as a failing run said. */
const STRIDE = Number(process.env['CHAOS_STRIDE'] ?? 10);
const OFFSET = Number(process.env['CHAOS_OFFSET'] ?? Math.floor(Math.random() * STRIDE));
/** Milliseconds in which a cancelled run may still be busy with what is under way: a Cloud Map operation takes longest. */
const SOON = 2 * 60_000;

describe(`a run that is cancelled at one of its calls (CHAOS_OFFSET=${OFFSET})`, async () => {
  const whole = await undisturbed();
  const some = (calls: number) =>
    Array.from({ length: calls }, (_, index) => index + 1).filter(
      (call) => call % STRIDE === OFFSET % STRIDE,
    );

  it.each(some(whole.deployCalls))('is completed by the next deploy: call %i', async (call) => {
    const world = await openWorld();
    const { machine } = world;
    await cancelAt(call, world, (session) => planDeploy(prepared(document), session));
    expect(await inProcess(machine, 'again', (session) => deploy(document, session))).toMatchObject({
      how: 'done',
      value: { result: 'succeeded', failures: [] },
    });
    await machine.clock.pass(60_000);
    const things = machine.sandbox.things(REGION);
    expect(violations(things, document)).toEqual([]);
    expect(dumpOf(things)).toBe(whole.dump);
    expect(await inProcess(machine, 'plan', (session) => pending(document, session))).toEqual({
      how: 'done',
      value: [],
    });
  });

  it.each(some(whole.destroyCalls))('is completed by the next destroy: call %i', async (call) => {
    const world = await openWorld();
    const { machine } = world;
    const before = dumpOf(machine.sandbox.things(REGION));
    await inProcess(machine, 'first', (session) => deploy(document, session));
    await cancelAt(call, world, (session) => planDestroy(STACK, session, { logs: true }));
    expect(await inProcess(machine, 'again', destroy)).toMatchObject({
      how: 'done',
      value: { result: 'succeeded', failures: [] },
    });
    await machine.clock.pass(5 * 60_000);
    expect(dumpOf(machine.sandbox.things(REGION))).toBe(before);
  });
});

interface World {
  readonly machine: Machine;
  /** Told of every call before it is answered, from now on. */
  listen(onCall: () => void): void;
}

async function openWorld(): Promise<World> {
  let onCall = () => {};
  const faults: FaultPlan = {
    ...createCrashPlan(),
    ofCall() {
      onCall();
      return undefined;
    },
  };
  const clock = createVirtualClock();
  const sandbox = await createSandbox({ timeScale: 1, clock, faults, random: seededRandom(1) });
  const machine: Machine = { sandbox, clock, seed: 1 };
  // A region begins when it is first asked for.
  await inProcess(machine, 'look', async ({ cloud }) =>
    cloud.provider('AWS::EC2::SecurityGroup').find('', []),
  );
  return { machine, listen: (listener) => (onCall = listener) };
}

/** Cancels a run at its n-th call, and sees that nothing new starts and that it is over soon. */
async function cancelAt(
  call: number,
  { machine, listen }: World,
  planOf: (session: Session) => Promise<Plan>,
): Promise<void> {
  const ended = await inProcess(machine, 'cancelled', async (session) => {
    const plan = await planOf(session);
    const controller = new AbortController();
    let calls = 0;
    let cancelledAt = Infinity;
    let isTold = false;
    listen(() => {
      calls += 1;
      if (calls !== call) return;
      controller.abort(new Error('cancelled'));
      cancelledAt = machine.clock.now();
      // What was begun before is read by then.
      setImmediate(() => (isTold = true));
    });
    const late: ChangeEvent[] = [];
    const summary = await finish(runPlan(plan, session, { signal: controller.signal }), (event) => {
      if (isTold && event.state === 'started') late.push(event);
    });
    listen(() => undefined);
    return { plan, summary, late, took: machine.clock.now() - cancelledAt };
  });
  if (ended.how !== 'done') throw ended.how === 'threw' ? ended.error : new Error(ended.at);
  const { plan, summary, late, took } = ended.value;
  // A cancel over the very last calls of a destroy comes too late: they land, and with them all is done.
  const isAllDone = summary.done.length === plan.changes.length;
  expect(summary).toMatchObject({ result: isAllDone ? 'succeeded' : 'cancelled', failures: [] });
  expect(late).toEqual([]);
  expect(took).toBeLessThanOrEqual(SOON);
  const { done, underWay, notStarted } = summary;
  // Each change stands in one of the three.
  expect([...done, ...underWay.map(({ id }) => id), ...notStarted].sort()).toEqual(
    plan.changes.map(({ id }) => id).sort(),
  );
}

/** The account after a deploy with which nothing interferes, and how many calls that and its destroy take. */
async function undisturbed(): Promise<{ dump: string; deployCalls: number; destroyCalls: number }> {
  const { machine, listen } = await openWorld();
  let calls = 0;
  const counted = async (plan: (session: Session) => Promise<Plan>) => {
    await inProcess(machine, 'only', async (session) => {
      const made = await plan(session);
      calls = 0;
      listen(() => (calls += 1));
      await finish(runPlan(made, session));
      listen(() => undefined);
    });
    return calls;
  };
  const deployCalls = await counted((session) => planDeploy(prepared(document), session));
  await machine.clock.pass(60_000);
  const dump = dumpOf(machine.sandbox.things(REGION));
  const destroyCalls = await counted((session) => planDestroy(STACK, session, { logs: true }));
  return { dump, deployCalls, destroyCalls };
}

async function finish<Event>(
  run: AsyncGenerator<Event, RunSummary>,
  onEvent: (event: Event) => void = () => undefined,
): Promise<RunSummary> {
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
    onEvent(step.value);
  }
}
