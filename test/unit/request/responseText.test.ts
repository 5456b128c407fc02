import { describe, expect, it } from 'vitest';
import { responseSentence, responseText } from '../../../src/request/responseText';

const request = { method: 'GET', path: '/users' } as const;
const answer = { request: 'list users', ok: true, status: 200, latencyMs: 40.6, headers: {}, body: 'hello' };

describe('an answer', () => {
  it('is one line in a notification', () => {
    expect(responseSentence(request, answer)).toBe('GET /users: 200 in 41 ms.');
    const broken = { ...answer, ok: false, status: undefined, reason: 'The API is not known to DNS.' };
    expect(responseSentence(request, broken)).toBe(
      'GET /users: no answer in 41 ms. The API is not known to DNS.',
    );
  });

  it('is a page with what was sent, headers and body', () => {
    const text = responseText(request, 'https://a.example/prod', {
      ...answer,
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(text).toBe(
      [
        'GET https://a.example/prod/users',
        '200 · 41 ms · as expected',
        '',
        'content-type: application/json',
        '',
        '{',
        '  "a": 1',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('is shown as it came when it only says that it is JSON', () => {
    const text = responseText(request, 'https://a.example', {
      ...answer,
      headers: { 'content-type': 'application/json' },
      body: '{"a":',
      bodyTruncated: true,
    });
    expect(text).toContain('{"a":\n\nThe body is longer');
  });
});
