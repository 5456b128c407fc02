import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The packaged command line. */
const CLI = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));

export interface Output {
  readonly code: number | null;
  readonly out: string;
  readonly notes: string;
  /** Standard output, a JSON value a line. */
  lines<T>(): T[];
}

/** Runs the command line to its end, as a process of its own. */
export async function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Output> {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let notes = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (notes += chunk));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  );
  return {
    code,
    out,
    notes,
    lines: <T>() =>
      out
        .split('\n')
        .filter((line) => line !== '')
        // The test says what it expects of each line.
        .map((line) => JSON.parse(line) as T),
  };
}

export interface RunningSandbox extends AsyncDisposable {
  readonly url: string;
  readonly key: string;
  /** Options and environment by which another process reaches it. */
  readonly options: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Starts `ecs-topology sandbox` and waits for its first line. */
export async function startSandbox(args: readonly string[] = []): Promise<RunningSandbox> {
  const child = spawn(process.execPath, [CLI, 'sandbox', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const first = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child
      .once('error', reject)
      .once('exit', () => reject(new Error('The sandbox ended before it listened.')));
  });
  const { url, key } = JSON.parse(first) as { url: string; key: string };
  return {
    url,
    key,
    options: [`--sandbox=${url}`],
    env: { ECS_TOPOLOGY_SANDBOX_KEY: key },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
