import type { Edit } from '../../src/model/edit';
import type { Topology } from '../../src/model/topology';
import { frameOf } from '../canvas/cardText';
import { boundsOf, type Position, type Rect } from '../canvas/geometry';
import { nudged } from './move';
import type { Scene } from '../canvas/scene';

/** Which sides, or middles, come to lie on one line. */
export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';
export type Axis = 'x' | 'y';

/** Brings what is selected onto one line; undefined where there are not two, or all lie there already. */
export function align(
  selected: ReadonlySet<string>,
  how: Alignment,
  topology: Topology,
  scene: Scene,
): Edit | undefined {
  const units = unitsOf(selected, topology, scene);
  const all = boundsOf(units.map(({ rect }) => rect));
  if (!all || units.length < 2) return undefined;
  return shifted(
    units.map(({ id, rect }) => ({ id, by: offset(how, rect, all) })),
    scene,
  );
}

/** Leaves the first and the last where they are and makes all gaps between them equal; undefined below three. */
export function distribute(
  selected: ReadonlySet<string>,
  axis: Axis,
  topology: Topology,
  scene: Scene,
): Edit | undefined {
  const extent = axis === 'x' ? 'width' : 'height';
  const units = unitsOf(selected, topology, scene).sort((a, b) => a.rect[axis] - b.rect[axis]);
  const [first, last] = [units[0], units.at(-1)];
  if (!first || !last || units.length < 3) return undefined;
  const span = last.rect[axis] + last.rect[extent] - first.rect[axis];
  const taken = units.reduce((sum, { rect }) => sum + rect[extent], 0);
  const gap = (span - taken) / (units.length - 1);
  let next = first.rect[axis];
  const moves = units.map(({ id, rect }) => {
    const by = { x: 0, y: 0, [axis]: Math.round(next) - rect[axis] };
    next += rect[extent] + gap;
    return { id, by };
  });
  return shifted(moves, scene);
}

interface Unit {
  readonly id: string;
  readonly rect: Rect;
}

/** What moves as one: frames with their cards, and the other cards. */
function unitsOf(selected: ReadonlySet<string>, topology: Topology, scene: Scene): Unit[] {
  return [...selected].flatMap((id): Unit[] => {
    const node = topology.nodes.get(id);
    const frame = node && frameOf(node, topology);
    const rect = (scene.cards.get(id) ?? scene.frames.get(id))?.rect;
    return rect && !(frame !== undefined && selected.has(frame)) ? [{ id, rect }] : [];
  });
}

function offset(how: Alignment, rect: Rect, all: Rect): Position {
  switch (how) {
    case 'left':
      return { x: all.x - rect.x, y: 0 };
    case 'centre':
      return { x: Math.round(all.x + (all.width - rect.width) / 2) - rect.x, y: 0 };
    case 'right':
      return { x: all.x + all.width - rect.x - rect.width, y: 0 };
    case 'top':
      return { x: 0, y: all.y - rect.y };
    case 'middle':
      return { x: 0, y: Math.round(all.y + (all.height - rect.height) / 2) - rect.y };
    case 'bottom':
      return { x: 0, y: all.y + all.height - rect.y - rect.height };
  }
}

function shifted(moves: readonly { id: string; by: Position }[], scene: Scene): Edit | undefined {
  const positions = moves
    .filter(({ by }) => by.x !== 0 || by.y !== 0)
    .flatMap(({ id, by }) => [...nudged(new Set([id]), by, scene)])
    .map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)] as const] as const);
  return positions.length === 0 ? undefined : { type: 'move', positions: Object.fromEntries(positions) };
}
