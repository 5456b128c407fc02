import type { JsonValue } from '../../src/model/json';
import { seededRandom } from '../../src/sandbox/faults/random';
import { seededFaults, type FaultRates } from '../../src/sandbox/faults/seededFaults';
import { createSandbox } from '../../src/sandbox/sandbox';
import { createVirtualClock } from '../fakes/virtualClock';
import { attempted, changed, CHANGES, template } from './documents';
import { complaints, succeeded, wordsOf } from './endings';
import { freshDump } from './fresh';
import { differences, ownDump, violations } from './invariants';
import { deploy, destroy, pending } from './operations';
import { inProcess, REGION, startProcess, type Machine } from './process';

/** What one seed stands for: two people at one stack at the same time. */
export interface Race {
  readonly what: string;
  /** What stands there before; nothing without it. */
  readonly before: JsonValue | undefined;
  /** What each of them deploys; undefined destroys. */
  readonly asked: readonly [JsonValue, JsonValue | undefined];
  /** The second starts so many milliseconds after the first. */
  readonly offset: number;
  /** The longest that one way of a call takes for each, in milliseconds. */
  readonly spread: readonly [number, number];
  readonly rates: FaultRates;
}

export interface RaceOutcome {
  readonly race: Race;
  /** What is wrong at the end; empty when both ended as they should. */
  readonly problems: readonly string[];
  readonly calls: number;
}

/** After this long nobody works on what a run left (architecture.md §4, rule 12). */
const A_WHILE = 16 * 60_000;

/** The race of a seed. */
export function raceOf(seed: number): Race {
  const random = seededRandom(seed);
  const file = template(random() < 0.75 ? 'original' : 'two-services');
  const change = oneOf(CHANGES, random);
  const next = attempted(file, change) ?? file;
  const perhaps = random() < 0.5 ? file : undefined;
  const kinds: readonly Pick<Race, 'what' | 'before' | 'asked'>[] = [
    { what: 'the same from nothing', before: undefined, asked: [file, file] },
    { what: `the same after: ${change}`, before: file, asked: [next, next] },
    {
      what: 'two images',
      before: perhaps,
      asked: [changed(file, 'another image'), changed(file, 'a third image')],
    },
    { what: `a destroy beside: ${change}`, before: perhaps, asked: [next, undefined] },
  ];
  const light = 0.02 * random();
  return {
    ...oneOf(kinds, random),
    // Mostly within seconds, sometimes while the other waits for something slow.
    offset: Math.round(300_000 * random() ** 4),
    spread: [10 + 400 * random() ** 2, 10 + 400 * random() ** 2],
    rates:
      random() < 0.5
        ? {}
        : {
            calls: { throttle: light, conflict: light, serverError: light, reset: light, lostReply: light },
            slowest: 1 + random(),
          },
  };
}

/** Lets both run, and looks at what they leave and whether a further run makes it right where one had to lose. */
export async function runRace(
  seed: number,
  { say = () => undefined }: { readonly say?: (line: string) => void } = {},
): Promise<RaceOutcome> {
  const race = raceOf(seed);
  const { before, asked, offset, spread } = race;
  const clock = createVirtualClock();
  const faults = seededFaults({ seed, rates: race.rates });
  const sandbox = await createSandbox({ timeScale: 1, clock, faults, random: seededRandom(seed) });
  let calls = 0;
  const machine: Machine = {
    sandbox,
    clock,
    seed,
    onCall(line) {
      calls += 1;
      say(line);
    },
  };
  const things = () => sandbox.things(REGION);
  const problems: string[] = [];

  faults.calm();
  if (before !== undefined) {
    await inProcess(machine, 'before', (session) => deploy(before, session));
    await clock.pass(A_WHILE);
  }
  say(`--- ${race.what}, ${offset} ms apart`);
  faults.begin('race');
  const random = seededRandom(seed + 1);
  const run = (name: string, document: JsonValue | undefined, longest: number) =>
    startProcess({ ...machine, latency: () => longest * random() }, name, (session) =>
      document === undefined ? destroy(session) : deploy(document, session),
    );
  const [one, two] = await clock.drive(
    Promise.all([
      run('one', asked[0], spread[0]),
      clock.sleep(offset).then(() => run('two', asked[1], spread[1])),
    ]),
  );
  say(`--- one ${wordsOf(one)}`);
  say(`--- two ${wordsOf(two)}`);
  faults.calm();

  const [file, other] = asked;
  if (other !== undefined) {
    if (file === other) {
      problems.push(...complaints(one, 'one'), ...complaints(two, 'two'));
      if (succeeded(one) && succeeded(two)) {
        const [url, same] = [one.value.outputs.invokeUrl, two.value.outputs.invokeUrl];
        if (url === undefined || url !== same) problems.push(`they say ${url} and ${same}`);
      }
    } else if (!succeeded(one) && !succeeded(two)) {
      problems.push('neither of two images won', ...complaints(one, 'one'), ...complaints(two, 'two'));
    }
    problems.push(...violations(things(), file));
  }
  if (file !== other) {
    if (other === undefined) await clock.pass(A_WHILE);
    say('--- a further run');
    problems.push(
      ...complaints(
        await inProcess(machine, 'further', (session) => deploy(file, session)),
        'the further run',
      ),
    );
  }
  // The interfaces of a load balancer that is gone linger.
  await clock.pass(5 * 60_000);
  const left = await inProcess(machine, 'plan', (session) => pending(file, session));
  if (left.how !== 'done') problems.push(`the second plan ${wordsOf(left)}`);
  else problems.push(...left.value.map((change) => `the second plan is not empty: ${change}`));
  problems.push(...violations(things(), file));
  problems.push(...differences('than a single deploy', await freshDump(file), ownDump(things())));
  await sandbox.close();
  return { race, problems: [...new Set(problems)], calls };
}

function oneOf<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to choose from');
  return item;
}
