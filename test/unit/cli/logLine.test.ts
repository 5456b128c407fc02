import { describe, expect, it } from 'vitest';
import { createLinePrinter } from '../../../src/cli/logLine';

const line = {
  timestamp: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  service: 'users',
  task: 'abcdef0123456789',
  message: 'hi',
};

describe('a printed line', () => {
  it('has time, service, task and text, on one line and without what could speak to a terminal', () => {
    const print = createLinePrinter({ colours: false });
    expect(print({ ...line, message: 'one\ntwo\u001b]0;title\u0007\u001b[2J\r\n' })).toBe(
      '2026-01-02T03:04:05.006Z users abcdef01 one two',
    );
  });

  it('has no task where an API wrote it', () => {
    expect(createLinePrinter({ colours: false })({ ...line, task: '' })).toBe(
      '2026-01-02T03:04:05.006Z users hi',
    );
  });

  it('has the colour of its task in a terminal, the same each time, which ends with it', () => {
    const print = createLinePrinter({ colours: true });
    const [first, other, again] = [line, { ...line, task: 'b' }, line].map(print);
    expect(first).toBe(again);
    expect(first).toContain('\u001b[36musers abcdef01\u001b[0m');
    expect(other).toContain('\u001b[32musers b\u001b[0m');
    expect(print({ ...line, message: '\u001b[31mred' })).toMatch(/\u001b\[31mred\u001b\[0m$/); // eslint-disable-line no-control-regex -- colours are what this is about
  });

  it('marks what matches', () => {
    const print = createLinePrinter({ colours: true, highlight: /h|x*/ });
    expect(print(line)).toContain('\u001b[7mh\u001b[27mi');
  });
});
