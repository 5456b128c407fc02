import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SavedRequest } from '../../../src/kinds/client/model';
import {
  checkedRequests,
  savedRequests,
  sendRequest,
  type SendRequestOptions,
} from '../../../src/live/requests';
import { DOCUMENT, prepared } from './hops/chain';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const seen: Seen[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
let invokeUrl = '';
let origin = '';
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    answer(request, response);
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  invokeUrl = `${origin}/execute-api/a1/prod`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function replies(status: number, body: string, headers: Record<string, string> = {}): void {
  answer = (_request, response) => response.writeHead(status, headers).end(body);
}

function send(request: Partial<SavedRequest>, options: Partial<SendRequestOptions> = {}) {
  seen.length = 0;
  let time = 0;
  return sendRequest({
    invokeUrl,
    request: { name: 'users', method: 'GET', path: '/users', ...request },
    secret: (name) => ({ TOKEN: 'hush-hush' })[name],
    now: () => (time += 40),
    ...options,
  });
}

const own = (message: string) => JSON.stringify({ message });

describe('a request', () => {
  it('goes out under the stage and comes back with status, time, headers and body', async () => {
    replies(200, 'hello', { 'x-answer': 'yes' });
    const result = await send({
      method: 'POST',
      path: '/users?q=a%20b&q=c#top',
      body: '{"a":1}',
      headers: { 'X-Asked': 'too' },
    });
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: '/execute-api/a1/prod/users?q=a%20b&q=c',
        body: '{"a":1}',
        headers: { 'x-asked': 'too' },
      },
    ]);
    expect(result).toMatchObject({ request: 'users', ok: true, status: 200, latencyMs: 40, body: 'hello' });
    expect(result.headers['x-answer']).toBe('yes');
    expect(result.reason).toBeUndefined();
  });

  it.each(['//evil.example/x', '/\\evil.example/x', '/@evil.example', '/users/https://evil.example'])(
    'stays at its origin and stage: %s',
    async (path) => {
      replies(200, 'ok');
      await send({ path });
      expect(seen[0]?.url).toMatch(/^\/execute-api\/a1\/prod\//);
    },
  );

  it.each(['/../other', '/users/../../other/x', '/%2e%2e/other', '/..\\other'])(
    'never leaves the stage: %s',
    async (path) => {
      const result = await send({ path });
      expect(result).toMatchObject({
        ok: false,
        reason: expect.stringContaining('leads out of the stage') as string,
      });
      expect(seen).toEqual([]);
    },
  );

  it('works where the stage adds nothing to the address', async () => {
    replies(200, 'ok');
    expect(await send({}, { invokeUrl: origin })).toMatchObject({ ok: true });
    expect(seen[0]?.url).toBe('/users');
  });

  it('follows no redirect', async () => {
    replies(302, '', { location: `${origin}/elsewhere` });
    expect(await send({})).toMatchObject({ ok: true, status: 302 });
    expect(seen).toHaveLength(1);
  });

  it('reads at most a megabyte, in the charset that the answer names', async () => {
    replies(200, 'x'.repeat(1_500_000));
    const long = await send({});
    expect(long.body).toHaveLength(1_000_000);
    expect(long.bodyTruncated).toBe(true);
    answer = (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/plain; charset=latin1' }).end(Buffer.from([0xe9]));
    expect((await send({})).body).toBe('é');
    replies(200, 'ok', { 'content-type': 'text/plain; charset=no-such' });
    expect((await send({})).body).toBe('ok');
  });

  it('gives up after the time, and says where to look', async () => {
    answer = () => undefined;
    const result = await send({}, { timeoutMs: 50 });
    expect(result).toMatchObject({ ok: false, latencyMs: 40, body: '' });
    expect(result.reason).toMatch(/^No answer within 0.1 seconds/);
    expect(result.status).toBeUndefined();
  });

  it('is thrown out of only by an abort', async () => {
    const stop = new AbortController();
    answer = () => stop.abort(new Error('stop'));
    await expect(send({}, { signal: stop.signal })).rejects.toThrow('stop');
  });

  it('says that nothing listens, and that a name is not known', async () => {
    expect((await send({}, { invokeUrl: 'http://127.0.0.1:1/prod' })).reason).toMatch(
      /^(Nothing listens|The request could not be sent)/,
    );
    const failing = () =>
      Promise.reject(
        Object.assign(new TypeError('fetch failed'), {
          cause: Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }),
        }),
      );
    expect((await send({}, { fetch: failing })).reason).toMatch(/not known to DNS/);
    const refused = () =>
      Promise.reject(
        Object.assign(new TypeError('fetch failed'), {
          cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
        }),
      );
    expect((await send({}, { fetch: refused })).reason).toMatch(/^Nothing listens/);
  });
});

describe('what a file should not say', () => {
  it.each([
    ['a header name with a blank', { headers: { 'X Bad': '1' } }, /Correct header "X Bad"/],
    ['a header value of two lines', { headers: { 'X-A': 'a\r\nX-B: b' } }, /Correct header "X-A"/],
    ['a header value beyond Latin', { headers: { 'X-A': '☃' } }, /Correct header "X-A"/],
    ['a body of a GET', { body: 'x' }, /GET carries no body/],
    ['a path without a slash', { path: 'users' }, /begins with a slash/],
    ['a secret that is not set', { headers: { 'X-A': '${secret:OTHER}' } }, /Set OTHER and send again/],
  ])('%s becomes a sentence', async (_name, request, reason) => {
    const result = await send(request);
    expect(result).toMatchObject({ ok: false, reason: expect.stringMatching(reason) as string });
    expect(seen).toEqual([]);
  });

  it('is a header that fetch refuses only when it sends', async () => {
    const result = await send({ headers: { 'Transfer-Encoding': 'chunked' } });
    expect(result).toMatchObject({
      ok: false,
      reason: expect.stringContaining('could not be sent') as string,
    });
  });

  it('is an address that is none', async () => {
    expect((await send({}, { invokeUrl: 'nonsense' })).reason).toMatch(/not an address/);
    expect((await send({}, { invokeUrl: 'file:///etc' })).reason).toMatch(/must begin with https/);
  });
});

describe('a secret', () => {
  it('goes out in the header and is masked where it comes back', async () => {
    answer = (request, response) =>
      response
        .writeHead(200, { 'x-echo': request.headers.authorization })
        .end(`saw ${request.headers.authorization}`);
    const result = await send({ headers: { Authorization: 'Bearer ${secret:TOKEN}' } });
    expect(seen[0]?.headers.authorization).toBe('Bearer hush-hush');
    expect(result.body).toBe('saw Bearer •••');
    expect(result.headers['x-echo']).toBe('Bearer •••');
  });

  it('is never in the sentence about its header', async () => {
    const result = await send(
      { headers: { 'X-A': '${secret:TOKEN}' } },
      { secret: () => Promise.resolve('two\nlines') },
    );
    expect(result.reason).toMatch(/Correct header "X-A"/);
    expect(JSON.stringify(result)).not.toContain('two');
  });
});

describe('what is expected', () => {
  it.each([
    ['a status', { status: 201 }, 201, '', true],
    ['another status', { status: 201 }, 200, '', false],
    ['a class', { status: '2xx' }, 204, '', true],
    ['another class', { status: '2xx' }, 404, '', false],
    ['a failure, if that is asked for', { status: 500 }, 500, '', true],
    ['a body', { body: '^h.llo$' }, 200, 'hello', true],
    ['another body', { body: '^h.llo$' }, 200, 'good-bye', false],
    ['a body with any status', { body: 'x' }, 404, 'x', true],
    ['something else than 401, when a status is given', { status: 200 }, 401, own('Unauthorized'), false],
  ])('%s', async (_name, expect_, status, body, ok) => {
    replies(status, body);
    const result = await send({ expect: expect_ });
    expect(result.ok).toBe(ok);
    if (ok) expect(result.reason).toBeUndefined();
    else expect(result.reason).toMatch(/^(Expected status|The body does not match)/);
  });

  it('is told when its pattern is none, or never ends', async () => {
    replies(200, 'a'.repeat(40) + '!');
    expect((await send({ expect: { body: '(' } })).reason).toMatch(/not a regular expression: \(/);
    expect((await send({ expect: { body: '^(a+)+$' } })).reason).toMatch(/takes too long/);
  });
});

describe('without a word about it', () => {
  it.each([
    ['200', 200, 'hello', true, undefined],
    ["the backend's 404", 404, 'no such user', true, undefined],
    ["the gateway's 404", 404, own('Not Found'), false, /no route for this method and path/],
    ["the gateway's 403", 403, own('Forbidden'), false, /The gateway refuses/],
    ["the gateway's 429", 429, own('Too Many Requests'), false, /throttles/],
    ["the gateway's 500", 500, own('Internal Server Error'), false, /could not use its integration/],
    ["the gateway's 503", 503, own('Service Unavailable'), false, /does not reach the backend/],
    ["the backend's 500", 500, 'Traceback', false, /The backend failed/],
    ["the backend's 503", 503, 'later', false, /says that it is not available/],
  ])('%s: reached or not', async (_name, status, body, ok, reason) => {
    replies(status, body);
    const result = await send({});
    expect(result.ok).toBe(ok);
    if (reason) expect(result.reason).toMatch(reason);
  });

  it('is a 401 no failure: reached, not authorised', async () => {
    replies(401, own('Unauthorized'), { 'www-authenticate': 'Bearer' });
    const result = await send({});
    expect(result).toMatchObject({ ok: true, status: 401 });
    expect(result.reason).toBe('Reached, not authorised: the API wants a token. It says: Bearer');
  });

  it('is an answer after 29 seconds the gateway giving up', async () => {
    replies(503, own('Service Unavailable'));
    let time = 0;
    const result = await send({}, { now: () => (time += 29_000) });
    expect(result.reason).toMatch(/takes longer than 29 seconds/);
  });
});

describe('the saved requests of a topology', () => {
  const document = {
    ...DOCUMENT,
    nodes: {
      ...DOCUMENT.nodes,
      client: {
        kind: 'client',
        requests: [
          { name: 'read', method: 'GET', path: '/users' },
          { name: 'unchecked', method: 'GET', path: '/users', check: false },
          { name: 'write', method: 'POST', path: '/users' },
          { name: 'checked write', method: 'POST', path: '/users', check: true },
        ],
      },
    },
  };
  const { topology } = prepared(document);

  it('come with their client and API', () => {
    expect(
      savedRequests(topology).map(({ client, api, request }) => `${client} ${api} ${request.name}`),
    ).toEqual(['client api read', 'client api unchecked', 'client api write', 'client api checked write']);
    expect(savedRequests(topology, 'other')).toEqual([]);
  });

  it('are checked after a deploy when they read, or are marked so', () => {
    expect(checkedRequests(topology).map(({ request }) => request.name)).toEqual(['read', 'checked write']);
  });
});
