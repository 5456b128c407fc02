import type { Hop, HopReport } from '../hops';
import type { Topology, TopologyEdge } from '../../model/topology';
import { ownAnswer } from './symptoms';

/** What is asked of which API. */
export interface Asked {
  /** Node id. */
  readonly api: string;
  readonly method: string;
  /** Perhaps with a query. */
  readonly path: string;
}

/** Where a request goes behind its API: the wire that its route is written on, and the service at its end. */
export interface Way {
  readonly route: string;
  /** Key of the wire. */
  readonly edge: string;
  /** Node id; undefined where the wire leads to no service. */
  readonly service: string | undefined;
}

/** The way of a request through a drawing; undefined where no route takes it. */
export function wayOf(
  { api, method, path }: Asked,
  topology: Topology,
  { hops }: Pick<HopReport, 'hops'>,
): Way | undefined {
  const behind = new Set(nodesBehind(topology, api));
  const routes = hops.flatMap(({ path: route, edge }) => {
    const wire = topology.edges.find(({ key }) => key === edge);
    return route !== undefined && wire && behind.has(wire.from) ? [{ route, wire }] : [];
  });
  const taken = routeFor(
    routes.map(({ route }) => route),
    { method, path },
  );
  const best = routes.find(({ route }) => route === taken);
  if (!best) return undefined;
  const service = [best.wire.to, ...nodesBehind(topology, best.wire.to)].find(
    (id) => topology.nodes.get(id)?.kind?.provides.tcpService !== undefined,
  );
  return { route: best.route, edge: best.wire.key, service };
}

/** Which of the routes of an API takes a request; undefined where none does. */
export function routeFor(
  keys: readonly string[],
  { method, path }: Pick<Asked, 'method' | 'path'>,
): string | undefined {
  const [pathname = '/'] = path.split(/[?#]/);
  const ranked = keys.flatMap((key) => {
    const rank = rankOf(key, method, pathname);
    return rank === undefined ? [] : [{ key, rank }];
  });
  return ranked.sort((one, other) => other.rank.localeCompare(one.rank))[0]?.key;
}

/**
 * Where a request died: node id or key of a wire; undefined where the answer is what was wanted. What health knows to be
 * broken explains an answer of the gateway's own better than the answer itself.
 */
export function diedAt(
  answer: { readonly ok: boolean; readonly status?: number; readonly body: string },
  asked: Asked,
  topology: Topology,
  report: Pick<HopReport, 'hops' | 'brokenHop'>,
): string | undefined {
  if (answer.ok) return undefined;
  const { status, body } = answer;
  const way = wayOf(asked, topology, report);
  const isGateways = status === undefined || ownAnswer({ status, body }) !== undefined;
  if (!isGateways) return way?.service ?? asked.api;
  const onTheWay = new Set([asked.api, ...nodesBehind(topology, asked.api)]);
  const { brokenHop } = report;
  const wire = topology.edges.find(({ key }) => key === brokenHop);
  if (brokenHop !== undefined && onTheWay.has(wire?.from ?? brokenHop)) return brokenHop;
  return status === undefined || status < 500 ? asked.api : (way?.edge ?? asked.api);
}

/** The hops that a request meets from its API on, as far as a route takes it. */
export function hopsOn<T extends Pick<Hop, 'node' | 'edge' | 'path'>>(
  way: Way | undefined,
  asked: Asked,
  topology: Topology,
  hops: readonly T[],
): T[] {
  const nodes = new Set([asked.api, ...nodesBehind(topology, asked.api)]);
  return hops.filter(({ node, edge, path }) => {
    if (node !== undefined) return nodes.has(node) && (way !== undefined || node === asked.api);
    const wire = topology.edges.find(({ key }) => key === edge);
    const isTraffic = wire !== undefined && carries(wire) && nodes.has(wire.from);
    return way !== undefined && isTraffic && (path === undefined || path === way.route);
  });
}

/** Everything that traffic of a node may reach, nearest first. */
function nodesBehind(topology: Topology, id: string): string[] {
  const reached: string[] = [];
  const queue = [id];
  for (const from of queue) {
    for (const edge of topology.edges) {
      const isNext = edge.from === from && carries(edge) && !reached.includes(edge.to);
      if (!isNext) continue;
      reached.push(edge.to);
      queue.push(edge.to);
    }
  }
  return reached;
}

/** Whether requests from outside go along a wire, not calls between services nor registrations. */
function carries({ accepted }: TopologyEdge): boolean {
  return accepted !== undefined && (accepted.look ?? 'traffic') === 'traffic';
}

/** The higher the sooner a route is taken: fixed text before variables, those before a greedy one; a method before ANY. */
function rankOf(route: string, method: string, path: string): string | undefined {
  if (route === '$default') return '0';
  const [own = '', pattern = ''] = route.split(' ');
  if (own !== 'ANY' && own !== method) return undefined;
  const [parts, given] = [pattern, path].map((text) => text.split('/').slice(1)) as [string[], string[]];
  let rank = '';
  for (const [index, part] of parts.entries()) {
    const isGreedy = part.endsWith('+}');
    if ((given[index] ?? '') === '' && part !== '') return undefined;
    if (isGreedy) return `${rank}1`;
    if (!part.startsWith('{') && part !== given[index]) return undefined;
    rank += part.startsWith('{') ? '2' : '3';
  }
  if (given.length !== parts.length) return undefined;
  return `${rank}${own === 'ANY' ? '4' : '5'}`;
}
