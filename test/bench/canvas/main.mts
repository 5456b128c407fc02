import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { median, table } from '../deploy/table';
import { startBench } from './browser.mjs';
import { layouts } from './layouts.mjs';
import { MOTIONS, sample, type Sample, type Variant } from './measure.mjs';
import { missedGoals, reproduced } from './goals.mjs';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100,1000,5000' },
    /** Only ours: the vanilla page is no page any more. */
    largest: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const sizes = values.sizes.split(',').map(Number);

await main();

async function main(): Promise<void> {
  console.log(
    `${rounds} rounds, ${cpus().length} CPUs, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}, Node ${process.version}, headless Chromium with software rendering`,
  );
  const missed: string[] = [];
  if (values.only !== 'layout') missed.push(...(await canvas()));
  if (values.only !== 'canvas') missed.push(...(await layouts()));
  for (const goal of missed) console.log(`Missed: ${goal}`);
  if (missed.length > 0) process.exitCode = 1;
}

/** Ours beside the vanilla page; every round opens all of them one after the other in one browser. */
async function canvas(): Promise<readonly string[]> {
  const pages = [
    ...sizes.flatMap((cards) => (['vanilla', 'ours'] as const).map((variant) => ({ variant, cards }))),
    { variant: 'ours', cards: Number(values.largest) } as const,
  ];
  const samples = new Map<string, Sample[]>();
  const bench = await startBench();
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const { variant, cards } of pages) {
        const key = `${variant} ${cards}`;
        samples.set(key, [...(samples.get(key) ?? []), await sample(bench, variant, cards)]);
        console.log(`round ${round + 1}: ${key}, load ${loadavg()[0]?.toFixed(1)}`);
      }
    }
  } finally {
    await bench.close();
  }
  const of = (variant: Variant, cards: number) => samples.get(`${variant} ${cards}`) ?? [];
  const ratioTo = (cards: number, pick: (one: Sample) => number) => {
    const [ours, vanilla] = [of('ours', cards), of('vanilla', cards)];
    return median(ours.flatMap((one, round) => pick(one) / pick(vanilla[round] ?? one)));
  };

  table(
    'Opening, memory and elements: medians',
    ['page', 'cards', 'open ms', 'heap MB', 'elements'],
    pages.map(({ variant, cards }) => {
      const own = of(variant, cards);
      return [
        variant,
        cards,
        median(own.map(({ open }) => open)).toFixed(0),
        median(own.map(({ heap }) => heap)).toFixed(1),
        median(own.map(({ elements }) => elements)),
      ];
    }),
  );
  table(
    'Main-thread work per frame, ms / frames that 95 % keep, ms: medians',
    ['page', 'cards', ...MOTIONS],
    pages.map(({ variant, cards }) => [
      variant,
      cards,
      ...MOTIONS.map((name) => {
        const own = of(variant, cards).flatMap(({ motions }) => motions.get(name) ?? []);
        return `${median(own.map(({ work }) => work)).toFixed(1)} / ${median(own.map(({ late }) => late)).toFixed(1)}`;
      }),
    ]),
  );
  table(
    'Ours to the vanilla page of as many cards: medians of ratios',
    ['cards', 'open', 'heap', 'elements', ...MOTIONS.map((name) => `work ${name}`)],
    sizes.map((cards) => [
      cards,
      ratioTo(cards, ({ open }) => open).toFixed(2),
      ratioTo(cards, ({ heap }) => heap).toFixed(2),
      ratioTo(cards, ({ elements }) => elements).toFixed(2),
      ...MOTIONS.map((name) =>
        ratioTo(cards, ({ motions }) => motions.get(name)?.work ?? Number.NaN).toFixed(2),
      ),
    ]),
  );
  const wrong = reproduced(of);
  if (wrong.length > 0) return wrong;
  return missedGoals(of, ratioTo);
}
