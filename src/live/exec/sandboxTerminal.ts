import { sessionHeader, type SessionAnswer, type SessionQuestion } from '../../aws/sandboxSession';
import { createLineEditor, keysIn } from './lineEditor';

/** A terminal that somebody types into. */
export interface LiveTerminal {
  /** Keys as a terminal sends them. */
  input(data: string): void;
  /** Nobody looks any more. */
  close(): void;
  /** The exit code of what ran in it. */
  readonly ended: Promise<number>;
}

export interface SandboxTerminalOptions {
  readonly url: string;
  readonly token: string;
  /** Shows text; lines end as terminals want it. */
  write(text: string): void;
  /** Whether what is typed is shown; not where it comes out of a pipe. */
  readonly echo: boolean;
  readonly fetch?: typeof fetch;
}

/** The shell of the sandbox in a terminal: edits lines here, and lets them run there. Ctrl+C leaves what runs. */
export function createSandboxTerminal(options: SandboxTerminalOptions): LiveTerminal {
  const { url, token, write, echo } = options;
  const send = options.fetch ?? fetch;
  const editor = createLineEditor(write, echo);
  const waiting: string[] = [];
  let running: AbortController | undefined;
  let prompt = '';
  let isOver = false;
  let end: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => (end = resolve));

  function finish(code: number): void {
    isOver = true;
    running?.abort();
    end(code);
  }

  async function question(asked: SessionQuestion, signal: AbortSignal): Promise<SessionAnswer> {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [sessionHeader]: token },
      body: JSON.stringify(asked),
      signal,
    });
    if (!response.ok) return { output: await response.text(), code: 255 };
    // The sandbox is ours, and answers so.
    return (await response.json()) as SessionAnswer;
  }

  async function run(asked: SessionQuestion): Promise<void> {
    const abort = new AbortController();
    running = abort;
    try {
      const answer = await question(asked, abort.signal);
      if (!abort.signal.aborted) {
        write(shown(answer.output));
        if (answer.prompt === undefined) return finish(answer.code ?? 0);
        prompt = answer.prompt;
      }
    } catch {
      if (!abort.signal.aborted) {
        write('The sandbox does not answer any more; start it and open a new terminal.\r\n');
        return finish(255);
      }
    }
    if (isOver) return;
    running = undefined;
    editor.begin(prompt);
    drain();
  }

  /** Keys that came while something ran are for what comes after it. */
  function drain(): void {
    while (!running && !isOver) {
      const key = waiting.shift();
      if (key === undefined) return;
      const typed = editor.key(key);
      if (typed?.type === 'line') void run({ line: typed.line });
      else if (typed?.type === 'interrupt') editor.begin(prompt);
      else if (typed?.type === 'end') void run({ line: 'exit' });
    }
  }

  void run({});
  return {
    ended,
    input(data) {
      for (const key of keysIn(data)) {
        if (key === '\u0003' && running) {
          write('^C\r\n');
          waiting.length = 0;
          running.abort();
        } else waiting.push(key);
      }
      drain();
    },
    close: () => finish(0),
  };
}

/** What a container prints must not speak to the terminal. */
function shown(output: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return output.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '').replace(/\n/g, '\r\n');
}
