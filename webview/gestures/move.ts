import type { Edit, SingleEdit } from '../../src/model/edit';
import type { Topology } from '../../src/model/topology';
import { frameOf } from '../canvas/cardText';
import { boundsOf, centreOf, contains, grown, type Position } from '../canvas/geometry';
import { FRAME_HEADER, FRAME_PADDING } from '../canvas/layout';
import type { Scene } from '../canvas/scene';

/** Cards where they were dropped; one that lies in another frame now changes its field too. Undefined: nothing moved. */
export function drop(
  positions: ReadonlyMap<string, Position>,
  topology: Topology,
  scene: Scene,
): Edit | undefined {
  const moved = [...positions].filter(([id]) => topology.nodes.has(id));
  if (moved.length === 0) return undefined;
  const move: SingleEdit = {
    type: 'move',
    positions: Object.fromEntries(
      moved.map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)] as const]),
    ),
  };
  const changes = moved.flatMap(([id]): SingleEdit[] => {
    const entered = frameEntered(id, positions, topology, scene);
    return entered
      ? [{ type: 'setField', target: { node: id }, path: [entered.field], value: entered.frame }]
      : [];
  });
  return changes.length === 0 ? move : { type: 'batch', edits: [move, ...changes] };
}

/** The frame that a dragged card would join if it were dropped now, and the field that says so. */
export function frameEntered(
  id: string,
  dragged: ReadonlyMap<string, Position>,
  topology: Topology,
  scene: Scene,
): { readonly field: string; readonly frame: string } | undefined {
  const [node, card] = [topology.nodes.get(id), scene.cards.get(id)];
  if (!node?.kind || !card) return undefined;
  const own = frameOf(node, topology);
  const centre = centreOf(card.rect);
  if (own !== undefined && isInside(own, centre, dragged, scene)) return undefined;
  for (const { field, capability } of node.kind.mentions ?? []) {
    for (const frame of scene.frames.values()) {
      if (frame.id === own || !frame.node?.kind?.provides[capability]) continue;
      if (isInside(frame.id, centre, dragged, scene)) return { field, frame: frame.id };
    }
  }
  return undefined;
}

/** A frame follows its cards; what counts is where it is without those that are dragged. */
function isInside(
  id: string,
  point: Position,
  dragged: ReadonlyMap<string, Position>,
  scene: Scene,
): boolean {
  const frame = scene.frames.get(id);
  if (!frame) return false;
  if (frame.members.length === 0) return contains(frame.rect, point);
  const staying = boundsOf(
    frame.members
      .filter((member) => !dragged.has(member))
      .flatMap((member) => scene.cards.get(member)?.rect ?? []),
  );
  return staying !== undefined && contains(grown(staying, FRAME_PADDING, FRAME_HEADER), point);
}

/** Where the selected cards stand after a step; a frame takes its cards along. */
export function nudged(
  selected: ReadonlySet<string>,
  step: Position,
  scene: Scene,
): ReadonlyMap<string, Position> {
  const moved = new Map<string, Position>();
  const shift = (id: string, { x, y }: Position) => moved.set(id, { x: x + step.x, y: y + step.y });
  for (const id of selected) {
    const card = scene.cards.get(id);
    const frame = scene.frames.get(id);
    if (card) shift(id, card.rect);
    for (const member of frame?.members ?? []) {
      const inside = scene.cards.get(member);
      if (inside) shift(member, inside.rect);
    }
    if (frame?.members.length === 0) shift(id, frame.rect);
  }
  return moved;
}
