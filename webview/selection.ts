import type { Topology } from '../src/model/topology';
import type { Selection } from './state';

export const NOTHING: Selection = { nodes: new Set(), edges: new Set() };

/** What of a selection is still drawn. */
export function existing({ nodes, edges }: Selection, topology: Topology): Selection {
  const keys = new Set(topology.edges.map(({ key }) => key));
  const selection = {
    nodes: new Set([...nodes].filter((id) => topology.nodes.has(id))),
    edges: new Set([...edges].filter((key) => keys.has(key))),
  };
  return isSame(selection, { nodes, edges }) ? { nodes, edges } : selection;
}

export function isSame(one: Selection, other: Selection): boolean {
  const equal = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
    a.size === b.size && [...a].every((key) => b.has(key));
  return equal(one.nodes, other.nodes) && equal(one.edges, other.edges);
}

/** The same selection after a node was given another id. */
export function withNewId(selection: Selection, { from, to }: { from: string; to: string }): Selection {
  return { ...selection, nodes: new Set([...selection.nodes].map((id) => (id === from ? to : id))) };
}
