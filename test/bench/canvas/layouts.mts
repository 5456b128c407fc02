import dagre from '@dagrejs/dagre';
import ELK from 'elkjs/lib/elk.bundled.js';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import { readTopology } from '../../../src/model/topology';
import { layout } from '../../../webview/canvas/layout';
import { median, table } from '../deploy/table';
import { crossings, documentOf, meshOf, type Graph, type Places } from './graphs.mjs';

const CARD = { width: 144, height: 80 } as const;
const SEEDS = [1, 2, 3] as const;
const SIZE = 1_000;
const GOAL = { faster: 50, crossings: 1.2 } as const;

const registry = createRegistry(KINDS);
const RIVALS = { ours, elk, dagre: byDagre } as const;

/** Our layout beside ELK's and dagre's on the same meshes; goals that are missed, each in a sentence. */
export async function layouts(): Promise<readonly string[]> {
  const meshes = SEEDS.map((seed) => meshOf(SIZE, seed));
  // Once before it counts: everybody begins warm.
  for (const lay of Object.values(RIVALS)) await lay(meshOf(200, 9));
  const results = new Map<string, { readonly ms: number; readonly crossings: number }[]>();
  for (const mesh of meshes) {
    for (const [name, lay] of Object.entries(RIVALS)) {
      const start = performance.now();
      const places = await lay(mesh);
      const ms = performance.now() - start;
      results.set(name, [...(results.get(name) ?? []), { ms, crossings: crossings(mesh, places) }]);
    }
  }
  const ratio = (
    rival: string,
    pick: (one: { readonly ms: number; readonly crossings: number }) => number,
  ) => {
    const own = results.get('ours') ?? [];
    return median((results.get(rival) ?? []).map((one, index) => pick(one) / pick(own[index] ?? one)));
  };
  table(
    `Layout of connected meshes of ${SIZE} nodes: medians of ${SEEDS.length} seeds`,
    ['layout', 'ms', 'to ours', 'crossings', 'to ours'],
    [...results].map(([name, all]) => [
      name,
      median(all.map(({ ms }) => ms)).toFixed(1),
      ratio(name, ({ ms }) => ms).toFixed(1),
      median(all.map(({ crossings }) => crossings)),
      ratio(name, ({ crossings }) => crossings).toFixed(2),
    ]),
  );
  const missed: string[] = [];
  for (const rival of ['elk', 'dagre']) {
    const faster = ratio(rival, ({ ms }) => ms);
    if (faster < GOAL.faster) {
      missed.push(`layout is ${faster.toFixed(1)} times faster than ${rival}, wanted is ${GOAL.faster}`);
    }
  }
  const more = 1 / ratio('elk', ({ crossings }) => crossings);
  if (more > GOAL.crossings) {
    missed.push(`layout has ${more.toFixed(2)} times ELK's crossings, wanted is ${GOAL.crossings} at most`);
  }
  return missed;
}

/** Reading the document is no part of it: rivals are given their graphs, too. */
function ours(mesh: Graph): Promise<Places> {
  const topology = readTopology(documentOf(mesh), registry);
  const placed = layout(topology, registry, (text) => text.length * 7, new Map());
  return Promise.resolve(
    new Map(Array.from(placed, ([id, { x, y }]) => [id, { x: x + CARD.width / 2, y: y + CARD.height / 2 }])),
  );
}

async function elk({ nodes, wires }: Graph): Promise<Places> {
  const { children = [] } = await new ELK().layout({
    id: 'root',
    layoutOptions: { 'elk.algorithm': 'layered', 'elk.direction': 'RIGHT' },
    children: nodes.map((id) => ({ id, ...CARD })),
    edges: wires.map(([from, to], index) => ({ id: String(index), sources: [from], targets: [to] })),
  });
  return new Map(
    children.map(({ id, x = 0, y = 0 }) => [id, { x: x + CARD.width / 2, y: y + CARD.height / 2 }]),
  );
}

function byDagre({ nodes, wires }: Graph): Promise<Places> {
  const graph = new dagre.graphlib.Graph().setGraph({ rankdir: 'LR' }).setDefaultEdgeLabel(() => ({}));
  for (const id of nodes) graph.setNode(id, { ...CARD });
  for (const [from, to] of wires) graph.setEdge(from, to);
  dagre.layout(graph);
  return Promise.resolve(
    new Map(
      nodes.map((id) => {
        // Its own types know nothing of what it adds.
        const { x, y } = graph.node(id) as { readonly x: number; readonly y: number };
        return [id, { x, y }];
      }),
    ),
  );
}
