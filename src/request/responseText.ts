import type { SavedRequest } from '../kinds/client/model';
import type { RequestResult } from '../live/requests';
import type { Trace } from '../live/requests/trace';
import { traceText } from '../live/requests/traceText';
import { plain } from '../model/logText';

/** An answer as a page of text: what was sent, how it went, headers, body. */
export function responseText(
  { method, path }: Pick<SavedRequest, 'method' | 'path'>,
  invokeUrl: string,
  { ok, status, latencyMs, headers, body, bodyTruncated, reason }: Omit<RequestResult, 'mask'>,
  { hop, trace }: { readonly hop?: string | undefined; readonly trace?: Trace | undefined } = {},
): string {
  return [
    `${method} ${invokeUrl}${path}`,
    `${status ?? 'No answer'} · ${Math.round(latencyMs)} ms · ${ok ? 'as expected' : 'not as expected'}`,
    ...(reason === undefined ? [] : [reason]),
    ...(hop === undefined ? [] : [`It died at ${hop}.`]),
    ...(trace ? ['', ...traceText(trace).map(plain)] : []),
    '',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    readable(body, headers['content-type'] ?? ''),
    ...(bodyTruncated ? ['', 'The body is longer; the rest is left out.'] : []),
    '',
  ].join('\n');
}

/** One line for a notification. */
export function responseSentence(
  { method, path }: Pick<SavedRequest, 'method' | 'path'>,
  { ok, status, latencyMs, reason }: Omit<RequestResult, 'mask'>,
): string {
  const answer = status === undefined ? 'no answer' : String(status);
  const how = `${method} ${path}: ${answer} in ${Math.round(latencyMs)} ms`;
  return ok || reason === undefined ? `${how}.` : `${how}. ${reason}`;
}

/** JSON is easier to read one member a line. */
function readable(body: string, contentType: string): string {
  if (!/\bjson\b/i.test(contentType)) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
