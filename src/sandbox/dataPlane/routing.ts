import { parseRouteKey, type RouteKey } from '../apiGateway/routeKey';
import type { RouteState } from '../apiGateway/state';

/** The route that takes a request, and what its variables stand for (decoded, aws-reference §1.4). */
export interface RouteMatch {
  readonly route: RouteState;
  readonly variables: Readonly<Record<string, string>>;
}

interface Candidate extends RouteMatch {
  readonly rank: readonly number[];
}

/**
 * Finds the route: exact before greedy before `$default`, fixed text before variables, and on the same path a
 * method before ANY. `path` has no stage.
 */
export function matchRoute(
  routes: readonly RouteState[],
  method: string,
  path: string,
): RouteMatch | undefined {
  const parts = path === '/' ? [] : path.slice(1).split('/');
  const candidates = routes.flatMap((route) => {
    const key = parseRouteKey(route.key);
    const candidate = key && consider(route, key, method, parts);
    return candidate ? [candidate] : [];
  });
  const [best] = candidates.sort((a, b) => compare(a.rank, b.rank));
  return best;
}

/** Higher ranks come first; position by position. */
function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (b[index] ?? 0) - (a[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function consider(
  route: RouteState,
  key: RouteKey,
  method: string,
  parts: readonly string[],
): Candidate | undefined {
  if (key.kind === 'default') return { route, variables: {}, rank: [0] };
  if (key.method !== 'ANY' && key.method !== method) return undefined;
  const variables: Record<string, string> = {};
  const ranks: number[] = [];
  let greedy = false;
  for (const [index, segment] of key.segments.entries()) {
    const part = parts[index];
    if (part === undefined || part === '') return undefined;
    if (segment.kind === 'text') {
      if (segment.text !== part) return undefined;
      ranks.push(3);
    } else if (segment.kind === 'variable') {
      variables[segment.name] = decoded(part);
      ranks.push(2);
    } else {
      variables[segment.name] = parts.slice(index).map(decoded).join('/');
      ranks.push(1);
      greedy = true;
    }
  }
  if (!greedy && parts.length !== key.segments.length) return undefined;
  return { route, variables, rank: [greedy ? 1 : 2, ...ranks, key.method === 'ANY' ? 0 : 1] };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
