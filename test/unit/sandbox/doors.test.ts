import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccount, type Account } from './account';

let aws: Account;
let door: { url: string; key: string };
let port: string;
beforeEach(async () => {
  aws = await createAccount();
  door = await aws.sandbox.listen();
  port = new URL(door.url).port;
});
afterEach(() => aws.sandbox.close());

interface Knock {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** fetch will not lie about Host or Origin, so this is the bare client. */
function knock({
  path,
  method = 'POST',
  headers = {},
  body = '',
}: Knock): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const call = JSON.stringify({
  client: 'STSClient',
  command: 'GetCallerIdentityCommand',
  input: {},
  region: 'us-east-1',
});
const json = { 'content-type': 'application/json' };
const keyed = () => ({ ...json, 'x-ecs-topology-sandbox-key': door.key });

describe('the control plane', () => {
  test('answers a program that has the key', async () => {
    const answer = await knock({ path: '/control', headers: keyed(), body: call });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('123456789012');
  });

  test.each<[string, () => Knock, number]>([
    ['without the key', () => ({ path: '/control', headers: json }), 403],
    [
      'with another key',
      () => ({ path: '/control', headers: { ...keyed(), 'x-ecs-topology-sandbox-key': 'x' } }),
      403,
    ],
    [
      'from a web page, even with the key',
      () => ({ path: '/control', headers: { ...keyed(), origin: 'https://example.com' } }),
      403,
    ],
    [
      'from a web page of this very server',
      () => ({ path: '/control', headers: { ...keyed(), origin: door.url } }),
      403,
    ],
    [
      'from a page without an origin',
      () => ({ path: '/control', headers: { ...keyed(), origin: 'null' } }),
      403,
    ],
    ['by GET', () => ({ path: '/control', method: 'GET', headers: keyed() }), 405],
    ['as a form', () => ({ path: '/control', headers: { ...keyed(), 'content-type': 'text/plain' } }), 415],
    [
      'as something else than a call',
      () => ({ path: '/control', headers: keyed(), body: '{"client":1}' }),
      400,
    ],
    ['as broken JSON', () => ({ path: '/control', headers: keyed(), body: '{' }), 400],
    [
      'longer than any call is',
      () => ({ path: '/control', headers: keyed(), body: `"${'x'.repeat(1024 * 1024)}"` }),
      413,
    ],
    ['under another path', () => ({ path: '/control/', headers: keyed() }), 404],
  ])('refuses a call %s', async (_name, how, status) => {
    const answer = await knock({ body: call, ...how() });
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain('123456789012');
  });
});

describe('every request', () => {
  test.each([
    ['127.0.0.1', 404],
    ['localhost', 404],
    ['abc.execute-api.localhost', 404],
    ['example.com', 421],
    ['127.0.0.1.example.com', 421],
    ['localhost.example.com', 421],
    ['169.254.169.254', 421],
    ['[::1]', 421],
  ])('that says Host %s and the right port gets %i', async (host, status) => {
    const answer = await knock({ path: '/', method: 'GET', headers: { host: `${host}:${port}` } });
    expect(answer.status).toBe(status);
  });

  test.each([['127.0.0.1'], ['127.0.0.1:1'], ['localhost:80'], ['nonsense']])(
    'that says Host "%s", another port or none, is refused',
    async (host) => {
      const answer = await knock({ path: '/control', headers: { ...keyed(), host }, body: call });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.body).not.toContain('123456789012');
    },
  );
});

test('the server listens on the loopback address only', () => {
  expect(door.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('the key is long and new for each start', async () => {
  const other = await createAccount();
  const second = await other.sandbox.listen();
  expect(second.key).not.toBe(door.key);
  expect(second.key.length).toBeGreaterThanOrEqual(32);
  await other.sandbox.close();
});

test('a port that is taken is said', async () => {
  const other = await createAccount();
  await expect(other.sandbox.listen({ port: Number(port) })).rejects.toThrow(
    `the sandbox cannot listen on port ${port}: `,
  );
  await other.sandbox.close();
});
