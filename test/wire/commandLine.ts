import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
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

/** The command line as a process of its own. */
export interface RunningCli {
  /** Its end, however it comes; a process that is killed has no code. */
  readonly ended: Promise<Output>;
  /** As `kill -9` does. */
  kill(): void;
}

export interface CliOptions {
  readonly cwd?: string;
  /** Comes through its standard input as soon as it has printed something; without it there is none. */
  readonly typed?: string;
  /** How often it gets an interrupt before that. */
  readonly interrupts?: number;
}

export function startCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { cwd, typed, interrupts = 0 }: CliOptions = {},
): RunningCli {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  });
  // Whoever ends early reads nothing any more.
  child.stdin.on('error', () => undefined);
  if (typed === undefined) child.stdin.end();
  else {
    const type = async () => {
      for (let sent = 0; sent < interrupts; sent += 1) {
        child.kill('SIGINT');
        // Two that come at once are one to the system.
        await setTimeout(100);
      }
      child.stdin.end(typed);
    };
    child.stdout.once('data', () => void type());
  }
  let out = '';
  let notes = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (notes += chunk));
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  ).then((code) => ({
    code,
    out,
    notes,
    lines: <T>() =>
      out
        .split('\n')
        .filter((line) => line !== '')
        // The test says what it expects of each line.
        .map((line) => JSON.parse(line) as T),
  }));
  return { ended, kill: () => void child.kill('SIGKILL') };
}

/** Runs the command line to its end. */
export function runCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Output> {
  return startCli(args, env).ended;
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
