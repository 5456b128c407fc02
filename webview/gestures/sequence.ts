import type { Registry } from '../../src/kinds/index';
import { applyEdit } from '../../src/model/changes';
import type { Edit, SingleEdit } from '../../src/model/edit';
import { readTopology, type Topology } from '../../src/model/topology';

/** The single edits of one gesture, in order, and the topology as they leave it. */
export interface Sequence {
  /** Read when it is asked for, not after every edit. */
  readonly topology: Topology;
  /** False where an edit does not fit; then it is left out. */
  add(edit: SingleEdit): boolean;
  /** All of it as one undo step; undefined where there is nothing to do. */
  edit(): Edit | undefined;
}

export function createSequence(start: Topology, registry: Registry): Sequence {
  const edits: SingleEdit[] = [];
  let { file } = start;
  let topology: Topology | undefined = start;
  return {
    get topology() {
      topology ??= readTopology(file, registry, start.environment);
      return topology;
    },
    add(edit) {
      const result = applyEdit(file, edit, registry);
      if (!result.ok) return false;
      file = result.value;
      topology = undefined;
      edits.push(edit);
      return true;
    },
    edit() {
      const [first, ...others] = edits;
      return others.length === 0 ? first : { type: 'batch', edits };
    },
  };
}
