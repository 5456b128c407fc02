import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SABOTAGES, sabotaged, type Sabotage } from './sabotages';

/**
 * `npm run sabotage [-- word …]`: puts each bug of the list into a copy of the sources and runs the tests that are to
 * catch it; with words only bugs whose text has one of them. Ends with 1 when one survives.
 */

const ROOT = new URL('../../', import.meta.url).pathname;
const COPIED = ['src', 'test', 'webview', 'media', 'package.json', 'tsconfig.json', 'vitest.config.mts'];
const LINKED = ['node_modules', 'dist'];
/** Side by side; each is a test runner of its own. */
const HANDS = 2;
/** Milliseconds after which tests with the bug count as tests that never end, which no run takes for green. */
const PATIENCE = 180_000;

type Verdict = 'caught' | 'never ends' | 'survived' | 'ran nothing';

const words = process.argv.slice(2);
const chosen = SABOTAGES.filter(({ bug }) => words.length === 0 || words.some((word) => bug.includes(word)));
const waiting = [...chosen];
const verdicts = new Map<Sabotage, Verdict>();

void main();

async function main(): Promise<void> {
  const started = Date.now();
  await Promise.all(Array.from({ length: HANDS }, work));
  const caught = chosen.filter((one) => ['caught', 'never ends'].includes(verdicts.get(one) ?? '')).length;
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(`${caught} of ${chosen.length} seeded bugs caught in ${seconds} s.\n`);
  process.exitCode = caught === chosen.length && caught > 0 ? 0 : 1;
}

async function work(): Promise<void> {
  const copy = await mkdtemp(join(tmpdir(), 'ecs-topology-sabotage-'));
  try {
    for (const name of COPIED) await cp(join(ROOT, name), join(copy, name), { recursive: true });
    for (const name of LINKED) await symlink(join(ROOT, name), join(copy, name));
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const verdict = await tried(one, copy);
      verdicts.set(one, verdict);
      process.stdout.write(`${verdict.padEnd(12)}${one.bug}\n`);
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function tried(one: Sabotage, copy: string): Promise<Verdict> {
  const file = join(copy, one.file);
  const text = await readFile(file, 'utf8');
  await writeFile(file, sabotaged(text, one));
  try {
    return await verdictOf(one, copy);
  } finally {
    await writeFile(file, text);
  }
}

/** A test that fails catches a bug; sources that do not load prove nothing. */
async function verdictOf({ ring, tests }: Sabotage, copy: string): Promise<Verdict> {
  const report = join(copy, 'report.json');
  await rm(report, { force: true });
  const runner = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const options = ['--project', ring, '--bail', '1', '--reporter', 'json', '--outputFile', report];
  const ended = await new Promise<boolean>((resolve, reject) => {
    const child = spawn(process.execPath, [runner, 'run', ...options, ...tests], {
      cwd: copy,
      stdio: 'ignore',
      detached: true,
    });
    // With its workers, which a loop without end keeps from listening.
    const timer = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), PATIENCE);
    child.on('error', reject).on('exit', (_code, signal) => {
      clearTimeout(timer);
      resolve(signal !== 'SIGKILL');
    });
  });
  if (!ended) return 'never ends';
  // Written by the runner's own reporter.
  const { numFailedTests, numTotalTests } = JSON.parse(await readFile(report, 'utf8')) as {
    numFailedTests: number;
    numTotalTests: number;
  };
  if (numTotalTests === 0) return 'ran nothing';
  return numFailedTests > 0 ? 'caught' : 'survived';
}
