import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import { applyChanges, type JsonChange, type JsonValue } from '../../../src/model/json';
import { readTopology, type Topology } from '../../../src/model/topology';

const registry = createRegistry(KINDS);

const KIND_NAMES = ['client', 'apiGateway', 'vpcLink', 'nlb', 'ecsService', 'nothing'];
const id = fc.nat(5).map((index) => `n${index}`);
const node = fc.record({ kind: fc.constantFrom(...KIND_NAMES), title: fc.constantFrom('one', 'two') });
const edge = fc.record({ from: id, to: id }, { noNullPrototype: true });
const change: fc.Arbitrary<JsonChange> = fc.oneof(
  fc.record({ op: fc.constant('set' as const), path: fc.tuple(fc.constant('nodes'), id), value: node }),
  fc.record({ op: fc.constant('remove' as const), path: fc.tuple(fc.constant('nodes'), id) }),
  fc.record({
    op: fc.constant('set' as const),
    path: fc.tuple(fc.constant('edges'), fc.nat(5)),
    value: edge,
  }),
  fc.record({ op: fc.constant('remove' as const), path: fc.tuple(fc.constant('edges'), fc.nat(5)) }),
);

const START: JsonValue = {
  version: 1,
  name: 'shop',
  nodes: { n0: { kind: 'client' }, n1: { kind: 'apiGateway' }, n2: { kind: 'nlb' } },
  edges: [{ from: 'n0', to: 'n1' }],
  environments: { dev: { nodes: { n1: { title: 'Development' } } } },
};

function parts({ nodes, edges, positions, elsewhere }: Topology) {
  return { nodes: [...nodes.values()], edges, positions: [...positions], elsewhere: [...elsewhere] };
}

describe('readTopology with the topology before', () => {
  it('reads what it reads without, after any changes and in any environment', () => {
    const steps = fc.array(fc.tuple(fc.array(change, { maxLength: 3 }), fc.boolean()), { maxLength: 8 });
    fc.assert(
      fc.property(steps, (list) => {
        let [file, before]: [JsonValue, Topology] = [START, readTopology(START, registry)];
        for (const [changes, isDev] of list) {
          file = applyChanges(file, changes);
          const environment = isDev ? 'dev' : undefined;
          before = readTopology(file, registry, environment, before);
          expect(parts(before)).toEqual(parts(readTopology(file, registry, environment)));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keeps every node and edge that was not changed', () => {
    const before = readTopology(START, registry);
    const changed = applyChanges(START, [{ op: 'set', path: ['nodes', 'n2', 'title'], value: 'Door' }]);
    const after = readTopology(changed, registry, undefined, before);
    expect(after.nodes.get('n0')).toBe(before.nodes.get('n0'));
    expect(after.edges[0]).toBe(before.edges[0]);
    expect(after.nodes.get('n2')?.title).toBe('Door');
  });
});
