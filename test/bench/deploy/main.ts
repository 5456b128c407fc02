import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { latencies } from '../../../src/sandbox/latencies';
import { chanceOf, seededRandom } from '../../../src/sandbox/faults/random';
import { publishedProfile, type Profile } from '../../../src/sandbox/profile';
import { boundOf } from './bound';
import { chainOf, DEFAULT, randomChain, TUNED, type Check } from './chain';
import { lagsOf } from './lags';
import { problemOf } from './model';
import { deployOurs, preparedOf, type Deployment } from './ours';
import { CDKD_LIKE, PUBLISHED, TERRAFORM_LIKE } from './rivals';
import { simulate } from './simulate';
import { median, percentile, table } from './table';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1,10,50,200' },
    graphs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
const seed = Number(values.seed);
/** A rival's model is trusted when it is this near to what was published of it. */
const TOLERANCE = 0.1;

void main();

async function main(): Promise<void> {
  console.log(
    `seed ${seed}, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}, Node ${process.version}`,
  );
  console.log(
    'Virtual time, published latencies and budgets (src/sandbox/profile.ts). Rivals are models of schedulers.',
  );
  if (!reproduces()) {
    process.exitCode = 1;
    return;
  }
  await chains();
  await graphs();
}

/** Whether the models give what performance.md §c has of them. */
function reproduces(): boolean {
  const cases = PUBLISHED.flatMap(({ rival, byDefault, tuned }) => [
    { rival, check: DEFAULT, services: 1, published: byDefault },
    ...Object.entries(tuned).map(([services, published]) => ({
      rival,
      check: TUNED,
      services: Number(services),
      published,
    })),
  ]).map((one) => {
    const modelled = simulate(problemAt(one.services, one.check, publishedProfile), one.rival).seconds;
    return { ...one, modelled, off: modelled / one.published - 1 };
  });
  table(
    'Models against performance.md §c',
    ['model', 'services', 'checks', 'published s', 'modelled s', 'off'],
    cases.map(({ rival, services, check, published, modelled, off }) => [
      rival.name,
      services,
      words(check),
      published,
      modelled.toFixed(1),
      `${(100 * off).toFixed(1)} %`,
    ]),
  );
  const wrong = cases.filter(({ off }) => Math.abs(off) > TOLERANCE);
  for (const { rival, services } of wrong) {
    console.log(`The model is not its source: ${rival.name} at ${services}`);
  }
  return wrong.length === 0;
}

async function chains(): Promise<void> {
  const sizes = values.sizes.split(',').map(Number);
  const cases = [{ services: 1, check: DEFAULT }, ...sizes.map((services) => ({ services, check: TUNED }))];
  const rows: (string | number)[][] = [];
  const calls: (string | number)[][] = [];
  for (const { services, check } of cases) {
    const problem = problemAt(services, check, publishedProfile);
    const bound = boundOf(problem);
    const started = performance.now();
    const ours = await deployOurs(chainOf(services, check), publishedProfile, seed);
    const rivals = [TERRAFORM_LIKE, CDKD_LIKE].map((rival) => simulate(problem, rival).seconds);
    rows.push([
      services,
      words(check),
      bound.seconds.toFixed(1),
      bound.because,
      ours.apply.toFixed(1),
      (ours.apply / bound.seconds).toFixed(3),
      ...rivals.map((rival) => `${rival.toFixed(1)} = ${(rival / ours.apply).toFixed(2)}x`),
      ours.plan.toFixed(1),
      `${((performance.now() - started) / 1_000).toFixed(1)} s`,
    ]);
    calls.push([services, words(check), ...callsOf(ours, services)]);
  }
  table(
    'Chains into an empty account; goals: ratio to the bound 1.05 at most, 1.25x at 1 service tuned, 2.5x at 50',
    [
      'services',
      'checks',
      'bound s',
      'because',
      'ours s',
      'ratio',
      'Terraform-like',
      'cdkd-like',
      'plan s',
      'took',
    ],
    rows,
  );
  table(
    'Calls of ours while applying; goals: 3 waiter calls a service at 50, none throttled',
    ['services', 'checks', 'changes', 'reads', 'waiter calls a service', 'throttled'],
    calls,
  );
}

async function graphs(): Promise<void> {
  const count = Number(values.graphs);
  const runs = [];
  for (let index = 0; index < count; index += 1) {
    const document = randomChain(seededRandom(seed * 1_000 + index));
    const profile = varied(publishedProfile, seed * 1_000 + index);
    const problem = problemOf(preparedOf(document).resources, profile);
    const ours = await deployOurs(document, profile, seed);
    const bound = boundOf(problem).seconds;
    const rivals = [TERRAFORM_LIKE, CDKD_LIKE].map((rival) => simulate(problem, rival).seconds / ours.apply);
    runs.push({ ratio: ours.apply / bound, rivals, lags: lagsOf(problem, ours), throttled: ours.throttled });
  }
  const spread = (numbers: readonly number[]) =>
    [median(numbers), percentile(numbers, 0.95), Math.max(...numbers)].map((number) => number.toFixed(3));
  table(
    `${count} random topologies of up to 20 services, durations up to 15 % off what is expected`,
    ['', 'median', 'p95', 'most'],
    [
      ['ratio to the bound', ...spread(runs.map(({ ratio }) => ratio))],
      ['Terraform-like / ours', ...spread(runs.map(({ rivals: [first = 0] }) => first))],
      ['cdkd-like / ours', ...spread(runs.map(({ rivals: [, second = 0] }) => second))],
      ['readiness noticed after, s', ...spread(runs.flatMap(({ lags }) => lags))],
      ['throttled', ...spread(runs.map(({ throttled }) => throttled))],
    ],
  );
}

function problemAt(services: number, check: Check, profile: Profile) {
  return problemOf(preparedOf(chainOf(services, check)).resources, profile);
}

/** Changes, reads, those of them that waited for something, and refusals. */
function callsOf({ calls, throttled }: Deployment, services: number): (string | number)[] {
  const sum = (pattern: RegExp) =>
    Object.entries(calls).reduce((total, [name, count]) => (pattern.test(name) ? total + count : total), 0);
  const reads = sum(/\.(Describe|Get|List)/);
  const waits = sum(
    /\.(DescribeServices|DescribeLoadBalancers|DescribeTargetHealth|GetVpcLinks?|GetOperation|GetStage)$/,
  );
  return [sum(/./) - reads, reads, (waits / services).toFixed(2), throttled];
}

/** Each duration longer or shorter than published: nobody can know it beforehand. */
function varied(profile: Profile, number: number): Profile {
  const factor = (key: string) => 0.85 + 0.3 * chanceOf(number, key);
  const durations = Object.entries({ ...latencies, ...profile.durations }).map(
    ([key, { seconds, source }]) => [key, { seconds: seconds * factor(key), source }],
  );
  return { ...profile, durations: Object.fromEntries(durations) as Profile['durations'] };
}

function words({ interval, healthy }: Check): string {
  return `${healthy} x ${interval} s`;
}
