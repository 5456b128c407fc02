import { removal } from '../gestures/removal';
import { copied, readClip } from '../gestures/clipboard';
import { paste } from '../gestures/paste';
import type { Action, Stage } from './action';

const WITH_CARDS = ['card', 'several'] as const;

/** Changes of what is there. */
export const EDIT: readonly Action[] = [
  {
    id: 'rename',
    title: 'Rename',
    icon: 'edit',
    section: 'Edit',
    keys: ['F2'],
    menus: ['card'],
    writes: true,
    isPossible: ({ store }) => store.getState().selection.nodes.size === 1,
    run({ store }) {
      const { selection, actions } = store.getState();
      actions.rename([...selection.nodes][0]);
    },
  },
  {
    id: 'cut',
    title: 'Cut',
    icon: 'screen-cut',
    section: 'Edit',
    keys: ['Mod+X'],
    heardElsewhere: true,
    menus: WITH_CARDS,
    writes: true,
    isPossible: hasCards,
    run: (stage) => void toClipboard(stage, true, (text) => navigator.clipboard.writeText(text)),
  },
  {
    id: 'copy',
    title: 'Copy',
    icon: 'copy',
    section: 'Edit',
    keys: ['Mod+C'],
    heardElsewhere: true,
    menus: WITH_CARDS,
    isPossible: hasCards,
    run: (stage) => void toClipboard(stage, false, (text) => navigator.clipboard.writeText(text)),
  },
  {
    id: 'paste',
    title: 'Paste',
    icon: 'clippy',
    section: 'Edit',
    keys: ['Mod+V'],
    heardElsewhere: true,
    menus: ['canvas', 'card', 'several'],
    writes: true,
    run(stage) {
      navigator.clipboard.readText().then(
        (text) => pasteText(stage, text),
        () =>
          stage.store
            .getState()
            .actions.say('The clipboard cannot be read from here. Press the keys of Paste.'),
      );
    },
  },
  {
    id: 'duplicate',
    title: 'Duplicate',
    icon: 'files',
    section: 'Edit',
    keys: ['Mod+D'],
    menus: WITH_CARDS,
    writes: true,
    isPossible: hasCards,
    run(stage) {
      const { selection, topology } = stage.store.getState();
      const copy = copied(selection.nodes, topology, stage.scene);
      const read = copy && readClip(copy.text);
      if (!read?.ok) return;
      const places = Object.values(read.clip.layout);
      const topLeft = { x: Math.min(...places.map(([x]) => x)), y: Math.min(...places.map(([, y]) => y)) };
      pasteInto(stage, read.clip, topLeft, 'duplicated');
    },
  },
  {
    id: 'delete',
    title: 'Delete',
    icon: 'trash',
    section: 'Edit',
    keys: ['Delete', 'Backspace'],
    menus: ['card', 'wire', 'several'],
    writes: true,
    isPossible: ({ store }) => {
      const { nodes, edges } = store.getState().selection;
      return nodes.size + edges.size > 0;
    },
    run({ store }) {
      const { selection, topology, actions } = store.getState();
      const edit = removal(selection, topology);
      const text = counted(selection.nodes.size, selection.edges.size);
      if (edit && actions.edit(edit)) actions.announce(`${text} deleted`);
    },
  },
  {
    id: 'undo',
    title: 'Undo, redo',
    section: 'Edit',
    keys: ['Mod+Z', 'Mod+Shift+Z', 'Mod+Y'],
    keyText: 'Ctrl+Z, Ctrl+Shift+Z',
    heardElsewhere: true,
    run: ({ store }) => store.getState().actions.command('undo'),
  },
];

/** Gives the selected cards as text to `put`, and takes them out of the drawing where they are cut. */
export async function toClipboard(
  { store, scene }: Stage,
  isCut: boolean,
  put: (text: string) => Promise<void> | void,
): Promise<void> {
  const { selection, topology, actions } = store.getState();
  const copy = copied(selection.nodes, topology, scene);
  if (!copy) return;
  try {
    await put(copy.text);
  } catch {
    actions.say('The clipboard cannot be written from here. Press the keys of Cut or Copy.');
    return;
  }
  const cards = counted(copy.nodes.size, 0);
  if (!isCut) actions.announce(`${cards} copied`);
  else if (actions.edit({ type: 'remove', nodes: [...copy.nodes], edges: [] }))
    actions.announce(`${cards} cut`);
}

/** Puts what a text says into the drawing: where the pointer is, else in the middle. */
export function pasteText(stage: Stage, text: string): void {
  const { view, store } = stage;
  const read = readClip(text);
  if (!read.ok) {
    store.getState().actions.say(read.reason, 'error');
    return;
  }
  pasteInto(stage, read.clip, view.toDrawing(view.pointer() ?? view.middle()), 'pasted');
}

function pasteInto(
  { store, scene, view }: Stage,
  clip: Parameters<typeof paste>[0],
  topLeft: Parameters<typeof paste>[1],
  done: string,
): void {
  const { topology, registry, actions } = store.getState();
  const pasted = paste(clip, topLeft, topology, registry, scene);
  if (!pasted || !actions.edit(pasted.edit)) return;
  actions.select(pasted.ids);
  actions.announce(`${counted(pasted.ids.length, 0)} ${done}`);
  const [first] = pasted.ids;
  if (first !== undefined) view.goTo({ node: first });
}

/** `2 cards, 1 wire` */
export function counted(cards: number, wires: number): string {
  const some = (count: number, what: string) =>
    count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`];
  return [...some(cards, 'card'), ...some(wires, 'wire')].join(', ');
}

function hasCards({ store }: Stage): boolean {
  return store.getState().selection.nodes.size > 0;
}
