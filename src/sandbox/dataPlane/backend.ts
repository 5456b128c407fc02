import type { DataRequest, DataResponse } from './message';

/** Headers that belong to one connection and are not passed on. */
const hopByHop = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Lets a local program answer in a container's place; undefined when it does not answer in time. */
export async function askBackend(
  origin: string,
  request: DataRequest,
  timeoutMillis: number,
): Promise<DataResponse | undefined> {
  const query = request.query === '' ? '' : `?${request.query}`;
  const headers = Object.entries(request.headers).filter(([name]) => !hopByHop.has(name));
  try {
    const response = await fetch(origin + request.path + query, {
      method: request.method,
      headers,
      body: request.method === 'GET' || request.method === 'HEAD' ? undefined : new Uint8Array(request.body),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMillis),
    });
    const answered = Object.fromEntries(
      // fetch has unpacked the body already.
      [...response.headers].filter(([name]) => !hopByHop.has(name) && name !== 'content-encoding'),
    );
    return {
      status: response.status,
      headers: answered,
      body: new Uint8Array(await response.arrayBuffer()),
    };
  } catch {
    return undefined;
  }
}
