import { createRegistry, KINDS } from '../../../src/kinds/index';
import type { JsonObject } from '../../../src/model/json';
import { readTopology, type Topology } from '../../../src/model/topology';
import type { Measure } from '../../../webview/canvas/measure';

export const registry = createRegistry(KINDS);

/** Seven pixels a letter, whatever the font. */
export const measure: Measure = (text) => text.length * 7;

export function topologyOf(
  nodes: Record<string, JsonObject>,
  edges: readonly JsonObject[] = [],
  layout?: JsonObject,
): Topology {
  return readTopology({ version: 1, name: 'shop', nodes, edges, ...(layout ? { layout } : {}) }, registry);
}

const service = (cluster: string): JsonObject => ({ kind: 'ecsService', cluster, image: 'nginx', port: 80 });

/** The original chain with as many services as asked for, each behind a load balancer of its own. */
export function chain(services = 1, layout?: JsonObject): Topology {
  const nodes: Record<string, JsonObject> = {
    client: { kind: 'client' },
    api: { kind: 'apiGateway' },
    link: { kind: 'vpcLink' },
    cluster: { kind: 'ecsCluster' },
    names: { kind: 'cloudMap', name: 'micro.local' },
  };
  const edges: JsonObject[] = [
    { from: 'client', to: 'api' },
    { from: 'api', to: 'link' },
  ];
  for (let index = 1; index <= services; index += 1) {
    nodes[`nlb-${index}`] = { kind: 'nlb' };
    nodes[`service-${index}`] = service('cluster');
    edges.push(
      { from: 'link', to: `nlb-${index}`, routes: [`ANY /${index}`] },
      { from: `nlb-${index}`, to: `service-${index}` },
      { from: `service-${index}`, to: 'names' },
    );
  }
  return topologyOf(nodes, edges, layout);
}
