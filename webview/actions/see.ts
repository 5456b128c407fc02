import { boundsOf } from '../canvas/geometry';
import type { Action, Stage } from './action';

/** What is seen of the drawing. */
export const SEE: readonly Action[] = [
  {
    id: 'fit',
    title: 'Fit to window',
    icon: 'screen-full',
    section: 'View',
    keys: ['0'],
    menus: ['canvas'],
    run: ({ view }) => view.fit(),
  },
  {
    id: 'fitSelection',
    title: 'Zoom to selection',
    icon: 'zoom-in',
    section: 'View',
    keys: ['Z'],
    menus: ['card', 'several'],
    isPossible: (stage) => selectedRects(stage).length > 0,
    run(stage) {
      const bounds = boundsOf(selectedRects(stage));
      if (bounds) stage.view.fitTo(bounds);
    },
  },
  {
    id: 'zoomIn',
    title: 'Zoom in',
    section: 'View',
    keys: ['=', '+'],
    keyText: '+',
    run: ({ view }) => view.zoom('in'),
  },
  { id: 'zoomOut', title: 'Zoom out', section: 'View', keys: ['-'], run: ({ view }) => view.zoom('out') },
  { id: 'life', title: 'Zoom to 100 %', section: 'View', keys: ['1'], run: ({ view }) => view.zoom('life') },
  {
    id: 'minimap',
    title: 'Show or hide the minimap',
    icon: 'map',
    section: 'View',
    keys: ['M'],
    menus: ['canvas'],
    run: ({ store }) => store.getState().actions.toggleMinimap(),
  },
];

function selectedRects({ store, scene }: Stage) {
  const { nodes, edges } = store.getState().selection;
  const ends = scene.wires.flatMap(({ key, edge }) => (edges.has(key) ? [edge.from, edge.to] : []));
  return [...nodes, ...ends].flatMap((id) => (scene.cards.get(id) ?? scene.frames.get(id))?.rect ?? []);
}
