import { TextDecoder } from 'node:util';

/** More is cut: a test request is looked at, not downloaded. Bytes. */
export const BODY_LIMIT = 1_000_000;

/** Reads an answer's body as text, up to the limit. */
export async function readBody(
  response: Response,
  limit = BODY_LIMIT,
): Promise<{ readonly text: string; readonly truncated: boolean }> {
  const decoder = decoderFor(response.headers.get('content-type') ?? '');
  // The types leave open what a body's chunks are; fetch gives bytes.
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  let text = '';
  let size = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value.subarray(0, limit - size), { stream: true });
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      return { text, truncated: true };
    }
  }
  return { text: text + decoder.decode(), truncated: false };
}

function decoderFor(contentType: string): TextDecoder {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
