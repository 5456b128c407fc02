import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { table } from '../deploy/table';
import { createHeapMeter } from './heap';
import { follow, type Reading, type Run } from './ours';
import { AWS_LOGS_TAIL, CW, NAIVE } from './rivals';
import { followSeed } from './seeds';
import type { WorldOptions } from './world';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '10' },
  },
});
const seed = Number(values.seed);
const minutes = Number(values.minutes);
const missed: string[] = [];

/** As the awslogs driver writes: sent every five seconds, some lines up to two minutes late. */
const ORDINARY: WorldOptions = {
  seed,
  start: Date.UTC(2026, 0, 1),
  length: 10 * 60_000,
  perSecond: 50,
  streams: 8,
  grain: 1,
  flush: 5_000,
  late: 0.02,
  alike: 1,
};

void main();

async function main(): Promise<void> {
  console.log(
    `seed ${seed}, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}, Node ${process.version}`,
  );
  console.log(
    'Virtual time; CloudWatch Logs by its published quotas (test/bench/logs/service.ts). Rivals are small',
  );
  console.log(
    're-implementations of published behaviour. Behind is the time from ingestion to the reader, in seconds.',
  );
  await rivals();
  await busy();
  await longTail();
  await manySeeds();
  for (const goal of missed) console.log(`Missed: ${goal}`);
  if (missed.length > 0) process.exitCode = 1;
}

function goal(text: string, isMet: boolean): void {
  if (!isMet) missed.push(text);
}

function complete(what: string, run: Run): void {
  goal(`${what}: 0 lost, 0 twice`, run.lost === 0 && run.twice === 0);
}

const HEAD = ['', 'delivered', 'lost', 'twice', 'behind p50', 'p95', 'looks a second', 'refused'];

function row(name: string, run: Run): (string | number)[] {
  const written = run.delivered + run.lost;
  return [
    name,
    `${((100 * run.delivered) / written).toFixed(2)} %`,
    run.lost,
    run.twice,
    run.median.toFixed(2),
    run.p95.toFixed(2),
    (run.filter / run.seconds).toFixed(2),
    run.refused,
  ];
}

async function rivals(): Promise<void> {
  const quiet = await compared('as AWS answers it', {});
  await compared('with one call in ten refused, and empty pages', { throttled: 0.1, empty: 0.2 });
  const { polling, live, fiveSeconds } = quiet;
  const ratio = (behind: number, of: number) => (of / behind).toFixed(1);
  console.log(
    `\nAs AWS answers it the five-second poller is behind at p50 and p95, of the lines that it delivers at all,
${ratio(polling.median, fiveSeconds.median)} and ${ratio(polling.p95, fiveSeconds.p95)} times as far as polling, ${ratio(live.median, fiveSeconds.median)} and ${ratio(live.p95, fiveSeconds.p95)} times as far as live; goal: 4.`,
  );
  for (const [name, run] of Object.entries({ polling, live })) {
    goal(`${name}: 4 times less behind than the five-second poller`, fiveSeconds.p95 >= 4 * run.p95);
  }
}

async function compared(title: string, service: Reading['service']) {
  const run = (reading: Reading) => follow(ORDINARY, { ...reading, service });
  const polling = await run({});
  const live = await run({ live: true });
  const fiveSeconds = await run({ rival: AWS_LOGS_TAIL });
  table(
    `Ten minutes of ${ORDINARY.perSecond} lines a second, ${title}; goals: all, each once, p95 2.5 polling and 1.5 live`,
    HEAD,
    [
      row('ours, polling', polling),
      row('ours, live', live),
      row('aws logs tail-like', fiveSeconds),
      row('cw-like', await run({ rival: CW })),
      row('last time + 1', await run({ rival: NAIVE })),
    ],
  );
  complete('polling', polling);
  complete('live', live);
  goal(`polling, ${title}: p95 2.5 s`, polling.p95 <= 2.5);
  goal(`live, ${title}: p95 1.5 s`, live.p95 <= 1.5);
  return { polling, live, fiveSeconds };
}

async function busy(): Promise<void> {
  const heap = createHeapMeter();
  const rows: (string | number)[][] = [];
  const cases = [
    { perSecond: 500, length: 60_000, live: true },
    { perSecond: 2_000, length: 60_000, live: true },
    { perSecond: 10_000, length: 60_000, live: true },
    { perSecond: 10_000, length: minutes * 60_000, live: false },
  ];
  for (const { perSecond, length, live } of cases) {
    let peak = 0;
    let batches = 0;
    const measure = () => {
      batches += 1;
      if (batches % 50 === 0) peak = Math.max(peak, heap());
    };
    const started = performance.now();
    const world = { ...ORDINARY, perSecond, length, flush: 1_000, late: 0.01, streams: 40 };
    const run = await follow(world, { live, onBatch: measure });
    const mebibytes = peak / 2 ** 20;
    rows.push([
      ...row(`${perSecond} a second, ${length / 60_000} min, ${live ? 'live' : 'polling'}`, run),
      mebibytes.toFixed(0),
      `${((performance.now() - started) / 1_000).toFixed(0)} s`,
    ]);
    complete(`${perSecond} a second`, run);
    goal(`${perSecond} a second: 64 MB of heap`, mebibytes <= 64);
  }
  table(
    'Busy groups; goals: all, each once, 64 MB alive in the whole process',
    [...HEAD, 'peak MB', 'took'],
    rows,
  );
}

/** The end of a live session after three hours, at its real length. */
async function longTail(): Promise<void> {
  const hours = 3.5 * 60 * 60_000;
  const world = { ...ORDINARY, perSecond: 2, length: hours };
  const run = await follow(world, { live: true, service: { throttled: 0.1, session: 3 * 60 * 60_000 } });
  table(
    'Three and a half hours live, of which AWS ends a session after three',
    [...HEAD, 'sessions'],
    [[...row('2 a second', run), run.live]],
  );
  complete('three and a half hours live', run);
}

async function manySeeds(): Promise<void> {
  const count = Number(values.seeds);
  const sum = { lines: 0, lost: 0, twice: 0 };
  const bad: number[] = [];
  const started = performance.now();
  for (let index = 0; index < count; index += 1) {
    const run = await followSeed(seed + index);
    sum.lines += run.delivered + run.lost;
    sum.lost += run.lost;
    sum.twice += run.twice;
    if (run.lost + run.twice > 0) bad.push(seed + index);
  }
  table(
    'Seeds, half of them live: late by up to 120 s, out of order, equal times, empty pages, refusals, births, sessions that end',
    ['seeds', 'lines', 'lost', 'twice', 'bad seeds', 'took'],
    [
      [
        count,
        sum.lines,
        sum.lost,
        sum.twice,
        bad.slice(0, 10).join(' '),
        `${((performance.now() - started) / 1_000).toFixed(0)} s`,
      ],
    ],
  );
  goal(`${count} seeds: 0 lost, 0 twice`, bad.length === 0);
}
