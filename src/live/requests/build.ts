import type { SavedRequest } from '../../kinds/client/model';

/** A request as fetch takes it. */
export interface BuiltRequest {
  readonly url: URL;
  readonly headers: Headers;
  /** Values that must not be shown again. */
  readonly secrets: readonly string[];
}

export type Built =
  { readonly ok: true; readonly value: BuiltRequest } | { readonly ok: false; readonly reason: string };

export type Secret = (name: string) => string | undefined | Promise<string | undefined>;

/** Makes a saved request ready to be sent; what a file should not say becomes a sentence. */
export async function buildRequest(invokeUrl: string, request: SavedRequest, secret: Secret): Promise<Built> {
  const url = urlOf(invokeUrl, request.path);
  if (typeof url === 'string') return { ok: false, reason: url };
  if (request.body !== undefined && /^(GET|HEAD)$/.test(request.method)) {
    return {
      ok: false,
      reason: `${request.method} carries no body. Remove the body or choose another method.`,
    };
  }
  const filled = await headersOf(request.headers ?? {}, secret);
  return typeof filled === 'string' ? { ok: false, reason: filled } : { ok: true, value: { url, ...filled } };
}

/**
 * The address under the API's stage. The path is set, never resolved: `//host/x` would lead to another host, and
 * `/../x` out of the stage.
 */
function urlOf(invokeUrl: string, path: string): URL | string {
  if (!URL.canParse(invokeUrl)) return `The invoke URL is not an address: ${invokeUrl}`;
  const base = new URL(invokeUrl);
  if (base.protocol !== 'https:' && base.protocol !== 'http:') {
    return `The invoke URL must begin with https: ${invokeUrl}`;
  }
  if (!path.startsWith('/')) return `A path begins with a slash; the stage is added by itself: ${path}`;
  const stage = base.pathname.replace(/\/$/, '');
  const [beforeHash = ''] = path.split('#', 1);
  const question = beforeHash.indexOf('?');
  const url = new URL(base);
  url.hash = '';
  url.pathname = stage + (question < 0 ? beforeHash : beforeHash.slice(0, question));
  url.search = question < 0 ? '' : beforeHash.slice(question);
  return url.origin === base.origin && url.pathname.startsWith(`${stage}/`)
    ? url
    : `The path leads out of the stage; take the ".." out of it: ${path}`;
}

const PLACEHOLDER = /\$\{secret:([A-Za-z_][A-Za-z0-9_]*)\}/g;

async function headersOf(
  given: Readonly<Record<string, string>>,
  secret: Secret,
): Promise<{ headers: Headers; secrets: string[] } | string> {
  const headers = new Headers();
  const secrets: string[] = [];
  for (const [name, template] of Object.entries(given)) {
    const values = new Map<string, string>();
    for (const [, key = ''] of template.matchAll(PLACEHOLDER)) {
      const value = await secret(key);
      if (value === undefined) {
        return `The secret of header ${quoted(name)} is not set. Set ${key} and send again.`;
      }
      values.set(key, value);
      if (value !== '') secrets.push(value);
    }
    const filled = template.replace(PLACEHOLDER, (_all, key: string) => values.get(key) ?? '');
    try {
      headers.append(name, filled);
    } catch {
      // The error's own words hold the value, which may be a secret.
      return `A header name has letters, digits and hyphens, its value is one line of Latin text. Correct header ${quoted(name)}.`;
    }
  }
  return { headers, secrets };
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 80));
}
