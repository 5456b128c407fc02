import { median, table } from '../deploy/table';
import { MOTIONS, type Sample, type Variant } from './measure.mjs';

type SamplesOf = (variant: Variant, cards: number) => readonly Sample[];
type RatioTo = (cards: number, pick: (one: Sample) => number) => number;

/** What performance.md §a has of React Flow with memoised nodes: 5,000 cards to 100. */
const PUBLISHED = [
  { name: 'first paint', ratio: 5_087 / 379, of: ({ open }: Sample) => open },
  { name: 'work per frame while panning', ratio: 104 / 3.1, of: workOf('near pan') },
  { name: 'elements', ratio: 113 / 2.3, of: ({ elements }: Sample) => elements },
] as const;
const TOLERANCE = 0.25;
/** Two figures nearer to each other than this are the same here: repeats of one differ as much. */
const NOISE = 1.1;

/** Where the vanilla page is not the one that was measured before; then nothing that is compared with it means anything. */
export function reproduced(of: SamplesOf): readonly string[] {
  const rows = PUBLISHED.map(({ name, ratio, of: pick }) => {
    const [small, large] = [100, 5_000].map((cards) => median(of('vanilla', cards).map(pick))) as [
      number,
      number,
    ];
    return { name, ratio, found: large / small };
  }).filter(({ found }) => !Number.isNaN(found));
  table(
    'The vanilla page against performance.md §a: 5,000 cards to 100',
    ['figure', 'published', 'here', 'off'],
    rows.map(({ name, ratio, found }) => [
      name,
      ratio.toFixed(1),
      found.toFixed(1),
      `${(100 * (found / ratio - 1)).toFixed(0)} %`,
    ]),
  );
  return rows
    .filter(({ ratio, found }) => Math.abs(found / ratio - 1) > TOLERANCE)
    .map(
      ({ name, ratio, found }) =>
        `The vanilla page does not reproduce performance.md within 25 %: ${name} is ${found.toFixed(1)} times as much at 5,000 cards as at 100, not ${ratio.toFixed(1)}`,
    );
}

/** Goals of the canvas that these samples miss, each in a sentence. */
export function missedGoals(of: SamplesOf, ratioTo: RatioTo): readonly string[] {
  const missed: string[] = [];
  const atMost = (what: string, found: number, goal: number) => {
    if (found > goal) missed.push(`${what} is ${found.toFixed(3)}, wanted is ${goal.toFixed(3)} at most`);
  };
  if (of('ours', 5_000).length > 0 && of('vanilla', 5_000).length > 0) {
    atMost(
      'open at 5,000 to vanilla',
      ratioTo(5_000, ({ open }) => open),
      1 / 10,
    );
    atMost(
      'heap at 5,000 to vanilla',
      ratioTo(5_000, ({ heap }) => heap),
      1 / 4,
    );
    for (const name of ['near pan', 'far pan']) {
      atMost(`work per frame at 5,000 to vanilla, ${name}`, ratioTo(5_000, workOf(name)), 1 / 20);
    }
    for (const name of MOTIONS) {
      const late = median(of('ours', 5_000).map(({ motions }) => motions.get(name)?.late ?? 0));
      atMost(`95 % of frames at 5,000, ms, ${name}`, late, name === 'crossing' ? 25 : 20);
    }
    atMost('elements at 5,000', median(of('ours', 5_000).map(({ elements }) => elements)), 1_500);
  }
  if (of('ours', 100).length > 0) {
    atMost(
      'open at 100 to vanilla',
      ratioTo(100, ({ open }) => open),
      NOISE,
    );
    atMost(
      'heap at 100 to vanilla',
      ratioTo(100, ({ heap }) => heap),
      NOISE,
    );
    atMost(
      'elements at 100 to vanilla',
      ratioTo(100, ({ elements }) => elements),
      NOISE,
    );
    for (const name of MOTIONS) {
      atMost(`work per frame at 100 to vanilla, ${name}`, ratioTo(100, workOf(name)), NOISE);
      atMost(`95 % of frames at 100 to vanilla, ${name}`, ratioTo(100, lateOf(name)), NOISE);
    }
  }
  return missed;
}

function workOf(name: string) {
  return ({ motions }: Sample) => motions.get(name)?.work ?? Number.NaN;
}

function lateOf(name: string) {
  return ({ motions }: Sample) => motions.get(name)?.late ?? Number.NaN;
}
