import { describe, expect, it } from 'vitest';
import { chooser, fileOf, patternOf, plain } from '../../../../src/model/logText';
import { jsonLine } from '../../../../webview/logs/jsonLine';
import { markSegments } from '../../../../webview/logs/marks';

describe('a line of JSON', () => {
  it('is its level, its message and the rest', () => {
    expect(
      jsonLine(' {"time":1,"level":"warn","msg":"slow","ms":830,"q":"a b","o":{"x":[1]}}\n'),
    ).toMatchObject({
      level: 'warn',
      severity: 'warning',
      message: 'slow',
      rest: 'ms=830 q="a b" o={"x":[1]}',
    });
  });

  it('knows the levels of the usual loggers, and numbers', () => {
    const severities = ['ERROR', 'fatal', 50, 'Warning', 40, 'INFO', 30, 'trace', 'odd'].map(
      (level) => jsonLine(JSON.stringify({ level }))?.severity,
    );
    expect(severities).toEqual([
      ...['error', 'error', 'error', 'warning', 'warning', 'info', 'info', 'debug', 'none'],
    ]);
  });

  it('has neither where it says nothing of them, and is never an error', () => {
    expect(jsonLine('{"a":null,"__proto__":{"level":"x"}}')).toMatchObject({ level: '', message: '' });
    for (const text of ['{', '[1]', '{}x', 'plain {"a":1}', `{"a":"${'x'.repeat(30_000)}"}`]) {
      expect(jsonLine(text)).toBeUndefined();
    }
  });
});

describe('marks', () => {
  it('cut colours where a match begins and ends, what is searched before what is highlighted', () => {
    const segments = [{ text: 'GET /us', foreground: 1 }, { text: 'ers 200' }];
    expect(markSegments(segments, { highlight: /users/, search: /s 2/ })).toEqual([
      { text: 'GET /', foreground: 1 },
      { text: 'us', foreground: 1, mark: 'highlight' },
      { text: 'er', mark: 'highlight' },
      { text: 's 2', mark: 'search' },
      { text: '00' },
    ]);
  });

  it('change nothing where nothing matches, not even an expression that matches nothing at every place', () => {
    const segments = [{ text: 'abc' }];
    expect(markSegments(segments, { search: /x*/ })).toEqual(segments);
    expect(markSegments(segments, {})).toBe(segments);
  });
});

describe('the text of a line', () => {
  it('is without colours and what else could speak to a terminal', () => {
    expect(plain('\u001b[31mred\u001b[0m\u0007\ttab\r')).toBe('red\ttab');
  });

  it('is written to a file with its time, service and whole task', () => {
    const entry = { timestamp: 0, service: 'users', task: 'abcdef0123', message: '\u001b[1mhi' };
    expect(fileOf([entry, { ...entry, task: '' }])).toBe(
      '1970-01-01T00:00:00.000Z users abcdef0123 hi\n1970-01-01T00:00:00.000Z users hi\n',
    );
  });

  it('is tested by expressions; what is none tests nothing', () => {
    const entry = { timestamp: 0, service: 'users', task: '', message: 'hi' };
    expect([patternOf(''), patternOf('('), patternOf('a')?.toString()]).toEqual([undefined, false, '/a/i']);
    expect(chooser({ include: '(', exclude: '(' })(entry)).toBe(true);
    expect(chooser({ include: '', exclude: 'USERS' })(entry)).toBe(false);
  });
});
