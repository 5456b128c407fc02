import { GRID, type Position } from '../canvas/geometry';
import { drop, nudged } from '../gestures/move';
import { align, distribute, type Alignment, type Axis } from '../gestures/arrange';
import { group } from '../gestures/group';
import { tidy } from '../gestures/tidy';
import type { Action, Stage } from './action';
import { placeOf } from './go';

const STEPS: Readonly<Record<string, Position>> = {
  ArrowLeft: { x: -GRID, y: 0 },
  ArrowRight: { x: GRID, y: 0 },
  ArrowUp: { x: 0, y: -GRID },
  ArrowDown: { x: 0, y: GRID },
};
/** How many dots a wide step is. */
const WIDE = 4;

/** Ways to align and distribute. */
export const ALIGNMENTS: readonly Action[] = [
  aligned('left', 'Align left sides', 'Alt+A'),
  aligned('centre', 'Align centres', 'Alt+H'),
  aligned('right', 'Align right sides', 'Alt+D'),
  aligned('top', 'Align tops', 'Alt+W'),
  aligned('middle', 'Align middles', 'Alt+V'),
  aligned('bottom', 'Align bottoms', 'Alt+S'),
  distributed('x', 'Distribute from left to right', 'Alt+Shift+H'),
  distributed('y', 'Distribute from top to bottom', 'Alt+Shift+V'),
];

/** Where cards stand. */
export const ARRANGE: readonly Action[] = [
  {
    id: 'move',
    title: 'Move by a dot, with Shift by four',
    section: 'Arrange',
    keys: Object.keys(STEPS).flatMap((arrow) => [`Alt+${arrow}`, `Alt+Shift+${arrow}`]),
    keyText: 'Alt+Arrow keys',
    writes: true,
    isPossible: ({ store }) => store.getState().selection.nodes.size > 0,
    run({ store, scene }, key) {
      const { selection, topology, actions } = store.getState();
      const step = STEPS[key.split('+').at(-1) ?? ''];
      if (!step) return;
      const length = key.includes('Shift') ? WIDE : 1;
      const to = nudged(selection.nodes, { x: step.x * length, y: step.y * length }, scene);
      const edit = drop(to, topology, scene);
      // Only a drag changes the cluster: by a key one passes over many.
      if (edit) actions.edit(edit.type === 'batch' ? (edit.edits[0] ?? edit) : edit);
      const [[only] = [], ...others] = to;
      const at = only === undefined ? undefined : to.get(only);
      if (at && others.length === 0) actions.announce(`${at.x}, ${at.y}`);
    },
  },
  {
    id: 'tidy',
    title: 'Tidy up',
    icon: 'wand',
    section: 'Arrange',
    keys: ['Shift+Alt+F'],
    menus: ['canvas', 'several'],
    writes: true,
    isPossible: ({ store }) => store.getState().topology.nodes.size > 0,
    run({ store, measure }) {
      const { selection, topology, placed, registry, actions } = store.getState();
      const chosen = selection.nodes.size > 1 ? selection.nodes : undefined;
      const tidied = tidy(chosen, topology, placed, registry, measure);
      if (!tidied) actions.say('Everything stands where tidying up would put it.');
      // Who selected the cards has said that these may move.
      else if (tidied.byHand > 0 && !chosen) actions.show({ type: 'tidy', ...tidied });
      else if (actions.edit(tidied.edit)) actions.announce('Tidied up');
    },
  },
  {
    id: 'group',
    title: 'Group into a cluster',
    icon: 'group-by-ref-type',
    section: 'Arrange',
    keys: ['Mod+G'],
    menus: ['several'],
    writes: true,
    isPossible: ({ store }) => store.getState().selection.nodes.size > 0,
    run({ store }) {
      const { selection, topology, registry, actions } = store.getState();
      const grouped = group(selection.nodes, topology, registry);
      if (!grouped.ok) actions.say(grouped.reason, 'error');
      else if (actions.edit(grouped.edit)) {
        actions.select([grouped.id]);
        actions.announce('Grouped into a cluster');
      }
    },
  },
  {
    id: 'arrange',
    title: 'Align or distribute…',
    icon: 'layout',
    section: 'Arrange',
    menus: ['several'],
    writes: true,
    isPossible: areSeveral,
    run(stage) {
      const [first] = stage.store.getState().selection.nodes;
      const at = placeOf(stage, first === undefined ? undefined : { node: first });
      stage.store.getState().actions.show({ type: 'arrange', at });
    },
  },
  ...ALIGNMENTS,
];

function aligned(how: Alignment, title: string, key: string): Action {
  return arranging(`align-${how}`, title, key, ({ store, scene }) => {
    const { selection, topology } = store.getState();
    return align(selection.nodes, how, topology, scene);
  });
}

function distributed(axis: Axis, title: string, key: string): Action {
  return arranging(`distribute-${axis}`, title, key, ({ store, scene }) => {
    const { selection, topology } = store.getState();
    return distribute(selection.nodes, axis, topology, scene);
  });
}

function arranging(
  id: string,
  title: string,
  key: string,
  edit: (stage: Stage) => ReturnType<typeof align>,
): Action {
  return {
    id,
    title,
    section: 'Arrange',
    keys: [key],
    writes: true,
    isPossible: areSeveral,
    run(stage) {
      const { actions } = stage.store.getState();
      const made = edit(stage);
      if (!made) actions.say('They stand like that already.');
      else if (actions.edit(made)) actions.announce(`${title}: done`);
    },
  };
}

function areSeveral({ store }: Stage): boolean {
  return store.getState().selection.nodes.size > 1;
}
