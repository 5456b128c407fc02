import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { ensureChromium, launchOptions } from './chromium';
import type { VscodeHost } from './install';
import { startServer, withoutNativeModules, type HostServer } from './server';
import type { Settings } from './settings';
import { resultVariable, type SuiteResult } from './suiteResult';
import { makeWorkspace } from './workspace';

const suites = fileURLToPath(new URL('../hostSuite', import.meta.url));
/** Inside the project, so that the suites' `require('mocha')` finds the project's own. */
const built = fileURLToPath(new URL('../../../.cache/host-suite', import.meta.url));

/** A suite as VS Code loads it; disposing removes it. */
export interface BuiltSuite extends AsyncDisposable {
  /** What VS Code takes as `extensionTestsPath`. */
  readonly path: string;
}

/**
 * Builds `run.ts` and every `*.suite.ts` of `folder` to CommonJS, for the server here and desktop VS Code alike.
 */
export async function buildSuite(folder = suites): Promise<BuiltSuite> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.suite.ts'));
  await mkdir(built, { recursive: true });
  const outdir = await mkdtemp(join(built, 'run-'));
  await build({
    entryPoints: [
      { in: join(suites, 'run.ts'), out: 'run' },
      ...names.map((name) => ({ in: join(folder, name), out: name.replace(/\.ts$/, '') })),
    ],
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'silent',
  });
  return {
    path: join(outdir, 'run.cjs'),
    [Symbol.asyncDispose]: () => rm(outdir, { recursive: true, force: true }),
  };
}

/** What a suite runs in. */
export interface SuiteOptions {
  readonly host: VscodeHost;
  /** The packaged extension under test. */
  readonly vsix: string;
  readonly workspace: string;
  readonly suites?: string;
  readonly settings?: Settings;
  readonly env?: NodeJS.ProcessEnv;
  /** Unless told, two minutes. */
  readonly timeoutMs?: number;
}

/** Runs the suites inside the extension host of a server of its own. Rejects when none of them came to a result. */
export async function runSuite(options: SuiteOptions): Promise<SuiteResult> {
  await using suite = await buildSuite(options.suites);
  await using results = await makeWorkspace({});
  const resultFile = join(results.folder, 'result.json');
  const env = { ...options.env, [resultVariable]: resultFile };
  await using server = await startServer({ ...options, env, testDriver: true });
  await using browser = await chromium.launch(launchOptions(await ensureChromium(() => undefined)));

  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(server.url(testPayload(server, suite.path)));
  const deadline = Date.now() + (options.timeoutMs ?? 120_000);
  while (!existsSync(resultFile)) {
    if (Date.now() > deadline) {
      const said = withoutNativeModules(errors.join('\n'));
      throw new Error(`The suite wrote no result: ${said}\n${server.log()}`);
    }
    await page.waitForTimeout(100);
  }
  return JSON.parse(await results.read('result.json')) as SuiteResult; // Written by our own run.ts.
}

function testPayload(server: HostServer, suitePath: string): [string, string][] {
  if (server.extension === undefined) throw new Error('A suite needs an installed extension');
  return [
    // VS Code runs tests only with an extension under development: the installed one, so it is still the VSIX that is tested.
    ['extensionDevelopmentPath', server.remoteUri(server.extension)],
    ['extensionTestsPath', server.remoteUri(suitePath)],
  ];
}
