import { expect, it } from 'vitest';
import type { SessionAnswer, SessionQuestion } from '../../../../src/aws/sandboxSession';
import { createSandboxTerminal } from '../../../../src/live/exec/sandboxTerminal';

const UP = '\u001b[A';
const LEFT = '\u001b[D';

type Answer = (asked: SessionQuestion) => SessionAnswer | 'never' | 'gone';

/** A terminal whose shell answers by a function; `hang` is answered by nobody. */
function open(
  answer: Answer = ({ line }) => ({ output: line === undefined ? '' : `<${line}>\n`, prompt: '$ ' }),
) {
  const lines: (string | undefined)[] = [];
  let screen = '';
  let isLeft = false;
  const terminal = createSandboxTerminal({
    url: 'http://127.0.0.1:1/session/x',
    token: 'secret-token',
    echo: true,
    write: (text) => (screen += text),
    fetch: (_url, init) => {
      const asked = JSON.parse(init?.body as string) as SessionQuestion;
      lines.push(asked.line);
      const said = answer(asked);
      if (said === 'gone') return Promise.reject(new Error('ECONNREFUSED'));
      if (said !== 'never') return Promise.resolve(Response.json(said));
      return new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
          isLeft = true;
          reject(new Error('aborted'));
        });
      });
    },
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    terminal,
    lines,
    settled,
    get screen() {
      return screen;
    },
    get isLeft() {
      return isLeft;
    },
    async type(...keys: string[]) {
      await settled();
      for (const key of keys) terminal.input(key);
      for (let turn = 0; turn < 5; turn++) await settled();
    },
  };
}

it('edits a line with the keys of a shell before it runs', async () => {
  const it = open();
  await it.type('echp\u007fo', ' x', LEFT, 'é', '\r');
  await it.type('abc def', '\u0017', 'g', '\u0001', '!', '\u0005', '?', '\r');
  await it.type('gone', '\u0015', 'kept', '\u0001', '\u000b', 'z', '\r');
  expect(it.lines).toEqual([undefined, 'echo éx', '!abc g?', 'z']);
  expect(it.screen).toContain('<echo éx>\r\n');
});

it('remembers lines, and goes back to the one that was being typed', async () => {
  const it = open();
  await it.type('one\r');
  await it.type('two\r');
  await it.type('three', UP, UP, UP, '!', '\r');
  await it.type('four', UP, '\u001b[B', '\r');
  expect(it.lines.slice(1)).toEqual(['one', 'two', 'one!', 'four']);
});

it('Ctrl+C drops the line that is typed, and leaves what runs', async () => {
  const it = open(({ line }) => (line === 'hang' ? 'never' : { output: `<${line}>\n`, prompt: '$ ' }));
  await it.type('half a line', '\u0003', 'whole\r');
  await it.type('hang\r', 'typed ahead\r');
  expect(it.lines).toEqual([undefined, 'whole', 'hang']);
  await it.type('\u0003');
  expect(it.isLeft).toBe(true);
  await it.type('after\r');
  expect(it.lines.slice(3)).toEqual(['after']);
  expect(it.screen).toContain('^C\r\n');
});

it('runs what was typed or pasted ahead one line after the other', async () => {
  const it = open();
  await it.type('one\ntwo\r\nthree\r');
  expect(it.lines).toEqual([undefined, 'one', 'two', 'three']);
});

it('ends with Ctrl+D on an empty line, with the code of the shell', async () => {
  const it = open(({ line }) => (line === 'exit' ? { output: '', code: 3 } : { output: '', prompt: '$ ' }));
  await it.type('x\u0004', '\u007f', '\u0004');
  expect(it.lines).toEqual([undefined, 'exit']);
  expect(await it.terminal.ended).toBe(3);
});

it('says so when the sandbox has gone, and ends', async () => {
  const it = open(({ line }) => (line === undefined ? { output: '', prompt: '$ ' } : 'gone'));
  await it.type('env\r');
  expect(await it.terminal.ended).toBe(255);
  expect(it.screen).toContain('The sandbox does not answer any more');
  expect(it.screen).not.toContain('secret-token');
});

it('lets nothing that a container prints speak to the terminal', async () => {
  const it = open(() => ({ output: 'a\u001b]0;title\u0007b\u001b[2Jc\n', prompt: '' }));
  await it.type();
  expect(it.screen).toContain('a]0;titleb[2Jc\r\n');
});
