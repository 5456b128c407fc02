import { parseArgs } from 'node:util';
import { runSchedule, scheduleOf } from './schedule';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    fault: { type: 'string', multiple: true },
    quiet: { type: 'boolean', default: false },
  },
});

const seed = Number(values.seed);
if (values.seed === undefined || !Number.isInteger(seed)) {
  process.stderr.write(
    "Usage: npm run chaos -- --seed N [--fault '1.1 ECS.CreateService#1 lostReply']… [--quiet]\n",
  );
  process.exitCode = 2;
} else {
  void replay(seed);
}

/** Shows a schedule call by call; with faults named, only those happen. */
async function replay(number: number): Promise<void> {
  const { versions, tries, destroyTries } = scheduleOf(number);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  versions.forEach(({ what }, index) => say(`version ${index + 1}: ${what}, ${tries[index] ?? 1} tries`));
  say(`destroy: ${destroyTries} tries before the good one`);
  const { problems, happened } = await runSchedule(number, {
    ...(values.fault && { only: values.fault }),
    // A quiet replay tells of what went wrong, not of every call.
    say: (line) => {
      if (!values.quiet || line.startsWith('---')) say(line);
    },
  });
  say(`${happened.length} faults:`);
  happened.forEach((fault) => say(`  ${fault}`));
  say(problems.length === 0 ? 'converged' : 'did not converge:');
  problems.forEach((problem) => say(`  ${problem}`));
  process.exitCode = problems.length === 0 ? 0 : 1;
}
