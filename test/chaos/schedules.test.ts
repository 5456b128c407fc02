import { expect, it } from 'vitest';
import { extentOf } from './extent';
import { report } from './report';
import { runSchedule } from './schedule';
import { seedsOf } from './seeds';

it('converges from any schedule of changes, faults and crashes, and destroy leaves nothing', async () => {
  const seeds = seedsOf(process.env, extentOf(process.env).schedules);
  const started = Date.now();
  const failed: string[] = [];
  let tried = 0;
  let faults = 0;
  let crashes = 0;
  let calls = 0;
  while (seeds.more(tried) && failed.length < 3) {
    const seed = seeds.seedAt(tried);
    const outcome = await runSchedule(seed);
    tried += 1;
    faults += outcome.happened.length;
    crashes += outcome.happened.filter((fault) => fault.includes(' crash')).length;
    calls += outcome.calls;
    if (outcome.problems.length > 0) failed.push(await report(seed, outcome));
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(
    `${tried} schedules from seed ${seeds.seedAt(0)}: ${calls} calls, ${faults} faults, ${crashes} of them crashes, in ${seconds} s\n`,
  );
  expect(failed.join('\n\n')).toBe('');
  expect(tried).toBeGreaterThan(0);
});

it('goes the same way call by call whenever a seed is played again', async () => {
  const seed = 20_046;
  const play = async () => {
    const lines: string[] = [];
    await runSchedule(seed, { say: (line) => lines.push(line) });
    return lines;
  };
  const [once, again] = [await play(), await play()];
  expect(once.length).toBeGreaterThan(100);
  expect(again).toEqual(once);
});
