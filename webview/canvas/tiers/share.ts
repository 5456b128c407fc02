import type { Selection } from '../../state';
import type { Share } from '../flow';
import { overlaps } from '../geometry';
import type { Scene } from '../scene';
import type { Form, Held } from './mounting';
import { isMoving } from './moving';
import type { Window } from './view';

/** React Flow's share of a scene; without a window that is all of it. */
export function shareOf(
  scene: Scene,
  window: Window | undefined,
  cards: ReadonlyMap<string, Form>,
  held: Held,
  selection: Selection,
): Share {
  const { network, ghosts } = scene;
  const frames = [...(network ? [network] : []), ...scene.frames.values()];
  if (!window) {
    return { cards, frames, ghosts, wires: scene.wires, hidden: { cards: new Set(), wires: [] } };
  }
  const { area, tier } = window;
  const isNone = held.edges.size + held.moving.size + selection.edges.size === 0;
  const candidates = isNone ? [] : scene.wires;
  const wires = candidates.filter((wire) => held.edges.has(wire.key) || isMoving(wire, held.moving));
  const shown = new Set(wires.map(({ key }) => key));
  const selected = candidates.filter(({ edge, key }) => selection.edges.has(edge.key) && !shown.has(key));
  return {
    cards,
    frames: frames.filter(({ id, rect }) => held.nodes.has(id) || (tier !== 'far' && overlaps(rect, area))),
    ghosts: ghosts.filter(({ rect }) => overlaps(rect, area)),
    wires,
    hidden: {
      // React Flow draws no wire whose ends it does not know, and moves and deselects what it knows as selected.
      cards: new Set([...selection.nodes, ...wires.flatMap(({ edge }) => [edge.from, edge.to])]),
      wires: selected,
    },
  };
}
