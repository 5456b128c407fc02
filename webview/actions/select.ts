import { alongPath, type Way } from '../gestures/path';
import { counted } from './edit';
import type { Action, Stage } from './action';

/** What is selected. */
export const SELECT: readonly Action[] = [
  {
    id: 'selectAll',
    title: 'Select all',
    section: 'Select',
    keys: ['Mod+A'],
    menus: ['canvas'],
    run({ store }) {
      const { topology, actions } = store.getState();
      actions.select(
        topology.nodes.keys(),
        topology.edges.map(({ key }) => key),
      );
      actions.announce(`${counted(topology.nodes.size, topology.edges.length)} selected`);
    },
  },
  {
    id: 'selectNone',
    title: 'Select nothing',
    section: 'Select',
    keys: ['Escape'],
    run: ({ store }) => store.getState().actions.select([]),
  },
  along('both', 'Select the whole path', ['P']),
  along('upstream', 'Select all that leads here', ['Mod+Shift+ArrowLeft']),
  along('downstream', 'Select all that it leads to', ['Mod+Shift+ArrowRight']),
];

function along(way: Way, title: string, keys: readonly string[]): Action {
  return {
    id: `path-${way}`,
    title,
    section: 'Select',
    keys,
    menus: ['card', 'wire', 'several'],
    isPossible: (stage) => start(stage) !== undefined,
    run(stage) {
      const { topology, actions } = stage.store.getState();
      const from = start(stage);
      if (!from) return;
      const { nodes, edges } = alongPath(from, way, topology);
      actions.select(nodes, edges);
      actions.announce(`${counted(nodes.size, edges.size)} selected`);
    },
  };
}

/** The selection, or what has the focus where nothing is selected. */
function start(stage: Stage) {
  const { selection } = stage.store.getState();
  if (selection.nodes.size + selection.edges.size > 0) return selection;
  const spot = stage.spot();
  return (
    spot && {
      nodes: new Set('node' in spot ? [spot.node] : []),
      edges: new Set('edge' in spot ? [spot.edge] : []),
    }
  );
}
