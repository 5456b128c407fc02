import * as z from '../zod';

const SEGMENT = String.raw`(?:[^/{}\s?#]+|\{[A-Za-z0-9._-]+\})`;
const GREEDY = String.raw`\{[A-Za-z0-9._-]+\+\}`;

/** `METHOD /path` with `{name}` and a greedy `{name+}` at the end, or `$default`. */
const ROUTE_KEY = new RegExp(
  String.raw`^(?:\$default|(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) /(?:${GREEDY}|${SEGMENT}(?:/${SEGMENT})*(?:/${GREEDY})?)?)$`,
);

export const routeKey = z.string().regex(ROUTE_KEY, {
  error: 'A route is a method and a path, such as ANY /users/{proxy+}, or $default.',
});

/** A route key taken apart; `$default` has no path. */
export interface ParsedKey {
  readonly method: string;
  /** Segments of the path; none for `/`. */
  readonly segments: readonly string[];
}

/** Takes a key apart that has the form of `routeKey`; undefined for `$default`. */
export function parseKey(key: string): ParsedKey | undefined {
  const [method, path] = key.split(' ');
  return method === undefined || path === undefined ? undefined : { method, segments: segmentsOf(path) };
}

/** The key of a method and segments. */
export function keyOf({ method, segments }: ParsedKey): string {
  return `${method} /${segments.join('/')}`;
}

export function isGreedy(segment: string | undefined): boolean {
  return segment?.endsWith('+}') ?? false;
}

export function isVariable(segment: string): boolean {
  return segment.startsWith('{') && !isGreedy(segment);
}

export interface RouteTable {
  /** Whether a route takes the request; of `ANY`, whether one takes the path by any method. */
  takes(method: string, path: string): boolean;
}

/**
 * What an API with these routes answers. A greedy variable takes one segment or more: `/users/{proxy+}` does not take
 * `/users`. Source: API Gateway developer guide, routes of HTTP APIs.
 */
export function createRouteTable(keys: readonly string[]): RouteTable {
  // By their first segment, so that many routes are not all looked at for each request.
  const byFirst = new Map<string, ParsedKey[]>();
  for (const parsed of keys.flatMap((key) => parseKey(key) ?? [])) {
    const first = firstOf(parsed.segments);
    const routes = byFirst.get(first) ?? [];
    routes.push(parsed);
    byFirst.set(first, routes);
  }
  const takesAll = keys.includes('$default');
  return {
    takes: (method, path) => {
      const asked = segmentsOf(path.split(/[?#]/)[0] ?? '');
      const near = [byFirst.get(firstOf(asked)), asked.length > 0 ? byFirst.get(VARIABLE) : undefined];
      return takesAll || near.some((routes) => routes?.some((route) => matches(route, method, asked)));
    },
  };
}

const VARIABLE = '{}';

function firstOf([first = '']: readonly string[]): string {
  return first.startsWith('{') ? VARIABLE : first;
}

function matches({ method, segments }: ParsedKey, wanted: string, asked: readonly string[]): boolean {
  if (method !== 'ANY' && wanted !== 'ANY' && method !== wanted) return false;
  const fits = isGreedy(segments.at(-1)) ? asked.length >= segments.length : asked.length === segments.length;
  return fits && segments.every((segment, index) => segment.startsWith('{') || segment === asked[index]);
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
