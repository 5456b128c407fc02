import type { JsonValue } from '../../src/model/json';
import { dumpOf } from '../../src/sandbox/dump/dump';
import { chanceOf, seededRandom } from '../../src/sandbox/faults/random';
import { seededFaults, type FaultName, type FaultRates } from '../../src/sandbox/faults/seededFaults';
import { createSandbox } from '../../src/sandbox/sandbox';
import { createVirtualClock } from '../fakes/virtualClock';
import { randomVersions, type Version } from './documents';
import { settleForeigners } from './foreign';
import { freshDump } from './fresh';
import { differences, foreignDump, ownDump, violations } from './invariants';
import { latencyOf } from './latency';
import { deploy, destroy, pending } from './operations';
import { complaints, succeeded, wordsOf } from './endings';
import { inProcess, REGION } from './process';

/** What one seed stands for: what people do to a topology, and what goes wrong meanwhile. */
export interface Schedule {
  readonly versions: readonly Version[];
  /** How often each version is tried before the next; each try may fail or die. */
  readonly tries: readonly number[];
  /** How often destroy is tried before it is left in peace. */
  readonly destroyTries: number;
  /** The longest that one way of a call takes, in milliseconds; none in half of the schedules. */
  readonly longestWay: number;
  readonly rates: FaultRates;
}

export interface Outcome {
  readonly schedule: Schedule;
  /** What is wrong at the end; empty when all converged. */
  readonly problems: readonly string[];
  readonly happened: readonly FaultName[];
  /** Calls made. */
  readonly calls: number;
}

export interface RunOptions {
  /** Leaves out every other fault. */
  readonly only?: readonly FaultName[];
  /** Told what happens, line by line. */
  readonly say?: (line: string) => void;
}

/** Two runs that meet are one of them old after this long (architecture.md §4, rule 12). */
const A_WHILE = 16 * 60_000;

/** The schedule of a seed. */
export function scheduleOf(seed: number): Schedule {
  const random = seededRandom(seed);
  const versions = randomVersions(random, 3);
  const tries = versions.map(() => 1 + Math.floor(random() * 3));
  const destroyTries = Math.floor(random() * 3);
  // Some schedules are calm, some are wild; few are both at once.
  const wild = 0.25 * random() ** 2;
  const some = () => wild * random();
  return {
    versions,
    tries,
    destroyTries,
    longestWay: chanceOf(seed, 'latency') < 0.5 ? 0 : 1000 * chanceOf(seed, 'longest way'),
    rates: {
      calls: {
        throttle: some(),
        conflict: some(),
        serverError: some(),
        serverErrorAfter: some(),
        reset: some(),
        lostReply: some(),
        hang: some() / 4,
        hangAfter: some() / 4,
        crashBefore: 0.004 * random(),
        crashAfterCommit: 0.02 * random(),
        crashAfterReply: 0.004 * random(),
        // Half of the schedules see all there is: of those more can be asked.
        staleRead: random() < 0.5 ? 0 : some(),
      },

      failures: { vpcLink: some() * 3, loadBalancer: some() * 3, namespace: some() * 3, task: some() * 2 },
      slowest: 1 + 2 * random(),
      rolePropagation: 8,
    },
  };
}

/** Runs a schedule to its end: versions under faults, one good deploy, destroy under faults, one good destroy. */
export async function runSchedule(
  seed: number,
  { only, say = () => undefined }: RunOptions = {},
): Promise<Outcome> {
  const schedule = scheduleOf(seed);
  const clock = createVirtualClock();
  const faults = seededFaults({ seed, rates: schedule.rates, ...(only && { only }) });
  const sandbox = await createSandbox({ timeScale: 1, clock, faults, random: seededRandom(seed) });
  let calls = 0;
  const machine = {
    sandbox,
    clock,
    seed,
    ...(schedule.longestWay > 0 && { latency: latencyOf(seed, schedule.longestWay) }),
    onCall(line: string) {
      calls += 1;
      say(line);
    },
  };
  const things = () => sandbox.things(REGION);
  const outcome = (problems: readonly string[]): Outcome => ({
    schedule,
    problems,
    happened: faults.happened,
    calls,
  });

  faults.calm();
  await inProcess(machine, 'others', settleForeigners);
  await clock.pass(A_WHILE);
  const before = dumpOf(things());
  const foreign = foreignDump(things());

  let document: JsonValue = null;
  for (const [index, version] of schedule.versions.entries()) {
    document = version.document;
    for (let attempt = 1; attempt <= (schedule.tries[index] ?? 1); attempt += 1) {
      const name = `${index + 1}.${attempt}`;
      say(`--- ${name} deploy, ${version.what}`);
      faults.begin(name);
      const ended = await inProcess(machine, name, (session) => deploy(version.document, session));
      say(`--- ${name} ${wordsOf(ended)}`);
      // Who sees late may make a second one; whoever sees all, names none that it leaves and says that it succeeded has
      // made one of each.
      const saw = !faults.happened.some(
        (fault) => fault.startsWith(`${name} `) && fault.endsWith('staleRead'),
      );
      if (saw && succeeded(ended) && ended.value.left.length === 0) {
        const wrong = violations(things(), version.document);
        if (wrong.length > 0) return outcome(wrong.map((problem) => `after ${name}, ${problem}`));
      }
      await clock.pass(seconds(`${name} pause`));
    }
  }

  say('--- the good deploy');
  faults.calm();
  await clock.pass(A_WHILE);
  const problems = complaints(
    await inProcess(machine, 'good', (session) => deploy(document, session)),
    'the good run',
  );
  await clock.pass(60_000);
  const left = await inProcess(machine, 'plan', (session) => pending(document, session));
  if (left.how !== 'done') problems.push(`the second plan ${wordsOf(left)}`);
  else problems.push(...left.value.map((change) => `the second plan is not empty: ${change}`));
  problems.push(...violations(things(), document));
  const fresh = await freshDump(document);
  problems.push(...differences('than a fresh deploy', fresh, ownDump(things())));
  if (foreignDump(things()) !== foreign) problems.push("somebody else's things were changed");
  if (problems.length > 0) return outcome(problems);

  for (let attempt = 1; attempt <= schedule.destroyTries; attempt += 1) {
    const name = `destroy.${attempt}`;
    say(`--- ${name}`);
    faults.begin(name);
    say(`--- ${name} ${wordsOf(await inProcess(machine, name, destroy))}`);
    await clock.pass(seconds(`${name} pause`));
  }
  say('--- the good destroy');
  faults.calm();
  await clock.pass(A_WHILE);
  problems.push(...complaints(await inProcess(machine, 'good destroy', destroy), 'the good destroy'));
  await clock.pass(5 * 60_000);
  problems.push(...differences('after destroy', before, dumpOf(things())));
  await sandbox.close();
  return outcome(problems);

  /** Up to a minute, mostly less: who presses the button again does so soon. */
  function seconds(key: string): number {
    return 60_000 * chanceOf(seed, key) ** 2;
  }
}
