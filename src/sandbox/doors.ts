import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { keyHeader } from './remote';

/** Why a request is turned away. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/**
 * For every request: the host it names must be this machine and the port this server's. A page that a browser
 * loaded from elsewhere can make its own name resolve to 127.0.0.1, but it cannot make the browser lie here.
 */
export function refuseHost(request: IncomingMessage, port: number): Refusal | undefined {
  const host = request.headers.host ?? '';
  const match = /^(127\.0\.0\.1|localhost|(?:[a-z0-9-]+\.)+localhost):(\d+)$/i.exec(host);
  if (match && Number(match[2]) === port) return undefined;
  return { status: 421, reason: 'This server answers only for 127.0.0.1 and localhost with its own port.' };
}

/** For the control plane: POST of JSON, by a program (browsers send `Origin`) that has the key. */
export function refuseControl(request: IncomingMessage, key: string): Refusal | undefined {
  if (request.headers.origin !== undefined) {
    return { status: 403, reason: 'Requests of web pages are not answered here.' };
  }
  const given = request.headers[keyHeader];
  if (typeof given !== 'string' || !sameText(given, key)) {
    return { status: 403, reason: `The key in ${keyHeader} is missing or wrong.` };
  }
  if (request.method !== 'POST') return { status: 405, reason: 'Only POST.' };
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    return { status: 415, reason: 'Only application/json.' };
  }
  return undefined;
}

/** Compares in the same time whatever differs; hashing makes the lengths equal. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Reads a body up to a limit in bytes; undefined when it is longer. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
