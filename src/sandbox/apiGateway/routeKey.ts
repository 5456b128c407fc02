/** A route key taken apart: `$default`, or a method (ANY is one) and the segments of a path. */
export type RouteKey =
  | { readonly kind: 'default' }
  | { readonly kind: 'path'; readonly method: string; readonly segments: readonly Segment[] };

type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string };

/** Parses a key by the grammar of aws-reference §1.4; undefined when it does not fit. */
export function parseRouteKey(key: string): RouteKey | undefined {
  if (key === '$default') return { kind: 'default' };
  const match = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) (\/\S*)$/.exec(key);
  const [, method, path] = match ?? [];
  if (method === undefined || path === undefined) return undefined;
  if (path !== '/' && path.endsWith('/')) return undefined;
  const parts = path === '/' ? [] : path.slice(1).split('/');
  const segments = parts.map(parseSegment);
  if (segments.some((segment) => segment === undefined)) return undefined;
  const known = segments.filter((segment) => segment !== undefined);
  const greedy = known.findIndex((segment) => segment.kind === 'greedy');
  if (greedy !== -1 && greedy !== known.length - 1) return undefined;
  return { kind: 'path', method, segments: known };
}

function parseSegment(text: string): Segment | undefined {
  const variable = /^\{([\w.-]+)(\+?)\}$/.exec(text);
  if (variable) return { kind: variable[2] ? 'greedy' : 'variable', name: variable[1] ?? '' };
  return text === '' || /[{}]/.test(text) ? undefined : { kind: 'text', text };
}
