import { expect, it } from 'vitest';
import { traceText } from '../../../../src/live/requests/traceText';

const line = {
  service: 'users',
  task: '0123456789abcdef',
  timestamp: Date.UTC(2026, 0, 1),
  message: 'GET /users 200',
};

it('tells the line of the access log and those of the tasks', () => {
  expect(traceText({ access: '{"requestId":"a"}', hasAccessLog: true, lines: [line] })).toEqual([
    'Access log: {"requestId":"a"}',
    'What tasks wrote of it:',
    '2026-01-01T00:00:00.000Z 01234567 GET /users 200',
  ]);
});

it('misses a line only of an access log that is kept', () => {
  const nothing = { access: undefined, lines: [] };
  expect(traceText({ ...nothing, hasAccessLog: true })).toEqual([
    'The access log has no line of it.',
    'No task wrote of it.',
  ]);
  expect(traceText({ ...nothing, hasAccessLog: false })).toEqual(['No task wrote of it.']);
});
