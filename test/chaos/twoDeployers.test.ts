import { expect, it } from 'vitest';
import { extentOf } from './extent';
import { runRace } from './race';
import { seedsOf } from './seeds';

const { interleavings } = extentOf(process.env);

it('lets two people deploy at once and leaves one of everything, told the same to both', async () => {
  const seeds = seedsOf(process.env, { count: interleavings });
  const started = Date.now();
  const failed: string[] = [];
  let tried = 0;
  let calls = 0;
  while (seeds.more(tried) && failed.length < 3) {
    const seed = seeds.seedAt(tried);
    const { race, problems, calls: made } = await runRace(seed);
    tried += 1;
    calls += made;
    if (problems.length > 0) {
      const text = problems.slice(0, 10).map((problem) => `  ${problem}`);
      failed.push([`seed ${seed}, ${race.what}, ${race.offset} ms apart:`, ...text].join('\n'));
    }
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(
    `${tried} interleavings of two deployers from seed ${seeds.seedAt(0)}: ${calls} calls, in ${seconds} s\n`,
  );
  expect(failed.join('\n\n')).toBe('');
  expect(tried).toBeGreaterThan(0);
});
