import { pointer } from '../../src/model/json';
import { stepFrom, wireBeside, type Direction, type Spot } from '../gestures/steps';
import type { Action, Stage } from './action';

const ARROWS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];

/** Where one is, and how one gets elsewhere. */
export const GO: readonly Action[] = [
  {
    id: 'step',
    title: 'Go to the next card along the wires, or to the one above or below',
    section: 'Go',
    keys: ARROWS,
    keyText: 'Arrow keys',
    run: (stage, key) => visit(stage, next(stage, key)),
  },
  {
    id: 'stepAndSelect',
    title: 'Go there and select it as well',
    section: 'Go',
    keys: ARROWS.map((key) => `Shift+${key}`),
    keyText: 'Shift+Arrow keys',
    run(stage, key) {
      const spot = next(stage, key);
      if (!spot) return;
      const { selection, actions } = stage.store.getState();
      if ('node' in spot) actions.select([...selection.nodes, spot.node], selection.edges);
      else actions.select(selection.nodes, [...selection.edges, spot.edge]);
      stage.view.goTo(spot);
    },
  },
  {
    id: 'wire',
    title: 'Go to the wire that leaves the card, or to the one that enters it',
    section: 'Go',
    keys: ['Mod+ArrowRight', 'Mod+ArrowLeft'],
    keyText: 'Ctrl+← →',
    run(stage, key) {
      const spot = stage.spot();
      if (!spot || !('node' in spot)) return;
      const side = key.endsWith('Right') ? 'right' : 'left';
      const wire = wireBeside(spot.node, side, stage.store.getState().topology, stage.scene);
      if (wire) visit(stage, { edge: wire.key });
      else
        stage.store.getState().actions.announce(side === 'right' ? 'No wire leaves it' : 'No wire enters it');
    },
  },
  {
    id: 'settings',
    title: 'Select, then go to its settings',
    section: 'Go',
    keys: ['Enter', ' '],
    run(stage) {
      const spot = stage.spot();
      if (!spot) return;
      if (isSelected(stage, spot)) stage.view.focusInspector();
      else select(stage, spot);
    },
  },
  {
    id: 'problems',
    title: 'Show problems and remedies',
    icon: 'lightbulb',
    section: 'Go',
    keys: ['Mod+.'],
    menus: ['card'],
    isPossible: (stage) => faultyNode(stage) !== undefined,
    run(stage) {
      const node = faultyNode(stage);
      if (node !== undefined) stage.store.getState().actions.explain({ node, about: 'problems' });
    },
  },
  {
    id: 'search',
    title: 'Search',
    icon: 'search',
    section: 'Go',
    keys: ['Mod+F'],
    menus: ['canvas'],
    run: ({ store }) => store.getState().actions.show({ type: 'search' }),
  },
  {
    id: 'revealInText',
    title: 'Reveal in text',
    icon: 'go-to-file',
    section: 'Go',
    keys: ['F12'],
    menus: ['card', 'wire'],
    isPossible: (stage) => stage.spot() !== undefined,
    run(stage) {
      const { topology, actions } = stage.store.getState();
      const spot = stage.spot();
      if (!spot) return;
      const index = 'edge' in spot ? topology.edges.find(({ key }) => key === spot.edge)?.index : undefined;
      const path = 'node' in spot ? ['nodes', spot.node] : ['edges', index ?? 0];
      actions.command('revealInText', { path: pointer(path) });
    },
  },
  {
    id: 'menu',
    title: 'Show what can be done',
    section: 'Go',
    keys: ['Shift+F10', 'ContextMenu'],
    run(stage) {
      const spot = stage.spot();
      if (spot && !isSelected(stage, spot)) select(stage, spot);
      stage.store.getState().actions.show({ type: 'menu', at: placeOf(stage, spot) });
    },
  },
  {
    id: 'keys',
    title: 'List all keys',
    icon: 'keyboard',
    section: 'Go',
    keys: ['?'],
    menus: ['canvas'],
    run: ({ store }) => store.getState().actions.show({ type: 'keys' }),
  },
];

/** Below a card or wire, on the page; of nothing, in the middle. */
export function placeOf({ scene, view }: Stage, spot: Spot | undefined) {
  if (!spot) return view.middle();
  if ('edge' in spot) {
    const wire = scene.wires.find(({ key }) => key === spot.edge);
    return wire ? view.toPage(wire.path.label) : view.middle();
  }
  const card = scene.cards.get(spot.node);
  const rect = (card ?? scene.frames.get(spot.node))?.rect;
  return rect ? view.toPage({ x: rect.x + 24, y: rect.y + (card ? rect.height : 32) }) : view.middle();
}

function next(stage: Stage, key: string): Spot | undefined {
  const direction = key.replace(/^.*Arrow/, '').toLowerCase() as Direction;
  return stepFrom(stage.spot(), direction, stage.store.getState().topology, stage.scene);
}

function visit(stage: Stage, spot: Spot | undefined): void {
  if (!spot) return;
  select(stage, spot);
  stage.view.goTo(spot);
}

function isSelected({ store }: Stage, spot: Spot): boolean {
  const { nodes, edges } = store.getState().selection;
  return 'node' in spot ? nodes.has(spot.node) : edges.has(spot.edge);
}

function select({ store }: Stage, spot: Spot): void {
  const { actions } = store.getState();
  if ('node' in spot) actions.select([spot.node]);
  else actions.select([], [spot.edge]);
}

/** The card that one is at, where something is wrong with it. */
function faultyNode({ store, spot }: Stage): string | undefined {
  const at = spot();
  if (!at || !('node' in at)) return undefined;
  const isFaulty = store
    .getState()
    .problems.some(({ node, severity }) => node === at.node && severity !== 'info');
  return isFaulty ? at.node : undefined;
}
