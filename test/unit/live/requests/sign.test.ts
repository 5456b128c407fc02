import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planDeploy, runDeploy } from '../../../../src/live/deploy';
import type { Prepared } from '../../../../src/live/prepare';
import { sendRequest } from '../../../../src/live/requests';
import { signerOf } from '../../../../src/live/requests/sign';
import { readStatus } from '../../../../src/live/status';
import { DOCUMENT, prepared } from '../hops/chain';
import { openWorld, type World } from '../world';

/** The chain behind an API that asks for signatures, but for one route. */
function chain(): Prepared {
  const routes = ['ANY /users', { key: 'ANY /users/{proxy+}', auth: 'none' }];
  return prepared({
    ...DOCUMENT,
    nodes: { ...DOCUMENT.nodes, api: { kind: 'apiGateway', auth: 'iam' } },
    edges: DOCUMENT.edges.map((edge) => (edge.from === 'link' ? { ...edge, routes } : edge)),
  });
}

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const asked = (path: string) => ({ api: 'api', method: 'GET', path });

describe('an API that asks for signatures', () => {
  it('is deployed to green, its saved requests being signed', { timeout: 60_000 }, async () => {
    const { session, time } = world;
    const it = chain();
    const run = runDeploy(await planDeploy(it, session), it, session, { secret: () => undefined });
    const told = [];
    let step = await run.next();
    while (!step.done) {
      if (step.value.event === 'request') told.push(step.value);
      step = await run.next();
    }
    expect(step.value).toMatchObject({ result: 'succeeded', failures: [] });
    expect(told).toMatchObject([{ name: 'users', ok: true }]);

    const { invokeUrl = '' } = await readStatus(session, it);
    const request = { name: 'users', method: 'GET', path: '/users' } as const;
    const options = { invokeUrl, request, secret: () => undefined, now: () => time.now() };
    expect(await sendRequest(options)).toMatchObject({ ok: false, status: 403 });
    const sign = signerOf(session, it, asked('/users'));
    const answer = await sendRequest({ ...options, sign });
    expect(answer).toMatchObject({ ok: true, status: 200 });
    // The service echoes what it was sent; nobody is shown what would let him send the same.
    expect(answer.body).not.toMatch(/AWS4-HMAC|Signature=/);
    // Nor is he who reads what a task has written of it.
    const echoed = await sendRequest({
      ...options,
      sign: async () => ({
        authorization: 'AWS4-HMAC-SHA256 Signature=feed',
        'x-amz-security-token': 'token-of-ours',
      }),
    });
    expect(echoed.mask('x-amz-security-token: token-of-ours')).toBe('x-amz-security-token: •••');
  });

  it('signs what its route asks for, and nothing else', () => {
    const { session } = world;
    expect(signerOf(session, chain(), asked('/users?a=b'))).toBeDefined();
    expect(signerOf(session, chain(), asked('/users/42'))).toBeUndefined();
    expect(signerOf(session, chain(), asked('/nothing'))).toBeUndefined();
    // As it is sent, not as it is written.
    expect(signerOf(session, chain(), asked('/users/../users/42'))).toBeUndefined();
    expect(signerOf(session, chain(), asked('/users/x/..'))).toBeUndefined();
    expect(signerOf(session, chain(), asked('/nothing/../users'))).toBeDefined();
    expect(signerOf(session, prepared(), asked('/users'))).toBeUndefined();
  });

  it('is signed for execute-api in the region, path and query included', async () => {
    const sign = signerOf(world.session, chain(), asked('/users'));
    const proof = async (path: string) =>
      (
        await sign?.({
          method: 'GET',
          url: new URL(`https://a1.execute-api.eu-west-1.amazonaws.com/prod${path}`),
          headers: new Headers(),
        })
      )?.['authorization'] ?? '';
    const one = await proof('/users?a=1&a=2');
    expect(one).toMatch(/^AWS4-HMAC-SHA256 Credential=test\/\d{8}\/eu-west-1\/execute-api\/aws4_request, /);
    expect(one).toContain('SignedHeaders=host;');
    const signature = (text: string) => /Signature=(\w+)/.exec(text)?.[1];
    expect(signature(await proof('/users?a=1&a=3'))).not.toBe(signature(one));
  });

  it('is signed with the time of now, whatever date the request has', async () => {
    const sign = signerOf(world.session, chain(), asked('/users'));
    const url = new URL('https://a1.execute-api.eu-west-1.amazonaws.com/prod/users');
    const headers = new Headers({ 'x-amz-date': '20200101T000000Z' });
    const proof = await sign?.({ method: 'GET', url, headers });
    expect(proof?.['x-amz-date']).toMatch(/^\d{8}T\d{6}Z$/);
    expect(proof?.['x-amz-date']).not.toBe('20200101T000000Z');
  });

  it('leaves a request alone that brings its own authorization', async () => {
    let sent: Headers | undefined;
    const answer = await sendRequest({
      invokeUrl: 'https://a1.execute-api.eu-west-1.amazonaws.com/prod',
      request: { name: 'own', method: 'GET', path: '/users', headers: { authorization: 'Bearer x' } },
      secret: () => undefined,
      sign: signerOf(world.session, chain(), asked('/users')),
      now: () => 0,
      fetch: async (_url, init) => {
        sent = new Headers(init?.headers);
        return new Response('hello');
      },
    });
    expect(answer.ok).toBe(true);
    expect(sent?.get('authorization')).toBe('Bearer x');
    expect(sent?.has('x-amz-date')).toBe(false);
  });

  it('says so where there are no credentials', async () => {
    const answer = await sendRequest({
      invokeUrl: 'https://a1.execute-api.eu-west-1.amazonaws.com/prod',
      request: { name: 'users', method: 'GET', path: '/users' },
      secret: () => undefined,
      sign: () => Promise.reject(new Error('Could not load credentials from any providers.')),
      now: () => 0,
    });
    expect(answer).toMatchObject({
      ok: false,
      reason: expect.stringContaining('could not be signed') as string,
    });
  });
});
