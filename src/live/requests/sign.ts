import { SignatureV4 } from '@smithy/signature-v4';
import { isRef } from '../../engine/resource';
import type { Prepared } from '../prepare';
import type { Session } from '../session';
import { routeFor, type Asked } from './way';

/** What is signed. */
export interface Signable {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body?: string;
}

/** The headers that prove who sends it. They are secrets: whoever has them may send the same for some minutes. */
export type Sign = (request: Signable) => Promise<Readonly<Record<string, string>>>;

/**
 * How a request is signed whose route asks for it (`AWS_IAM`), with the credentials of the session; undefined where
 * none does. Signature version 4 for `execute-api`. Source: API Gateway developer guide, IAM authorization of HTTP APIs.
 */
export function signerOf(
  { account: { clients }, region }: Session,
  { resources }: Prepared,
  asked: Asked,
): Sign | undefined {
  if (!asksForSignature(resources, asked)) return undefined;
  const { credentials, sha256 } = clients.apigatewayv2.config;
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256 });
  return async ({ method, url, headers, body }) => {
    const given: Readonly<Record<string, string>> = { ...Object.fromEntries(headers), host: url.host };
    const signed = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: queryOf(url),
      headers: given,
      ...(body !== undefined && { body }),
    });
    // The client sets the host by itself, and to the same.
    return Object.fromEntries(
      Object.entries(signed.headers).filter(([name, value]) => given[name] !== value),
    );
  };
}

function asksForSignature(resources: Prepared['resources'], asked: Asked): boolean {
  const routes = resources.flatMap((it) =>
    it.type === 'AWS::ApiGatewayV2::Route' &&
    isRef(it.props.apiId) &&
    it.props.apiId.$ref === `${asked.api}/api`
      ? [it.props]
      : [],
  );
  const taken = routeFor(
    routes.map(({ key }) => key),
    { method: asked.method, path: sentPath(asked.path) },
  );
  return routes.some(({ key, auth }) => key === taken && auth === 'AWS_IAM');
}

/** The path as it is sent: a `..` in it may lead to another route, whose backend has no business with signatures. */
function sentPath(path: string): string {
  const url = new URL('https://gateway');
  url.pathname = path.split(/[?#]/)[0] ?? '';
  return url.pathname;
}

/** A name may stand there more than once. */
function queryOf({ searchParams }: URL): Record<string, string[]> {
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]),
  );
}
