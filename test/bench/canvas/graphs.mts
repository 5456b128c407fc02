import type { JsonObject } from '../../../src/model/json';
import { seededRandom } from '../../../src/sandbox/faults/random';

/** Nodes by number and wires between them; every wire leads to a later node. */
export interface Graph {
  readonly nodes: readonly string[];
  readonly wires: readonly (readonly [from: string, to: string])[];
}

/** One connected mesh: every node is led to by one or two of those before it. */
export function meshOf(size: number, seed: number): Graph {
  const random = seededRandom(seed);
  const nodes = Array.from({ length: size }, (_none, index) => `n${index}`);
  const wires = nodes.flatMap((to, index) => {
    if (index === 0) return [];
    const count = random() < 0.5 ? 1 : 2;
    const sources = new Set(Array.from({ length: count }, () => Math.floor(random() * index)));
    return [...sources].map((source) => [`n${source}`, to] as const);
  });
  return { nodes, wires };
}

/** The document that draws a graph; its wires are no legal ones, and are drawn all the same. */
export function documentOf({ nodes, wires }: Graph): JsonObject {
  return {
    version: 1,
    name: 'mesh',
    nodes: Object.fromEntries(nodes.map((id) => [id, { kind: 'nlb' }])),
    edges: wires.map(([from, to]) => ({ from, to })),
  };
}

/** Middle of every node. */
export type Places = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** How many pairs of wires cross, each drawn straight from node to node; those that share a node do not. */
export function crossings({ wires }: Graph, places: Places): number {
  const lines = wires.map(([from, to]) => ({ from, to, a: placeOf(places, from), b: placeOf(places, to) }));
  let count = 0;
  lines.forEach((one, index) => {
    for (const other of lines.slice(index + 1)) {
      if (one.from === other.from || one.to === other.to || one.from === other.to || one.to === other.from)
        continue;
      const apart = side(one.a, one.b, other.a) * side(one.a, one.b, other.b);
      if (apart < 0 && side(other.a, other.b, one.a) * side(other.a, other.b, one.b) < 0) count += 1;
    }
  });
  return count;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** On which side of a line a point is. */
function side(from: Point, to: Point, point: Point): number {
  return Math.sign((to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x));
}

function placeOf(places: Places, id: string): Point {
  const place = places.get(id);
  if (!place) throw new Error(`Not placed: ${id}`);
  return place;
}
