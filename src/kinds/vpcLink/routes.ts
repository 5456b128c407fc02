import { ref } from '../../engine/resource';
import type { ApiLinkGift, Fix, Graph, OfferedRoute } from '../kind';
import type { Reference } from '../resourceTypes';
import { linkEdges, routesOf, type LinkEdge, type Route } from './model';

/** A route with the API that it is made in and the endpoint that it leads to. */
export interface Routed {
  readonly route: Route;
  readonly api: ApiLinkGift;
  readonly target: {
    readonly node: string;
    readonly port: number;
    readonly uri: Reference;
    readonly indifferent?: string | undefined;
  };
  /** The wire that says it, and its place in `routes`. */
  readonly edge: LinkEdge;
  readonly index: number;
}

/** Every route that has one API and one endpoint; of the others the rules speak. */
export function routed(id: string, graph: Graph): Routed[] {
  const apis = graph.edgesTo(id, 'apiLink').map((edge) => graph.gift(edge));
  return linkEdges(id, graph).flatMap((edge) => {
    const { endpoints } = graph.offer(edge);
    return routesOf(edge.config).flatMap((route, index) => {
      const api = route.api === undefined ? apis[0] : apis.find((candidate) => candidate.api === route.api);
      const endpoint =
        route.listener === undefined ? endpoints[0] : endpoints.find(({ port }) => port === route.listener);
      return api && endpoint ? [{ route, api, target: { node: edge.to, ...endpoint }, edge, index }] : [];
    });
  });
}

export function routeId(link: string, { api, route }: Routed): string {
  return `${link}/route/${api.api}/${route.key}`;
}

/** What the API learns of a route. */
export function offered(link: string, entry: Routed): OfferedRoute {
  const { route, edge, index } = entry;
  const path = ['routes', index];
  const isLong = typeof edge.config.routes[index] === 'object';
  return {
    id: ref(routeId(link, entry), 'id'),
    key: route.key,
    ...(route.auth === undefined ? {} : { auth: route.auth }),
    ...(route.scopes === undefined ? {} : { scopes: route.scopes }),
    ...(route.throttle === undefined ? {} : { throttle: route.throttle }),
    ...(entry.target.indifferent === undefined ? {} : { indifferent: entry.target.indifferent }),
    edge,
    path,
    beside: (key, options) => beside(edge, route, key, options?.auth),
    withKey: (key) =>
      // A rewritten path may speak of the key's variables.
      route.path === undefined
        ? { title: `Change to ${key}`, path: isLong ? [...path, 'key'] : path, value: key }
        : undefined,
  };
}

function beside(edge: LinkEdge, route: Route, key: string, auth: 'none' | undefined): Fix {
  const { path, ...rest } = route;
  const long = {
    ...rest,
    key,
    ...(auth === undefined ? {} : { auth }),
    ...(path === undefined ? {} : { path: withoutVariable(path) }),
  };
  const isPlain = Object.keys(long).length === 1;
  const { length } = edge.config.routes;
  return { title: `Add ${key}`, path: ['routes', length], value: isPlain ? key : long };
}

/** A rewritten path without the variable at its end, which the key beside does not have. */
function withoutVariable(path: string): string {
  return path.replace(/\/?\$\{?request\.path\.[A-Za-z0-9._-]+\}?$/, '') || '/';
}
