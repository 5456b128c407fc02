import { clientSchema, type SavedRequest } from '../kinds/client/model';
import type { Topology } from '../model/topology';
import { readBody } from './requests/body';
import { buildRequest, type Secret } from './requests/build';
import { judgeAnswer } from './requests/expect';
import type { Sign } from './requests/sign';

/** What came of a test request. */
export interface RequestResult {
  /** Name of the request. */
  readonly request: string;
  /** The answer is what the request expects. */
  readonly ok: boolean;
  /** Absent when there was no answer. */
  readonly status?: number;
  readonly latencyMs: number;
  /** In lower case. */
  readonly headers: Record<string, string>;
  /** As text, cut at 1 MB; secrets that were sent and echoed are masked. */
  readonly body: string;
  readonly bodyTruncated?: true;
  /** What is wrong and what to do, in a sentence or two. */
  readonly reason?: string;
  /** Takes what was sent as a secret out of what others wrote about the request. */
  readonly mask: (text: string) => string;
}

export interface SendRequestOptions {
  /** With the stage, without a slash at the end. */
  readonly invokeUrl: string;
  readonly request: SavedRequest;
  /** Values of `${secret:NAME}` in headers. */
  readonly secret: Secret;
  /** Signs it, where its route asks for that; a request with an authorization of its own goes as it is. */
  readonly sign?: Sign | undefined;
  readonly fetch?: typeof fetch;
  /** Milliseconds. */
  readonly now: () => number;
  /** Milliseconds. The gateway itself gives up after 30 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** A saved request with who sends it and through which API. */
export interface SavedRequestOf {
  readonly client: string;
  readonly api: string;
  readonly request: SavedRequest;
}

/**
 * Sends one request through the deployed API. It stays under the invoke URL's origin and stage and follows no
 * redirect. Whatever goes wrong is told in the result; only an abort by the caller is thrown.
 */
export async function sendRequest(options: SendRequestOptions): Promise<RequestResult> {
  const { invokeUrl, request, secret, now, timeoutMs = 35_000, signal } = options;
  const send = options.fetch ?? fetch;
  const nothing = {
    request: request.name,
    ok: false,
    latencyMs: 0,
    headers: {},
    body: '',
    mask: (text: string) => text,
  };
  signal?.throwIfAborted();
  const built = await buildRequest(invokeUrl, request, secret);
  if (!built.ok) return { ...nothing, reason: built.reason };
  const { url, headers, secrets } = built.value;
  const proof = headers.has('authorization') ? {} : await proofOf(options, url, headers);
  if (typeof proof === 'string') return { ...nothing, reason: proof };
  for (const [name, value] of Object.entries(proof)) headers.set(name, value);
  const mask = maskOf([...secrets, ...Object.values(proof)]);
  const timeout = AbortSignal.timeout(timeoutMs);
  const started = now();
  try {
    const response = await send(url, {
      method: request.method,
      headers,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(request.body !== undefined && { body: request.body }),
    });
    const { text, truncated } = await readBody(response);
    const latencyMs = now() - started;
    const answered = { status: response.status, body: text, headers: headersIn(response), latencyMs };
    const { ok, reason } = judgeAnswer(request.expect, answered);
    return {
      ...answered,
      request: request.name,
      ok,
      headers: Object.fromEntries(
        Object.entries(answered.headers).map(([name, value]) => [name, mask(value)]),
      ),
      body: mask(text),
      mask,
      ...(truncated && { bodyTruncated: true as const }),
      ...(reason !== undefined && { reason: mask(reason) }),
    };
  } catch (error) {
    signal?.throwIfAborted();
    const reason = timeout.aborted
      ? `No answer within ${Math.round(timeoutMs / 100) / 10} seconds. Look at the health of the hops behind the API.`
      : failure(error, url);
    return { ...nothing, mask, latencyMs: now() - started, reason };
  }
}

/** What signing adds, or why it cannot be signed. */
async function proofOf(
  { sign, request: { method, body } }: SendRequestOptions,
  url: URL,
  headers: Headers,
): Promise<Readonly<Record<string, string>> | string> {
  if (!sign) return {};
  try {
    return await sign({ method, url, headers, ...(body !== undefined && { body }) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `The request could not be signed: ${why} Sign in, or choose a profile that has credentials.`;
  }
}

/** The saved requests of a topology, each with every API that its client is wired to, in the order of the file. */
export function savedRequests(topology: Topology, api?: string): SavedRequestOf[] {
  return [...topology.nodes.values()].flatMap(({ id, kindName, config }) => {
    const parsed = kindName === 'client' && config !== undefined ? clientSchema.safeParse(config) : undefined;
    const apis = topology.edgesFrom(id, 'httpApi').map(({ to }) => to);
    return (parsed?.data?.requests ?? []).flatMap((request) =>
      apis.filter((to) => api === undefined || to === api).map((to) => ({ client: id, api: to, request })),
    );
  });
}

/** Those that are sent after each deploy: what is marked so, and GET and HEAD unless marked otherwise. */
export function checkedRequests(topology: Topology): SavedRequestOf[] {
  return savedRequests(topology).filter(
    ({ request: { check, method } }) => check ?? (method === 'GET' || method === 'HEAD'),
  );
}

function headersIn(response: Response): Record<string, string> {
  return Object.fromEntries(response.headers.entries());
}

/** A secret of a letter or two is none, and masking it would make the answer unreadable. */
function maskOf(secrets: readonly string[]): (text: string) => string {
  const masked = secrets.filter(({ length }) => length >= 4);
  return (text) => masked.reduce((rest, secret) => rest.replaceAll(secret, '•••'), text);
}

/** fetch says only "fetch failed"; why is in the cause. */
function failure(error: unknown, { host }: URL): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The address of the API is not known to DNS. A new API takes a moment; else deploy the topology again: ${host}`;
    case 'ECONNREFUSED':
      return `Nothing listens at the address of the API. Start the sandbox or endpoint again, or deploy: ${host}`;
    default: {
      const words = cause instanceof Error ? cause.message : String(cause);
      return `The request could not be sent. Check the network, the proxy and the headers: ${words}`;
    }
  }
}
