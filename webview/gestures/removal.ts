import type { Edit } from '../../src/model/edit';
import type { Topology } from '../../src/model/topology';
import type { Selection } from '../state';

/** Everything selected, gone; undefined when nothing is. */
export function removal({ nodes, edges }: Selection, topology: Topology): Edit | undefined {
  if (nodes.size === 0 && edges.size === 0) return undefined;
  return {
    type: 'remove',
    nodes: [...nodes],
    edges: topology.edges
      .filter(({ key, from, to }) => edges.has(key) && !nodes.has(from) && !nodes.has(to))
      .map(({ ref }) => ref),
  };
}
