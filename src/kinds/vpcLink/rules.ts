import { outsideOwnNetwork } from '../existing';
import type { Finding, Graph, GraphEdge, GraphNode } from '../kind';
import { anyOf } from '../words';
import {
  linkEdges,
  pairOfRoutes,
  routesOf,
  type LinkEdgeConfig,
  type Route,
  type VpcLinkConfig,
} from './model';

/** A link that carries nothing. */
export function checkLink({ id, config }: GraphNode<VpcLinkConfig>, graph: Graph): Finding[] {
  return [...outsideOwnNetwork(config, graph), ...unused(id, graph)];
}

function unused(id: string, graph: Graph): Finding[] {
  const missing = [
    ...(graph.edgesTo(id, 'apiLink').length === 0 ? ['a wire from an API Gateway to it'] : []),
    ...(linkEdges(id, graph).length === 0 ? ['a wire from it to a load balancer'] : []),
  ];
  if (missing.length === 0) return [];
  const message = `No request takes this VPC link. Draw ${missing.join(' and ')}.`;
  return [{ severity: 'info', code: 'unused-link', message, path: [], absence: true }];
}

/** Routes that nobody can send anywhere. */
export function checkRoutes(edge: GraphEdge<LinkEdgeConfig, 'httpTarget'>, graph: Graph): Finding[] {
  const routes = routesOf(edge.config);
  if (routes.length === 0) {
    const value = pairOfRoutes(edge.to);
    return [
      {
        severity: 'info',
        code: 'no-routes',
        message: `No request goes to ${edge.to} this way. Add routes to the wire, such as ${value.join(' and ')}.`,
        path: ['routes'],
        fix: { title: `Add ${value.join(' and ')}`, path: ['routes'], value },
      },
    ];
  }
  const apis = graph.edgesTo(edge.from, 'apiLink').map(({ from }) => from);
  const listeners = graph.offer(edge).endpoints.map(({ port }) => port);
  return routes.flatMap((route, index) => [
    ...apiFindings(route, index, apis),
    ...listenerFindings(route, index, edge.to, listeners),
  ]);
}

function apiFindings({ key, api }: Route, index: number, apis: readonly string[]): Finding[] {
  if (api === undefined) {
    if (apis.length < 2) return [];
    const message = `Several APIs use this link. Say with api which one ${key} belongs to: ${anyOf(apis)}.`;
    return [{ severity: 'error', code: 'ambiguous-api', message, path: ['routes', index] }];
  }
  if (apis.includes(api)) return [];
  const choices =
    apis.length === 0 ? 'Draw a wire from an API to the link.' : `Those that do: ${anyOf(apis)}.`;
  const message = `${key} is for an API that does not use this link: ${api}. ${choices}`;
  return [
    {
      severity: 'error',
      code: 'unknown-api',
      message,
      path: ['routes', index, 'api'],
      absence: true,
      ...(apis.length === 1
        ? { fix: { title: `Use ${apis[0]}`, path: ['routes', index, 'api'], value: apis[0] } }
        : {}),
    },
  ];
}

function listenerFindings(
  { key, listener }: Route,
  index: number,
  target: string,
  listeners: readonly number[],
): Finding[] {
  if (listener === undefined) {
    if (listeners.length < 2) return [];
    const message = `${target} has several listeners. Say with listener which one ${key} goes to: ${anyOf(listeners)}.`;
    return [{ severity: 'error', code: 'ambiguous-listener', message, path: ['routes', index] }];
  }
  if (listeners.includes(listener)) return [];
  const choices = listeners.length === 0 ? 'It has none yet.' : `It has ${anyOf(listeners)}.`;
  return [
    {
      severity: 'error',
      code: 'unknown-listener',
      message: `${key} goes to a listener that ${target} does not have: ${listener}. ${choices}`,
      path: ['routes', index, 'listener'],
      absence: true,
      ...(listeners.length === 1
        ? {
            fix: {
              title: `Use ${listeners[0]}`,
              path: ['routes', index, 'listener'],
              value: listeners[0],
            },
          }
        : {}),
    },
  ];
}
