import type { Registry } from '../../src/kinds/index';
import type { Kind } from '../../src/kinds/kind';
import type { JsonObject } from '../../src/model/json';
import type { Edit } from '../../src/model/edit';
import type { Topology } from '../../src/model/topology';
import { freeId, takenIds } from './newCard';
import { createSequence } from './sequence';

/** Puts a new frame around the selected cards that can stand in one; a sentence where none can. */
export function group(
  selected: ReadonlySet<string>,
  topology: Topology,
  registry: Registry,
):
  | { readonly ok: true; readonly edit: Edit; readonly id: string }
  | { readonly ok: false; readonly reason: string } {
  const frames = [...registry.values()].filter(({ place }) => place === 'frame');
  for (const frame of frames) {
    const members = [...selected].flatMap((id) => {
      const field = joiningField(topology.nodes.get(id)?.kind, frame);
      return field === undefined ? [] : [{ id, field }];
    });
    if (members.length === 0) continue;
    const id = freeId(frame.stem, takenIds(topology));
    const sequence = createSequence(topology, registry);
    // A kind's initial fields are JSON: they are written to the file.
    sequence.add({ type: 'addNode', id, node: { kind: frame.kind, ...(frame.initial as JsonObject) } });
    for (const { id: node, field } of members) {
      sequence.add({ type: 'setField', target: { node }, path: [field], value: id });
    }
    const edit = sequence.edit();
    if (edit) return { ok: true, edit, id };
  }
  const able = [...registry.values()].filter((kind) => frames.some((frame) => joiningField(kind, frame)));
  const titles = new Intl.ListFormat('en', { type: 'disjunction' }).format(able.map(({ title }) => title));
  return {
    ok: false,
    reason: `Nothing is selected that stands in a cluster. Select at least one ${titles}.`,
  };
}

/** The field by which a card of a kind joins a frame of another. */
function joiningField(kind: Kind | undefined, frame: Kind): string | undefined {
  return kind?.mentions?.find(({ capability }) => frame.provides[capability] !== undefined)?.field;
}
