import type { Action, Stage } from './action';
import { placeOf } from './go';

/** Gap between a card and one that is added beside it. */
const BESIDE = 64;

/** New cards and wires. */
export const ADD: readonly Action[] = [
  {
    id: 'add',
    title: 'Add…',
    icon: 'add',
    section: 'Add and connect',
    keys: ['A', '/'],
    menus: ['canvas', 'card'],
    writes: true,
    run(stage) {
      const spot = stage.spot();
      const { actions } = stage.store.getState();
      const node = spot && 'node' in spot ? spot.node : undefined;
      const at = node === undefined ? (stage.view.pointer() ?? stage.view.middle()) : besideOf(stage, node);
      actions.show({ type: 'add', at, ...(node !== undefined && { beside: node }) });
    },
  },
  {
    id: 'connect',
    title: 'Connect to…',
    icon: 'plug',
    section: 'Add and connect',
    keys: ['C'],
    menus: ['card'],
    writes: true,
    isPossible: (stage) => leaves(stage),
    run(stage) {
      const spot = stage.spot();
      if (!spot || !('node' in spot)) return;
      const from = spot.node;
      stage.store.getState().actions.show({ type: 'connect', from, at: placeOf(stage, spot) });
    },
  },
  {
    id: 'reconnect',
    title: 'Move an end to…',
    icon: 'arrow-swap',
    section: 'Add and connect',
    keys: ['R'],
    menus: ['wire'],
    writes: true,
    isPossible: (stage) => isWire(stage),
    run(stage) {
      const spot = stage.spot();
      if (!spot || !('edge' in spot)) return;
      const edge = spot.edge;
      stage.store.getState().actions.show({ type: 'reconnect', edge, at: placeOf(stage, spot) });
    },
  },
];

/** The place of a card beside another, on the page. */
function besideOf({ scene, view }: Stage, node: string) {
  const rect = (scene.cards.get(node) ?? scene.frames.get(node))?.rect;
  return rect ? view.toPage({ x: rect.x + rect.width + BESIDE, y: rect.y + rect.height / 2 }) : view.middle();
}

function leaves(stage: Stage): boolean {
  const spot = stage.spot();
  const kind = spot && 'node' in spot && stage.store.getState().topology.nodes.get(spot.node)?.kind;
  return Boolean(kind && kind.accepts.length > 0);
}

function isWire(stage: Stage): boolean {
  const spot = stage.spot();
  return spot !== undefined && 'edge' in spot;
}
