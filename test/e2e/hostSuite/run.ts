// What VS Code loads as `extensionTestsPath`: runs every suite beside it inside the extension host.
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { resultVariable, type SuiteResult, type SuiteTest } from '../host/suiteResult';

/** Called by VS Code; the extension host ends when it settles, with failure when it rejects. */
export async function run(): Promise<void> {
  let result: SuiteResult;
  try {
    result = { tests: await runMocha() };
  } catch (error) {
    result = { tests: [], error: describeError(error) };
  }
  report(result);
  const failed = result.tests.filter((test) => test.state === 'failed');
  if (result.error !== undefined) throw new Error(result.error);
  if (failed.length > 0) throw new Error(failed.map((test) => `${test.title}: ${test.error}`).join('\n'));
}

async function runMocha(): Promise<SuiteTest[]> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000 });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.suite.cjs')) mocha.addFile(join(__dirname, name));
  }
  const tests: SuiteTest[] = [];
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', (test) =>
        tests.push({ title: test.fullTitle(), state: 'passed', duration: test.duration ?? 0 }),
      )
      .on('pending', (test) => tests.push({ title: test.fullTitle(), state: 'skipped', duration: 0 }))
      .on('fail', (test, error) =>
        tests.push({
          title: test.fullTitle(),
          state: 'failed',
          duration: test.duration ?? 0,
          error: describeError(error),
        }),
      );
  });
  return tests;
}

function report(result: SuiteResult): void {
  const file = process.env[resultVariable];
  if (file === undefined) return;
  // Renamed into place: whoever polls for it never reads half of it.
  writeFileSync(`${file}.part`, JSON.stringify(result));
  renameSync(`${file}.part`, file);
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
