import { runSchedule, type Outcome } from './schedule';
import { shrink } from './shrink';

/** What a person needs of a seed that failed: what was wrong, by how little, and how to see it. */
export async function report(seed: number, { schedule, problems, happened }: Outcome): Promise<string> {
  const [first = ''] = problems;
  // Another fault might hide behind the same seed; only what fails in the same way counts.
  const same = async (only: readonly string[]) =>
    (await runSchedule(seed, { only })).problems.some((problem) => likeness(problem) === likeness(first));
  const few = await shrink(happened, same, 60);
  return [
    `seed ${seed} does not converge:`,
    ...problems.slice(0, 10).map((problem) => `  ${problem}`),
    `versions: ${schedule.versions.map(({ what }) => what).join(' → ')}`,
    `with ${few.length} of ${happened.length} faults:`,
    ...few.map((fault) => `  ${fault}`),
    `replay: npm run chaos -- --seed ${seed}${few.map((fault) => ` --fault '${fault}'`).join('')}`,
  ].join('\n');
}

/** Ids and times differ between runs that fail in the same way. */
function likeness(problem: string): string {
  return problem.replace(/[0-9a-f]{4,}|\d+/g, '…').slice(0, 80);
}
