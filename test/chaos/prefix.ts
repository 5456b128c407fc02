import type { RunSummary } from '../../src/live/deploy';
import type { Session } from '../../src/live/session';
import type { JsonValue } from '../../src/model/json';
import type { FaultyCall } from '../../src/sandbox/faults/faultPlan';
import { seededRandom } from '../../src/sandbox/faults/random';
import { createVirtualClock } from '../fakes/virtualClock';
import { createCrashPlan, type Crash } from './crashAt';
import { wholeDump } from './invariants';
import { deploy, destroy } from './operations';
import { inProcess, REGION, type Ending, type Machine } from './process';
import { restore, type Snapshot } from './snapshot';

/** A deploy of a document, or without one a destroy. */
export type Work = (session: Session) => Promise<RunSummary>;

export function workOf(document: JsonValue | undefined): Work {
  return document === undefined ? destroy : (session) => deploy(document, session);
}

/** A run with which nothing interferes. */
export interface WholeRun {
  readonly what: string;
  readonly document: JsonValue | undefined;
  readonly start: Snapshot;
  readonly calls: readonly FaultyCall[];
  readonly ending: Ending<RunSummary>;
  readonly end: Snapshot;
  readonly dump: string;
}

/** The quickest that anybody presses the button again, in milliseconds. */
const A_MOMENT = 1000;
/** By then all that goes on by itself has come to its end. */
const A_WHILE = 5 * 60_000;

export async function undisturbed(
  what: string,
  document: JsonValue | undefined,
  start: Snapshot,
): Promise<WholeRun> {
  const { machine, plan, snapshot } = await stand(start, 1);
  const ending = await inProcess(machine, 'only', workOf(document));
  const { calls } = plan;
  await machine.clock.pass(A_WHILE);
  const dump = wholeDump(machine.sandbox.things(REGION));
  return { what, document, start, calls, ending, end: snapshot(), dump };
}

/** The account a moment after the run has died over one of its calls, or over its last answer: then it was done. */
export async function died({ document, start }: WholeRun, crash: Crash): Promise<Machine> {
  const { machine, plan } = await stand(start, 2);
  plan.arm(crash);
  const { how } = await inProcess(machine, 'first', workOf(document));
  const wasDone = how === 'done' && crash.fault === 'crashAfterReply';
  const came = plan.calls.some(({ name }) => name === crash.call);
  if (!came || !(how === 'crashed' || wasDone)) throw new Error(`It did not die over ${crash.call}`);
  plan.arm();
  await machine.clock.pass(A_MOMENT);
  return machine;
}

/** Runs to the end and lets the account come to rest. */
export async function finished(machine: Machine, name: string, work: Work): Promise<Ending<RunSummary>> {
  const ending = await inProcess(machine, name, work);
  await machine.clock.pass(A_WHILE);
  return ending;
}

/** The same seed twice would make the same ids twice in one account. */
async function stand(start: Snapshot, seed: number) {
  const clock = createVirtualClock(start.time);
  const plan = createCrashPlan();
  const { sandbox, snapshot } = await restore(start, {
    clock,
    timeScale: 1,
    faults: plan,
    random: seededRandom(seed),
  });
  const machine: Machine = { sandbox, clock, seed };
  return { machine, plan, snapshot };
}
