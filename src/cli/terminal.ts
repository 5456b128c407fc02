import { spawn } from 'node:child_process';
import type { Program } from '../live/exec/plugin';
import type { LiveTerminal } from '../live/exec/sandboxTerminal';

/** Keys that mean whatever runs in the terminal, not us: who died of them would leave the terminal to two. */
const KEYS = ['SIGINT', 'SIGQUIT', 'SIGTSTP'] as const;

/** Gives this terminal to a program, started as it is with no shell in between, and waits for its end. */
export function runProgram({ path, args, env }: Program): Promise<number> {
  const ignore = () => undefined;
  for (const signal of KEYS) process.on(signal, ignore);
  const child = spawn(path, [...args], { stdio: 'inherit', env: { ...process.env, ...env }, shell: false });
  const stop = () => void child.kill('SIGTERM');
  process.on('SIGTERM', stop);
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code ?? 1));
  }).finally(() => {
    process.off('SIGTERM', stop);
    for (const signal of KEYS) process.off(signal, ignore);
  });
}

/** Lets whoever sits here, or a pipe, type into a terminal until that ends, or is to. */
export async function converse(
  make: (write: (text: string) => void, echo: boolean) => LiveTerminal,
  signal: AbortSignal,
): Promise<number> {
  const { stdin, stdout } = process;
  const isTerminal = stdin.isTTY;
  const terminal = make(
    (text) => stdout.write(isTerminal ? text : text.replaceAll('\r\n', '\n')),
    isTerminal,
  );
  const type = (data: string) => terminal.input(data);
  const close = () => terminal.input('\n\u0004');
  const stop = () => terminal.close();
  signal.addEventListener('abort', stop, { once: true });
  // Every key comes to us, Ctrl+C among them.
  if (isTerminal) stdin.setRawMode(true);
  stdin.setEncoding('utf8').on('data', type).on('end', close);
  try {
    const code = await terminal.ended;
    signal.throwIfAborted();
    return code;
  } finally {
    if (isTerminal) stdin.setRawMode(false);
    signal.removeEventListener('abort', stop);
    stdin.off('data', type).off('end', close).pause();
  }
}
