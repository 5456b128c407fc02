import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/model/changes';
import type { Edit, SingleEdit } from '../../../src/model/edit';
import { inEnvironment } from '../../../src/model/environment';
import { editOfFile } from '../../../src/model/environmentEdit';
import { memberOf, valueAt, type JsonObject, type JsonValue } from '../../../src/model/json';
import { textEdits, applyTextEdits } from '../../../src/model/text/edits';
import { changesOf } from '../../../src/model/changes';
import { chain, registry, withNodes } from '../../fakes/topologies';

const withDev = (patch: JsonObject, base: JsonObject = chain()): JsonObject => ({
  ...base,
  environments: { dev: patch, prod: {} },
});

/** The file after an edit of what dev shows. */
function edited(file: JsonObject, edit: Edit): JsonValue {
  const translated = editOfFile(file, 'dev', edit, registry);
  if (!translated.ok) throw new Error(translated.reason);
  const result = applyEdit(file, translated.value, registry);
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}
const patchOf = (file: JsonValue) => valueAt(file, ['environments', 'dev']);
const set = (node: string, path: (string | number)[], value?: JsonValue): SingleEdit => ({
  type: 'setField',
  target: { node },
  path,
  ...(value === undefined ? {} : { value }),
});

describe('a field of an environment', () => {
  it('is written into its patch, and the base stays', () => {
    const file = edited(withDev({}), set('users', ['desiredCount'], 3));
    expect(patchOf(file)).toEqual({ nodes: { users: { desiredCount: 3 } } });
    expect(memberOf(file, 'nodes')).toEqual(chain().nodes);
  });

  it('that says what the base says leaves nothing in the patch', () => {
    const base = withNodes(chain(), { users: { desiredCount: 2 } });
    const file = withDev({ region: 'us-east-1', nodes: { users: { desiredCount: 3 } } }, base);
    expect(patchOf(edited(file, set('users', ['desiredCount'], 2)))).toEqual({ region: 'us-east-1' });
  });

  it('goes to its default by null where the base says something', () => {
    const base = withNodes(chain(), { users: { desiredCount: 2, scaling: { min: 1, max: 4 } } });
    expect(patchOf(edited(withDev({}, base), set('users', ['desiredCount'])))).toEqual({
      nodes: { users: { desiredCount: null } },
    });
    expect(patchOf(edited(withDev({}, base), set('users', ['scaling'], { min: 2, cpu: 50 })))).toEqual({
      nodes: { users: { scaling: { min: 2, max: null, cpu: 50 } } },
    });
  });

  it('below what the environment took away is what the base says no more', () => {
    const base = withNodes(chain(), { users: { scaling: { min: 1, max: 4 } } });
    const file = withDev({ nodes: { users: { scaling: null } } }, base);
    const after = edited(file, set('users', ['scaling', 'min'], 2));
    expect(valueAt(inEnvironment(after, 'dev'), ['nodes', 'users', 'scaling'])).toEqual({ min: 2 });
  });

  it('of the network is written with the whole network', () => {
    const edit: Edit = {
      type: 'setField',
      target: { document: true },
      path: ['network', 'vpcId'],
      value: 'vpc-9',
    };
    const after = edited(withDev({}), edit);
    const network = { ...(chain().network as JsonObject), vpcId: 'vpc-9' };
    expect(patchOf(after)).toEqual({ network });
    expect(patchOf(edited(after as JsonObject, { ...edit, value: 'vpc-8' }))).toEqual({
      network: { ...network, vpcId: 'vpc-8' },
    });
  });

  it('that all share is written to the base', () => {
    const edit: Edit = { type: 'setField', target: { document: true }, path: ['name'], value: 'shop' };
    const after = edited(withDev({}), edit);
    expect(memberOf(after, 'name')).toBe('shop');
    expect(patchOf(after)).toEqual({});
  });

  it('gets another key without losing what the base has for the others', () => {
    const base = withNodes(chain(), { users: { environment: { A: '1', B: '2' } } });
    const edit: Edit = {
      type: 'renameField',
      target: { node: 'users' },
      path: ['environment', 'A'],
      key: 'C',
    };
    const after = edited(withDev({}, base), edit);
    expect(valueAt(inEnvironment(after, 'dev'), ['nodes', 'users', 'environment'])).toEqual({
      B: '2',
      C: '1',
    });
    expect(valueAt(after, ['nodes', 'users', 'environment'])).toEqual({ A: '1', B: '2' });
  });
});

describe('a node of an environment', () => {
  const more: Edit = { type: 'addNode', id: 'more', node: { kind: 'nlb' }, position: [8, 16] };

  it('is added there, its place to the base', () => {
    const after = edited(withDev({}), more);
    expect(patchOf(after)).toEqual({ nodes: { more: { kind: 'nlb' } } });
    expect(valueAt(after, ['layout', 'more'])).toEqual([8, 16]);
    expect(edited(after as JsonObject, { type: 'move', positions: { more: [0, 0] } })).toMatchObject({
      layout: { more: [0, 0] },
    });
  });

  it('that the base has is taken away there alone, with what names it there', () => {
    const after = edited(withDev({}), { type: 'remove', nodes: ['cluster'], edges: [] });
    expect(patchOf(after)).toEqual({ nodes: { users: { cluster: null }, cluster: null } });
    expect({ ...(after as JsonObject), environments: {} }).toEqual({ ...chain(), environments: {} });
  });

  it('that is nowhere else is gone with its wires and its place', () => {
    const wire: Edit = { type: 'connect', edge: { from: 'link', to: 'more' } };
    const file = edited(edited(withDev({}), more) as JsonObject, wire) as JsonObject;
    const after = edited(file, { type: 'remove', nodes: ['more'], edges: [] });
    expect(patchOf(after)).toEqual({});
    expect(valueAt(after, ['layout', 'more'])).toBeUndefined();
    expect(valueAt(after, ['edges'])).toEqual(chain().edges);
  });

  it('gets another id, everywhere', () => {
    const wired = edited(withDev({ nodes: { more: { kind: 'nlb' } } }), {
      type: 'connect',
      edge: { from: 'link', to: 'more' },
    }) as JsonObject;
    const after = edited(wired, { type: 'renameNode', from: 'more', to: 'extra', deployed: true });
    expect(patchOf(after)).toEqual({ nodes: { extra: { kind: 'nlb', formerly: 'more' } } });
    expect((after as { edges: JsonValue[] }).edges.at(-1)).toEqual({ from: 'link', to: 'extra' });
  });

  it('that is not there is refused with a sentence', () => {
    const file = withDev({ nodes: { users: null } });
    const result = editOfFile(file, 'dev', set('users', ['cpu'], 512), registry);
    expect(result).toEqual({ ok: false, reason: 'There is no such node in dev any more: users' });
  });
});

describe('whatever is written while an environment is shown', () => {
  const key = fc.constantFrom('a', 'b', 'auth', 'list');
  const leaf = fc.constantFrom<JsonValue>(1, 2, 'x', true);
  const value = fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(leaf, { maxLength: 3 }),
    fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf), fc.array(leaf, { maxLength: 2 }))),
  );
  const node = fc.dictionary(key, value);
  const patch = fc.dictionary(key, fc.oneof(value, fc.constant<JsonValue>(null)));

  it('is what is shown then, changes no other, and is the same in data and text', () => {
    fc.assert(
      fc.property(
        node,
        patch,
        fc.array(key, { minLength: 1, maxLength: 3 }),
        fc.option(value),
        (own, changed, path, to) => {
          const file: JsonObject = {
            nodes: { n: own },
            environments: { dev: { nodes: { n: changed } }, prod: {} },
          };
          const edit = set('n', path, to ?? undefined);
          const here = inEnvironment(file, 'dev');
          const wanted = applyEdit(here, edit, registry);
          const after = edited(file, edit);
          expect(inEnvironment(after, 'dev')).toEqual(wanted.ok && wanted.value);
          expect(inEnvironment(after, 'prod')).toEqual(inEnvironment(file, 'prod'));
          expect(inEnvironment(after, undefined)).toEqual({
            ...file,
            environments: memberOf(after, 'environments'),
          });
          const translated = editOfFile(file, 'dev', edit, registry);
          const changes = translated.ok ? changesOf(file, translated.value, registry) : translated;
          if (!changes.ok) throw new Error(changes.reason);
          const text = JSON.stringify(file, undefined, 2);
          expect(JSON.parse(applyTextEdits(text, textEdits(text, changes.value)))).toEqual(after);
        },
      ),
    );
  });
});
