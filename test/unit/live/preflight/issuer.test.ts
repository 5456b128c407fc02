import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../../src/engine/plan';
import { preflight } from '../../../../src/live/preflight';
import { PreflightError } from '../../../../src/live/preflightError';
import { chainWith, usePreflightAccount } from './account';

const account = usePreflightAccount();

const ISSUER = 'https://id.example.com/tenant';

/** What preflight finds where the issuer answers so, and the addresses that it asked. */
async function found(
  answer: () => Promise<Response>,
  auth: unknown = { jwt: { issuer: ISSUER, audience: ['a'] } },
) {
  const { session } = account.world;
  const prepared = chainWith({ nodes: { api: { kind: 'apiGateway', auth } } });
  const plan = await makePlan({ ...prepared, cloud: session.cloud });
  const asked: string[] = [];
  const fetch = (url: string | URL | Request) => {
    asked.push(url instanceof Request ? url.url : url.toString());
    return answer();
  };
  const findings = await preflight({ prepared, session, plan, fetch }).catch((error: unknown) => {
    if (error instanceof PreflightError) return error.findings;
    throw error;
  });
  return { asked, findings };
}
const says = (document: object) => () => Promise.resolve(new Response(JSON.stringify(document)));

describe('preflight of issuers', () => {
  it('is silent about one that says its name', async () => {
    expect(await found(says({ issuer: ISSUER }))).toEqual({
      asked: [`${ISSUER}/.well-known/openid-configuration`],
      findings: [],
    });
  });

  it('asks nobody where no token is wanted', async () => {
    expect(await found(says({}), 'iam')).toEqual({ asked: [], findings: [] });
  });

  it('tells of one that calls itself otherwise, to the letter', async () => {
    const { findings } = await found(says({ issuer: `${ISSUER}/` }));
    expect(findings).toMatchObject([{ severity: 'error', code: 'issuer-mismatch', node: 'api' }]);
    expect(findings[0]?.message).toMatch(new RegExp(`: ${ISSUER}/$`));
  });

  it.each([
    ['is not there', () => Promise.resolve(new Response('', { status: 404 })), /\(status 404\)$/],
    ['answers no JSON', () => Promise.resolve(new Response('<html>')), /\(no JSON\)$/],
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed')), /\(no connection\)$/],
  ])('warns of one that %s', async (_what, answer, reason) => {
    const { findings } = await found(answer);
    expect(findings).toMatchObject([{ severity: 'warning', code: 'issuer-unreachable', node: 'api' }]);
    expect(findings[0]?.message).toMatch(reason);
  });

  it('warns of one that does not say its name', async () => {
    const { findings } = await found(says({}));
    expect(findings).toMatchObject([{ severity: 'warning', code: 'issuer-mismatch' }]);
  });
});
