import { describe, expect, it } from 'vitest';
import { dumpOf } from '../../src/sandbox/dump/dump';
import type { CrashError } from '../../src/sandbox/faults/faultPlan';
import { seededRandom } from '../../src/sandbox/faults/random';
import { createSandbox } from '../../src/sandbox/sandbox';
import { createVirtualClock } from '../fakes/virtualClock';
import { createCrashPlan } from './crashAt';
import { template } from './documents';
import { extentOf } from './extent';
import { violations } from './invariants';
import { deploy, destroy, pending } from './operations';
import { inProcess, REGION, type Machine } from './process';

const POINTS: readonly CrashError['fault'][] = ['crashBefore', 'crashAfterCommit', 'crashAfterReply'];
const document = template('original');

/** How many calls apart the crashes are; 1 is every call. */
const STRIDE = Number(process.env['CHAOS_STRIDE'] ?? extentOf(process.env).crashStride);
/** Which of them, and at which point of the first: by chance, so that runs differ; or as a failing run said. */
const OFFSET = Number(process.env['CHAOS_OFFSET'] ?? Math.floor(Math.random() * 3 * STRIDE));
/** The quickest that anybody presses the button again, in milliseconds. */
const A_MOMENT = 1000;
describe(`a deploy that dies at one of its calls (CHAOS_OFFSET=${OFFSET})`, async () => {
  const whole = await undisturbed();
  const crashes = Array.from({ length: whole.calls }, (_, index) => index + 1)
    .filter((call) => call % STRIDE === OFFSET % STRIDE)
    .map((call, index) => ({ call, fault: POINTS[(index + OFFSET) % POINTS.length] ?? 'crashBefore' }))
    // With its last answer it is done.
    .filter(({ call, fault }) => call < whole.calls || fault !== 'crashAfterReply');

  it.each(crashes)('is completed by the next: call $call, $fault', async (crash) => {
    const { machine, plan } = await account();
    plan.arm(crash);
    expect(await inProcess(machine, 'first', (session) => deploy(document, session))).toMatchObject({
      how: 'crashed',
    });
    await machine.clock.pass(A_MOMENT);
    plan.arm();
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

  it.each(crashes)('is taken back by destroy: call $call, $fault', async (crash) => {
    const { machine, plan } = await account();
    const before = dumpOf(machine.sandbox.things(REGION));
    plan.arm(crash);
    await inProcess(machine, 'first', (session) => deploy(document, session));
    await machine.clock.pass(A_MOMENT);
    plan.arm();
    const ended = await inProcess(machine, 'destroy', destroy);
    expect(ended).toMatchObject({ how: 'done', value: { result: 'succeeded', failures: [] } });
    await machine.clock.pass(5 * 60_000);
    expect(dumpOf(machine.sandbox.things(REGION))).toBe(before);
  });
});

async function account() {
  const plan = createCrashPlan();
  const clock = createVirtualClock();
  const sandbox = await createSandbox({ timeScale: 1, clock, faults: plan, random: seededRandom(1) });
  const machine: Machine = { sandbox, clock, seed: 1 };
  // A region begins when it is first asked for.
  await inProcess(machine, 'look', async ({ cloud }) =>
    cloud.provider('AWS::EC2::SecurityGroup').find('', []),
  );
  return { machine, plan };
}

/** The account after a deploy with which nothing interferes, and how many calls that took. */
async function undisturbed(): Promise<{ dump: string; calls: number }> {
  const { machine, plan } = await account();
  plan.arm();
  await inProcess(machine, 'only', (session) => deploy(document, session));
  const { calls } = plan;
  await machine.clock.pass(60_000);
  return { dump: dumpOf(machine.sandbox.things(REGION)), calls };
}
