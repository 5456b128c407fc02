import { sessionHeader } from '../aws/sandboxSession';
import type { SandboxRequest } from './dispatch';
import { awsError } from './errors';
import { decode, encode } from './wire';

/** The header that carries the key of the control plane, and the token of a session. */
export const keyHeader = sessionHeader;

/** What comes over the control plane: one of these a line, the first of them the answer. */
export type Line =
  | { readonly output: object; readonly stream?: string }
  | { readonly error: WireError }
  | { readonly item: unknown };

/** An error on its way: name, message and status, and the members that AWS models. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly status: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One call over HTTP. A stream in the output is read as it comes and ends the request when it is left. */
export async function remoteCall(
  url: string,
  key: string,
  request: SandboxRequest,
  signal?: AbortSignal,
): Promise<unknown> {
  const abort = new AbortController();
  const response = await post(
    url,
    key,
    request,
    AbortSignal.any([abort.signal, ...(signal ? [signal] : [])]),
  );
  const lines = linesOf(response);
  const first = await lines.next().catch((cause: unknown) => {
    throw signal?.aborted ? cause : unreachable(url, cause);
  });
  if (first.done) throw unreachable(url, undefined);
  const line = first.value;
  if ('error' in line) throw fromWire(line.error);
  if (!('output' in line)) throw unreachable(url, undefined);
  if (line.stream === undefined) return line.output;
  return { ...line.output, [line.stream]: items(lines, abort) };
}

async function post(
  url: string,
  key: string,
  request: SandboxRequest,
  signal: AbortSignal,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(new URL('/control', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', [keyHeader]: key },
      body: encode(request),
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw unreachable(url, error);
  }
  if (response.ok) return response;
  const reason = (await response.text()).slice(0, 200);
  const refused = new Error(`the sandbox at ${url} refused the call: ${reason}`);
  refused.name = 'SandboxRefused';
  throw refused;
}

function unreachable(url: string, cause: unknown): Error {
  const error = new Error(`no sandbox answers there, is it running?: ${url}`, { cause });
  error.name = 'SandboxUnreachable';
  // As of any connection: whether the call may have arrived is told by the system's code.
  return Object.assign(error, { code: cause === undefined ? 'ECONNRESET' : systemCode(cause) });
}

/** `fetch` wraps what the system said; what it says by itself it says before it connects. */
function systemCode(cause: unknown): string {
  if (!(cause instanceof Error)) return 'ECONNREFUSED';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : systemCode(cause.cause);
}

/** A line that is not whole when the connection ends is none. */
async function* linesOf(response: Response): AsyncGenerator<Line, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  const chunks: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of chunks ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield decode(line) as Line; // written by control.ts
  }
  return undefined;
}

function items(lines: AsyncIterator<Line, undefined>, abort: AbortController): AsyncIterable<unknown> {
  const iterator: AsyncIterator<unknown, undefined> = {
    async next() {
      const { done, value } = await lines.next().catch((error: unknown) => {
        // Who left while waiting has ended the stream, not broken it.
        if (abort.signal.aborted) return { done: true as const, value: undefined };
        throw error;
      });
      if (done) return { done: true, value: undefined };
      if ('error' in value) throw fromWire(value.error);
      return { done: false, value: 'item' in value ? value.item : undefined };
    },
    return() {
      abort.abort();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

function fromWire({ name, message, status, fields }: WireError): Error {
  return awsError(name, message, { status, fields });
}
