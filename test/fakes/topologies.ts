import { readFileSync } from 'node:fs';
import { createRegistry, KINDS, type Registry } from '../../src/kinds/index';
import { isObject, memberOf, type JsonObject, type JsonValue } from '../../src/model/json';

export const registry: Registry = createRegistry(KINDS);

/** The document of `product.md`, as a person would write it. */
export function originalChain(): JsonObject {
  const text = readFileSync(new URL('../fixtures/original-chain.topology.json', import.meta.url), 'utf8');
  // A fixture of ours, which is an object.
  return JSON.parse(text) as JsonObject;
}

/** The original chain with nothing to say against it. */
export function chain(): JsonObject {
  return {
    version: 1,
    name: 'shop',
    region: 'eu-west-1',
    network: { vpcId: 'vpc-0123', subnetIds: ['subnet-b', 'subnet-a'] },
    nodes: {
      client: { kind: 'client', requests: [{ name: 'list users', method: 'GET', path: '/users' }] },
      api: { kind: 'apiGateway' },
      link: { kind: 'vpcLink' },
      nlb: { kind: 'nlb' },
      cluster: { kind: 'ecsCluster' },
      users: { kind: 'ecsService', cluster: 'cluster', image: 'public.ecr.aws/acme/users:1.2', port: 8080 },
      names: { kind: 'cloudMap', name: 'shop.internal' },
    },
    edges: [
      { from: 'client', to: 'api' },
      { from: 'api', to: 'link' },
      { from: 'link', to: 'nlb', routes: ['ANY /users', 'ANY /users/{proxy+}'] },
      { from: 'nlb', to: 'users' },
      { from: 'users', to: 'names' },
    ],
  };
}

/** The chain with a second service, which the first one calls by name. */
export function twoServices(): JsonObject {
  return withEdges(
    withNodes(chain(), {
      orders: { kind: 'ecsService', cluster: 'cluster', image: 'public.ecr.aws/acme/orders:3', port: 9000 },
    }),
    { from: 'orders', to: 'names' },
    { from: 'users', to: 'orders', env: 'ORDERS_URL' },
  );
}

/** Nodes changed member by member, or added; null removes a member or a node. */
export function withNodes(
  document: JsonObject,
  changes: Readonly<Record<string, JsonObject | null>>,
): JsonObject {
  return { ...document, nodes: merged(memberOf(document, 'nodes'), changes) };
}

/** Edges changed member by member where there is one with these ends, else added. */
export function withEdges(document: JsonObject, ...changes: readonly JsonObject[]): JsonObject {
  const edges = [...edgesOf(document)];
  for (const change of changes) {
    const index = edges.findIndex(
      (edge) =>
        memberOf(edge, 'from') === memberOf(change, 'from') &&
        memberOf(edge, 'to') === memberOf(change, 'to'),
    );
    if (index < 0) edges.push(change);
    else edges[index] = merged(edges[index], change);
  }
  return { ...document, edges };
}

export function withoutEdge(document: JsonObject, from: string, to: string): JsonObject {
  return {
    ...document,
    edges: edgesOf(document).filter((edge) => memberOf(edge, 'from') !== from || memberOf(edge, 'to') !== to),
  };
}

/** Adds an edge though there may be one with these ends. */
export function withTwin(document: JsonObject, edge: JsonObject): JsonObject {
  return { ...document, edges: [...edgesOf(document), edge] };
}

function edgesOf(document: JsonObject): readonly JsonValue[] {
  const edges = memberOf(document, 'edges');
  return Array.isArray(edges) ? (edges as readonly JsonValue[]) : [];
}

/** JSON merge patch, RFC 7396. */
function merged(value: JsonValue | undefined, patch: JsonObject): JsonObject {
  const result = new Map<string, JsonValue>(isObject(value) ? Object.entries(value) : []);
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) result.delete(key);
    else result.set(key, isObject(change) ? merged(result.get(key), change) : change);
  }
  return Object.fromEntries(result);
}
