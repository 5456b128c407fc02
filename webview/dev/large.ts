import type { JsonObject } from '../../src/model/json';

/** Cards of one chain: API, link, load balancer, service, namespace. */
const CHAIN = 5;
/** Pixels from card to card and from chain to chain. */
const STEP = { x: 288, y: 160 } as const;
/** Services in one cluster. */
const IN_CLUSTER = 8;

/**
 * A document of so many cards: chains side by side on a field about as wide as high, each service calling some others.
 * Clusters come on top. Placed by hand, so that what is measured is drawing and not layout.
 */
export function largeDocument(cards: number): JsonObject {
  const chains = Math.max(1, Math.round(cards / CHAIN));
  const rows = Math.ceil(Math.sqrt((chains * CHAIN * STEP.x) / STEP.y));
  const nodes: Record<string, JsonObject> = {};
  const layout: Record<string, readonly [number, number]> = {};
  const edges: JsonObject[] = [];
  for (let index = 0; index < chains; index += 1) {
    const [column, row] = [Math.floor(index / rows), index % rows];
    const cluster = `cluster-${column}-${Math.floor(row / IN_CLUSTER)}`;
    nodes[cluster] ??= { kind: 'ecsCluster' };
    const chain: readonly (readonly [string, JsonObject])[] = [
      [`api-${index}`, { kind: 'apiGateway' }],
      [`link-${index}`, { kind: 'vpcLink' }],
      [`nlb-${index}`, { kind: 'nlb' }],
      [`service-${index}`, { kind: 'ecsService', cluster, image: 'nginx', port: 8080 }],
      [`names-${index}`, { kind: 'cloudMap', name: `chain${index}.local` }],
    ];
    chain.forEach(([id, node], place) => {
      nodes[id] = node;
      layout[id] = [(column * (CHAIN + 1) + place) * STEP.x, row * STEP.y];
    });
    edges.push(
      { from: `api-${index}`, to: `link-${index}` },
      { from: `link-${index}`, to: `nlb-${index}`, routes: [`ANY /${index}`, `ANY /${index}/{proxy+}`] },
      { from: `nlb-${index}`, to: `service-${index}` },
      { from: `service-${index}`, to: `names-${index}` },
    );
    // A prime apart, so that calls lead all over the field and are the same each time.
    const called = (index * 7919 + 1) % chains;
    if (called !== index) edges.push({ from: `service-${index}`, to: `service-${called}`, env: 'PEER_URL' });
  }
  return {
    version: 1,
    name: 'large',
    region: 'eu-central-1',
    network: { cidr: '10.0.0.0/16' },
    nodes,
    edges,
    layout,
  };
}
