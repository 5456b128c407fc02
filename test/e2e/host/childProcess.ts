import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A long-running process that cannot outlive the one that started it. */
export interface GuardedProcess {
  /** Everything it has printed so far, both streams, newest last; the beginning is dropped past a megabyte. */
  output(): string;
  /** Resolves with the exit code when it and all that it started have ended. */
  readonly exited: Promise<number>;
  /**
   * The first match of `pattern` in the output.
   * Rejects with what was printed when the process ends or `timeoutMs` passes before.
   */
  waitForOutput(pattern: RegExp, timeoutMs: number): Promise<RegExpMatchArray>;
  /** Ends it and all that it started, and removes `removeAtEnd`. May be called twice. */
  close(): Promise<void>;
}

/** How a process is started, beside its command line. */
export interface StartOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Folders that are removed when the process has ended, however that happens. */
  readonly removeAtEnd?: readonly string[];
}

const outputLimit = 1_000_000;

/** Starts a process behind `guard.mjs`: in a group of its own that ends with us, even when we are killed. */
export function startGuarded(
  command: string,
  args: readonly string[],
  options: StartOptions = {},
): GuardedProcess {
  const guard = fileURLToPath(new URL('guard.mjs', import.meta.url));
  const child = spawn(
    process.execPath,
    [guard, JSON.stringify(options.removeAtEnd ?? []), command, ...args],
    {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: process.platform !== 'win32',
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    },
  );
  let printed = '';
  const listeners = new Set<() => void>();
  const onData = (chunk: string) => {
    printed = (printed + chunk).slice(-outputLimit);
    for (const listener of [...listeners]) listener();
  };
  child.stdout.setEncoding('utf8').on('data', onData);
  child.stderr.setEncoding('utf8').on('data', onData);
  // The pipe breaks where the guard has ended before we close it.
  child.stdin.on('error', () => undefined);

  let ended = false;
  const exited = once(child, 'close').then(([code]) => {
    ended = true;
    for (const listener of [...listeners]) listener();
    return typeof code === 'number' ? code : 143;
  });

  return {
    output: () => printed,
    exited,
    waitForOutput: (pattern, timeoutMs) =>
      new Promise((resolve, reject) => {
        const stop = (finish: () => void) => {
          clearTimeout(timer);
          listeners.delete(check);
          finish();
        };
        const fail = (what: string) =>
          stop(() =>
            reject(new Error(`${what} before it printed ${String(pattern)}: ${printed.slice(-4000)}`)),
          );
        const timer = setTimeout(() => fail(`${command} took longer than ${timeoutMs} ms`), timeoutMs);
        const check = () => {
          const match = printed.match(pattern);
          if (match) stop(() => resolve(match));
          else if (ended) fail(`${command} ended`);
        };
        listeners.add(check);
        check();
      }),
    close: async () => {
      child.stdin.end();
      await exited;
    },
  };
}

/** What a command that ran to its end left behind. */
export interface RunResult {
  readonly code: number;
  /** Both streams in the order in which they arrived. */
  readonly output: string;
}

/** Runs a command to its end. Rejects only when it cannot be started or `signal` aborts it. */
export async function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; signal?: AbortSignal } = {},
): Promise<RunResult> {
  const child = spawn(command, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    // npm is a .cmd file on Windows, which only a shell can start.
    shell: process.platform === 'win32' && !command.endsWith('.exe'),
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const [code] = (await once(child, 'close')) as [number | null]; // Typed by Node's events only as a list.
  return { code: typeof code === 'number' ? code : 143, output };
}

/** Runs a command and rejects with its last lines when it does not exit with 0; `purpose` opens that sentence. */
export async function runOrThrow(purpose: string, ...call: Parameters<typeof run>): Promise<string> {
  const { code, output } = await run(...call);
  if (code !== 0)
    throw new Error(`${purpose} (exit code ${code}): ${output.trim().split('\n').slice(-15).join('\n')}`);
  return output;
}
