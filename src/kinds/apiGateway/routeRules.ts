import type { Finding, OfferedRoute } from '../kind';
import { createRouteTable, isGreedy, isVariable, keyOf, parseKey } from '../routeKey';

/** Paths that the service answers itself. Source: API Gateway developer guide, routes of HTTP APIs. */
const RESERVED = ['/ping', '/sping'];

/** Faults of an API's routes among each other. */
export function checkRouteKeys(routes: readonly OfferedRoute[]): Finding[] {
  return [...duplicates(routes), ...conflicts(routes), ...routes.flatMap(reserved), ...withoutBare(routes)];
}

function duplicates(routes: readonly OfferedRoute[]): Finding[] {
  const seen = new Map<string, OfferedRoute>();
  return routes.flatMap((route): Finding[] => {
    const first = seen.get(route.key);
    seen.set(route.key, first ?? route);
    if (!first) return [];
    const where =
      first.edge === route.edge ? 'on this wire' : `on the wire from ${first.edge.from} to ${first.edge.to}`;
    return [
      {
        severity: 'error',
        code: 'duplicate-route',
        message: `The API has ${route.key} already, ${where}. Keep one of the two.`,
        path: route.path,
        edge: route.edge,
        fix: { title: `Remove this ${route.key}`, path: route.path },
      },
    ];
  });
}

/** Variables at one place of the path must have one name; CreateRoute answers Conflict to a second. */
function conflicts(routes: readonly OfferedRoute[]): Finding[] {
  const names = new Map<string, { readonly variable: string; readonly key: string }>();
  return routes.flatMap((route): Finding[] => {
    const parsed = parseKey(route.key);
    if (!parsed) return [];
    const before: string[] = [];
    for (const [index, segment] of parsed.segments.entries()) {
      if (isVariable(segment)) {
        const place = before.join('/');
        const first = names.get(place);
        if (first && first.variable !== segment) return [conflict(route, index, first)];
        names.set(place, first ?? { variable: segment, key: route.key });
      }
      before.push(isVariable(segment) ? '{}' : segment);
    }
    return [];
  });
}

function conflict(
  route: OfferedRoute,
  index: number,
  first: { readonly variable: string; readonly key: string },
): Finding {
  const parsed = parseKey(route.key);
  const segments = (parsed?.segments ?? []).map((segment, other) =>
    other === index ? first.variable : segment,
  );
  const fix = parsed && route.withKey(keyOf({ ...parsed, segments }));
  return {
    severity: 'error',
    code: 'conflicting-variable',
    message: `${route.key} has ${parsed?.segments[index] ?? ''} where ${first.key} has ${first.variable}. API Gateway takes one name there: use ${first.variable} in both.`,
    path: route.path,
    edge: route.edge,
    ...(fix === undefined ? {} : { fix }),
  };
}

function reserved({ key, path, edge }: OfferedRoute): Finding[] {
  const parsed = parseKey(key);
  const where = `/${parsed?.segments.join('/') ?? ''}`;
  if (!RESERVED.includes(where)) return [];
  const message = `API Gateway keeps ${where} for its own health check, so requests may not arrive. Choose another path.`;
  return [{ severity: 'warning', code: 'reserved-path', message, path, edge }];
}

/** T2: a greedy route whose bare path nobody takes. */
function withoutBare(routes: readonly OfferedRoute[]): Finding[] {
  const table = createRouteTable(routes.map(({ key }) => key));
  const offered = new Set<string>();
  return routes.flatMap((route): Finding[] => {
    const parsed = parseKey(route.key);
    // The bare path of /{proxy+} is the root, which an API need not have.
    if (!parsed || parsed.segments.length < 2 || !isGreedy(parsed.segments.at(-1))) return [];
    const bare = { ...parsed, segments: parsed.segments.slice(0, -1) };
    const key = keyOf(bare);
    const path = `/${bare.segments.join('/')}`;
    if (offered.has(key) || table.takes(bare.method, path)) return [];
    offered.add(key);
    return [
      {
        severity: 'warning',
        code: 'T2',
        message: `${route.key} does not take ${path} itself, which gets 404 Not Found. Add ${key}.`,
        path: route.path,
        edge: route.edge,
        fix: route.beside(key),
        absence: true,
      },
    ];
  });
}
