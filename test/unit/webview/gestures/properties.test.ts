import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../../src/model/changes';
import type { Edit } from '../../../../src/model/edit';
import { memberOf } from '../../../../src/model/json';
import { mentions } from '../../../../src/model/mentions';
import { readTopology, type Topology } from '../../../../src/model/topology';
import { addNode } from '../../../../webview/gestures/newCard';
import { layout } from '../../../../webview/canvas/layout';
import { align, distribute } from '../../../../webview/gestures/arrange';
import { copied, readClip } from '../../../../webview/gestures/clipboard';
import { group } from '../../../../webview/gestures/group';
import { paste } from '../../../../webview/gestures/paste';
import { reconnect } from '../../../../webview/gestures/reconnect';
import { tidy } from '../../../../webview/gestures/tidy';
import { addWired, obviousWiring } from '../../../../webview/gestures/wiring';
import { topology as anyTopology, wired } from '../../model/randomTopology';
import { sceneOf } from '../scenes';
import { measure, registry } from '../topology';

const drawn = fc.oneof(anyTopology, wired).map((document) => readTopology(document, registry));
const HERE = { x: 0, y: 0 };

/** Whatever can be chosen in a topology: some of its nodes, a wire, a kind. */
const situation = drawn.chain((topology) =>
  fc.record({
    topology: fc.constant(topology),
    chosen: fc.subarray([...topology.nodes.keys()]).map((ids) => new Set(ids)),
    wire:
      topology.edges.length === 0
        ? fc.constant('')
        : fc.constantFrom(...topology.edges.map(({ key }) => key)),
    card: topology.nodes.size === 0 ? fc.constant('') : fc.constantFrom(...topology.nodes.keys()),
    kind: fc.constantFrom(...registry.values()),
  }),
);
type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

const GESTURES: Readonly<Record<string, (situation: Situation) => Edit | undefined>> = {
  'a card with its obvious wires': ({ kind, topology }) =>
    addWired(
      addNode(kind, HERE, topology, sceneOf(topology)),
      obviousWiring(kind, topology, registry),
      topology,
      registry,
    ),
  'another end of a wire': ({ wire, card, topology }) => {
    const moved = reconnect(topology, registry, wire, 'to', card);
    return moved.ok ? { type: 'batch', edits: [...moved.edits] } : undefined;
  },
  'a copy': ({ chosen, topology }) => {
    const copy = copied(chosen, topology, sceneOf(topology));
    const read = copy && readClip(copy.text);
    return read?.ok ? paste(read.clip, HERE, topology, registry, sceneOf(topology))?.edit : undefined;
  },
  'a group': ({ chosen, topology }) => {
    const grouped = group(chosen, topology, registry);
    return grouped.ok ? grouped.edit : undefined;
  },
  'an alignment': ({ chosen, topology }) => align(chosen, 'middle', topology, sceneOf(topology)),
  'equal gaps': ({ chosen, topology }) => distribute(chosen, 'x', topology, sceneOf(topology)),
  'tidying up': ({ chosen, topology }) =>
    tidy(chosen, topology, layout(topology, registry, measure, new Map()), registry, measure)?.edit,
};

describe('whatever is drawn and chosen', { timeout: 60_000 }, () => {
  it.each(Object.entries(GESTURES))('%s fits, and leaves every mention naming somebody', (_name, gesture) => {
    fc.assert(
      fc.property(situation, (situation) => {
        const edit = gesture(situation);
        fc.pre(edit !== undefined);
        if (!edit) return;
        const { topology } = situation;
        const result = applyEdit(topology.file, edit, registry);
        expect(result).toMatchObject({ ok: true });
        const after = result.ok ? readTopology(result.value, registry) : topology;
        expect(lost(after).filter((id) => !lost(topology).includes(id))).toEqual([]);
        expect(topology.nodes.size).toBeLessThanOrEqual(after.nodes.size);
        expect(memberOf(after.file, 'name')).toBe(memberOf(topology.file, 'name'));
      }),
      { numRuns: 200, maxSkipsPerRun: 100 },
    );
  });

  it('what is aligned twice was aligned the first time', () => {
    fc.assert(
      fc.property(
        wired,
        fc.constantFrom(...(['left', 'centre', 'top', 'bottom'] as const)),
        (document, how) => {
          const before = readTopology(document, registry);
          const chosen = new Set(['api', 'link', 'nlb', 'names']);
          const edit = align(chosen, how, before, sceneOf(before));
          const result = edit && applyEdit(document, edit, registry);
          fc.pre(result?.ok === true);
          const after = readTopology(result?.ok ? result.value : document, registry);
          expect(align(chosen, how, after, sceneOf(after, before))).toBeUndefined();
        },
      ),
      { numRuns: 100 },
    );
  });
});

/** Ids that are mentioned and are nobody's. */
function lost(topology: Topology): string[] {
  return mentions(topology.file, registry)
    .map(({ id }) => id)
    .filter((id) => !topology.nodes.has(id));
}
