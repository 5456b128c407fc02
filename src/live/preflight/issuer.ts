import { mapAsync } from '../../aws/resources/common';
import { memberOf, type JsonValue } from '../../model/json';
import type { Check } from './check';
import type { PreflightFinding } from './finding';
import { asked } from './use';

/** Longer than any issuer takes, and short enough to be waited for. */
const PATIENCE_MS = 5_000;

/**
 * Issuers of tokens say where their keys are. API Gateway asks them when the authorizer is made, and refuses it without;
 * it compares the name in each token to the letter. That we do not reach one may have reasons of our own.
 */
export const issuerCheck: Check = async ({ prepared, fetch, signal }) => {
  if (!fetch) return [];
  const byIssuer = new Map(
    asked(prepared, 'AWS::ApiGatewayV2::Authorizer').map(({ node, props }) => [props.issuer, node]),
  );
  return mapAsync([...byIssuer], async ([issuer, node]): Promise<PreflightFinding | undefined> => {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await configurationAt(url, fetch, signal);
    if (typeof answer === 'string') {
      const message = `The issuer of tokens does not answer as one, and without its keys every call gets 401; check its address: ${url} (${answer})`;
      return { severity: 'warning', code: 'issuer-unreachable', message, node };
    }
    const own = memberOf(answer.document, 'issuer');
    if (own === issuer) return undefined;
    const message =
      typeof own === 'string'
        ? `The issuer calls itself otherwise, so none of its tokens would be accepted; write it to the letter: ${own}`
        : `The issuer does not say its name where it should; check its address: ${url}`;
    return {
      severity: typeof own === 'string' ? 'error' : 'warning',
      code: 'issuer-mismatch',
      message,
      node,
    };
  });
};

/** What an issuer says of itself, or why it says nothing. */
async function configurationAt(
  url: string,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal | undefined,
): Promise<{ document: JsonValue } | string> {
  try {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(url, { signal: signal ? AbortSignal.any([signal, patience]) : patience });
    if (!answer.ok) return `status ${answer.status}`;
    // Whatever is JSON, is.
    return { document: (await answer.json()) as JsonValue };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SyntaxError) return 'no JSON';
    return error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : 'no connection';
  }
}
