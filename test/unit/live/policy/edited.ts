import type { JsonObject, JsonValue } from '../../../../src/model/json';

/** What the file may ask of each kind otherwise, so that things are changed in place and keep their names. */
const EDITS: Readonly<Record<string, JsonObject>> = {
  apiGateway: { name: 'renamed-api', throttle: { rate: 7, burst: 9 } },
  vpcLink: { name: 'renamed-link' },
  nlb: { crossZone: false },
  ecsCluster: { containerInsights: true },
  ecsService: { logRetentionDays: 7, environment: { EDITED: 'yes' }, health: { interval: 20 } },
};

/** The same drawing with something of everything changed: each resource is updated and none is made anew. */
export function edited(base: JsonObject): JsonObject {
  const document = withoutInsights(base);
  const nodes = Object.entries(document['nodes'] as Record<string, JsonObject>);
  const edges = document['edges'] as JsonObject[];
  return {
    ...document,
    tags: { team: 'other' },
    nodes: Object.fromEntries(
      nodes.map(([id, node]): [string, JsonValue] => [id, { ...node, ...EDITS[node['kind'] as string] }]),
    ),
    edges: edges.map((edge): JsonObject => {
      const isRegistration = kindOf(document, edge['to']) === 'cloudMap';
      if (isRegistration) return { ...edge, ttl: 33 };
      const routes = edge['routes'];
      // Other paths upstream make another integration, to which the routes move.
      return Array.isArray(routes) ? { ...edge, routes: routes.map(rewritten) } : edge;
    }),
  };
}

/** An environment of which the cluster has them already. */
function withoutInsights(document: JsonObject): JsonObject {
  const text = JSON.stringify(document).replace('"containerInsights":true', '"containerInsights":false');
  return JSON.parse(text) as JsonObject;
}

function rewritten(route: JsonValue): JsonValue {
  const whole = typeof route === 'string' ? { key: route } : (route as JsonObject);
  return { ...whole, path: '/rewritten' };
}

function kindOf(document: JsonObject, id: JsonValue | undefined): JsonValue | undefined {
  return (document['nodes'] as Record<string, JsonObject>)[id as string]?.['kind'];
}
