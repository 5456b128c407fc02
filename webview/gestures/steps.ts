import type { Topology, TopologyEdge } from '../../src/model/topology';
import { centreOf, type Position, type Rect } from '../canvas/geometry';
import { FRAME_HEADER } from '../canvas/layout';
import type { Scene } from '../canvas/scene';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** A card, a frame or a wire: what keys go from and to. */
export type Spot = { readonly node: string } | { readonly edge: string };

/**
 * Where an arrow leads. From a card right and left follow the wires, up and down go to what stands there; where no wire
 * leads on, so do right and left. From a wire right and left go to its ends, up and down to its siblings.
 */
export function stepFrom(
  spot: Spot | undefined,
  direction: Direction,
  topology: Topology,
  scene: Scene,
): Spot | undefined {
  if (!spot) return firstOf(scene);
  if ('edge' in spot) return fromWire(spot.edge, direction, topology, scene);
  const rect = placeOf(spot.node, scene);
  if (!rect) return firstOf(scene);
  if (direction === 'right' || direction === 'left') {
    const wire = wireBeside(spot.node, direction, topology, scene);
    if (wire) return { node: direction === 'right' ? wire.to : wire.from };
  }
  const id = nearest(rect, direction, spot.node, scene);
  return id === undefined ? undefined : { node: id };
}

/** The wire that leaves a card (right) or enters it (left) and whose other end is nearest. */
export function wireBeside(
  node: string,
  direction: 'left' | 'right',
  topology: Topology,
  scene: Scene,
): TopologyEdge | undefined {
  const [near, far] = direction === 'right' ? (['from', 'to'] as const) : (['to', 'from'] as const);
  const own = scene.cards.get(node);
  if (!own) return undefined;
  const height = (id: string) => centreOf(scene.cards.get(id)?.rect ?? own.rect).y;
  const here = centreOf(own.rect).y;
  return topology.edges
    .filter((edge) => edge[near] === node && scene.cards.has(edge[far]) && edge[far] !== node)
    .sort((a, b) => Math.abs(height(a[far]) - here) - Math.abs(height(b[far]) - here))[0];
}

function fromWire(key: string, direction: Direction, topology: Topology, scene: Scene): Spot | undefined {
  const edge = topology.edges.find((other) => other.key === key);
  if (!edge) return firstOf(scene);
  if (direction === 'right') return { node: edge.to };
  if (direction === 'left') return { node: edge.from };
  const height = ({ to }: TopologyEdge) => scene.cards.get(to)?.rect.y ?? 0;
  const siblings = topology.edges
    .filter(({ from }) => from === edge.from)
    .sort((a, b) => height(a) - height(b));
  const next = siblings[siblings.indexOf(edge) + (direction === 'down' ? 1 : -1)];
  return next && { edge: next.key };
}

/** The leftmost card, of several the topmost: where the path begins. */
function firstOf({ cards, frames }: Scene): Spot | undefined {
  const [first] = [...cards.values(), ...frames.values()].sort(
    (a, b) => a.rect.x - b.rect.x || a.rect.y - b.rect.y,
  );
  return first && { node: first.id };
}

/** Of a frame only its top edge is something that one can go to. */
function placeOf(id: string, { cards, frames }: Scene): Rect | undefined {
  const frame = frames.get(id)?.rect;
  return cards.get(id)?.rect ?? (frame && { ...frame, height: FRAME_HEADER });
}

function nearest(from: Rect, direction: Direction, own: string, scene: Scene): string | undefined {
  const start = centreOf(from);
  let best: { readonly id: string; readonly distance: number } | undefined;
  for (const id of [...scene.cards.keys(), ...scene.frames.keys()]) {
    const rect = id === own ? undefined : placeOf(id, scene);
    const distance = rect && distanceTowards(start, centreOf(rect), direction);
    if (distance !== undefined && (!best || distance < best.distance)) best = { id, distance };
  }
  return best?.id;
}

/** How far a point is in a direction; what lies aside counts double, what lies behind does not count. */
function distanceTowards(from: Position, to: Position, direction: Direction): number | undefined {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const { ahead, aside } = {
    right: { ahead: dx, aside: dy },
    left: { ahead: -dx, aside: dy },
    down: { ahead: dy, aside: dx },
    up: { ahead: -dy, aside: dx },
  }[direction];
  return ahead > 0 ? ahead + 2 * Math.abs(aside) : undefined;
}
