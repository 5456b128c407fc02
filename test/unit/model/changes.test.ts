import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/model/changes';
import type { Edit } from '../../../src/model/edit';
import { memberOf, valueAt, type JsonObject, type JsonValue } from '../../../src/model/json';
import { chain, registry, twoServices, withEdges, withNodes, withTwin } from '../../fakes/topologies';

function applied(document: JsonValue, edit: Edit): JsonValue {
  const result = applyEdit(document, edit, registry);
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

function reason(document: JsonValue, edit: Edit): string | undefined {
  const result = applyEdit(document, edit, registry);
  return result.ok ? undefined : result.reason;
}

/** `from to` of each edge. */
function ends(document: JsonValue): string[] {
  const edges = memberOf(document, 'edges');
  return (Array.isArray(edges) ? (edges as readonly JsonValue[]) : []).map((edge) =>
    [memberOf(edge, 'from'), memberOf(edge, 'to')].filter((id) => typeof id === 'string').join(' '),
  );
}

describe('adding a node', () => {
  it('puts it behind the others, with its position', () => {
    const document = applied(chain(), {
      type: 'addNode',
      id: 'second',
      node: { kind: 'nlb' },
      position: [10, -20],
    });
    expect(Object.keys(memberOf(document, 'nodes') as JsonObject).at(-1)).toBe('second');
    expect(valueAt(document, ['layout', 'second'])).toEqual([10, -20]);
  });

  it('makes the map of nodes where the file has none', () => {
    expect(applied({}, { type: 'addNode', id: 'a', node: { kind: 'nlb' } })).toEqual({
      nodes: { a: { kind: 'nlb' } },
    });
  });

  it.each([
    ['nlb', 'There is a node with this id already: nlb'],
    ['Upper', /^An id has lower-case letters.*: Upper$/],
    ['__proto__', /^An id has lower-case letters/],
    ['a--b', /^An id has lower-case letters/],
    ['a'.repeat(33), /at most 32/],
  ])('refuses the id %s', (id, expected) => {
    expect(reason(chain(), { type: 'addNode', id, node: { kind: 'nlb' } })).toMatch(expected);
  });

  it('writes over nothing that stands in the place of the map', () => {
    expect(reason({ nodes: ['a'] }, { type: 'addNode', id: 'b', node: { kind: 'nlb' } })).toBe(
      'The nodes of the file are no object. Mend them in the text first.',
    );
  });

  it('takes an id that every object has as a member', () => {
    const document = applied(chain(), { type: 'addNode', id: 'constructor', node: { kind: 'nlb' } });
    expect(valueAt(document, ['nodes', 'constructor', 'kind'])).toBe('nlb');
  });
});

describe('removing', () => {
  it('takes a node with its edges, position and mentions', () => {
    const document = applied(
      { ...chain(), layout: { nlb: [0, 0], cluster: [1, 1] } },
      { type: 'remove', nodes: ['nlb', 'cluster'], edges: [] },
    );
    expect(ends(document)).toEqual(['client api', 'api link', 'users names']);
    expect(valueAt(document, ['nodes', 'users', 'cluster'])).toBeUndefined();
    expect(memberOf(document, 'layout')).toEqual({});
  });

  it('takes the mention of an API out of the routes that stay', () => {
    const document = applied(
      withEdges(chain(), { from: 'link', to: 'nlb', routes: [{ key: 'ANY /users', api: 'api' }] }),
      { type: 'remove', nodes: ['api'], edges: [] },
    );
    expect(valueAt(document, ['edges', 0, 'routes'])).toEqual([{ key: 'ANY /users' }]);
  });

  it('takes the edge on the listener that is meant', () => {
    const document = applied(withTwin(chain(), { from: 'nlb', to: 'users', listener: 81 }), {
      type: 'remove',
      nodes: [],
      edges: [{ from: 'nlb', to: 'users', listener: 80 }],
    });
    expect(valueAt(document, ['edges', 4, 'listener'])).toBe(81);
    expect(ends(document)).toHaveLength(5);
  });

  it('takes several edges at once, whatever their order', () => {
    const document = applied(chain(), {
      type: 'remove',
      nodes: [],
      edges: [
        { from: 'client', to: 'api' },
        { from: 'users', to: 'names' },
        { from: 'api', to: 'link' },
      ],
    });
    expect(ends(document)).toEqual(['link nlb', 'nlb users']);
  });

  it('refuses what is not there any more', () => {
    expect(reason(chain(), { type: 'remove', nodes: ['gone'], edges: [] })).toBe(
      'There is no such node any more: gone',
    );
    const edge = { from: 'api', to: 'nlb' };
    expect(reason(chain(), { type: 'remove', nodes: [], edges: [edge] })).toBe(
      'There is no such edge any more: api → nlb',
    );
  });
});

describe('moving', () => {
  it('writes positions and nothing else', () => {
    const document = applied(chain(), { type: 'move', positions: { api: [1, 2], nlb: [3, 4] } });
    expect(document).toEqual({ ...chain(), layout: { api: [1, 2], nlb: [3, 4] } });
  });

  it('refuses a node that is not there any more', () => {
    expect(reason(chain(), { type: 'move', positions: { gone: [0, 0] } })).toBe(
      'There is no such node any more: gone',
    );
  });
});

describe('connecting', () => {
  it('adds an edge at the end', () => {
    const document = applied(chain(), { type: 'connect', edge: { from: 'nlb', to: 'users', listener: 81 } });
    expect(valueAt(document, ['edges', 5])).toEqual({ from: 'nlb', to: 'users', listener: 81 });
  });

  it('makes the list where the file has none', () => {
    expect(applied({}, { type: 'connect', edge: { from: 'a', to: 'b' } })).toEqual({
      edges: [{ from: 'a', to: 'b' }],
    });
  });

  it('writes over nothing that stands in the place of the list', () => {
    expect(reason({ edges: { a: 'b' } }, { type: 'connect', edge: { from: 'a', to: 'b' } })).toBe(
      'The edges of the file are no list. Mend them in the text first.',
    );
  });
});

describe('renaming a node', () => {
  const document = {
    ...withEdges(twoServices(), {
      from: 'link',
      to: 'nlb',
      routes: ['ANY /users', { key: 'ANY /users/{proxy+}', api: 'api' }],
    }),
    layout: { api: [1, 2], cluster: [3, 4] },
  };

  it('changes its key at its place, its position, and both ends of edges', () => {
    const renamed = applied(document, { type: 'renameNode', from: 'api', to: 'gateway' });
    expect(Object.keys(memberOf(renamed, 'nodes') as JsonObject)).toEqual([
      'client',
      'gateway',
      'link',
      'nlb',
      'cluster',
      'users',
      'names',
      'orders',
    ]);
    expect(memberOf(renamed, 'layout')).toEqual({ gateway: [1, 2], cluster: [3, 4] });
    expect(ends(renamed).slice(0, 2)).toEqual(['client gateway', 'gateway link']);
  });

  it('changes it in routes, and leaves what only looks like it', () => {
    const renamed = applied(document, { type: 'renameNode', from: 'api', to: 'gateway' });
    expect(valueAt(renamed, ['edges', 2, 'routes', 1])).toEqual({
      key: 'ANY /users/{proxy+}',
      api: 'gateway',
    });
    const users = applied(document, { type: 'renameNode', from: 'users', to: 'people' });
    expect(valueAt(users, ['edges', 2, 'routes', 0])).toBe('ANY /users');
  });

  it('changes it in every service of a cluster', () => {
    const renamed = applied(document, { type: 'renameNode', from: 'cluster', to: 'fleet' });
    expect(valueAt(renamed, ['nodes', 'users', 'cluster'])).toBe('fleet');
    expect(valueAt(renamed, ['nodes', 'orders', 'cluster'])).toBe('fleet');
  });

  it('leaves no mention of the old id', () => {
    for (const id of Object.keys(memberOf(document, 'nodes') as JsonObject)) {
      const renamed = JSON.stringify(applied(document, { type: 'renameNode', from: id, to: 'zz' }));
      expect(renamed).not.toContain(`"${id}":{`);
      for (const field of ['from', 'to', 'cluster', 'api'])
        expect(renamed).not.toContain(`"${field}":"${id}"`);
    }
  });

  it('changes it in the patches of environments', () => {
    const environments = {
      dev: { nodes: { users: { cpu: 512 }, cluster: { containerInsights: true } } },
      prod: { nodes: { orders: { cluster: 'cluster' }, cluster: null } },
    };
    const renamed = applied(
      { ...document, environments },
      { type: 'renameNode', from: 'cluster', to: 'fleet' },
    );
    expect(memberOf(renamed, 'environments')).toEqual({
      dev: { nodes: { users: { cpu: 512 }, fleet: { containerInsights: true } } },
      prod: { nodes: { orders: { cluster: 'fleet' }, fleet: null } },
    });
  });

  it('leaves what a deployed node was, and nothing where it was not deployed', () => {
    const rename = { type: 'renameNode' as const, from: 'users', to: 'people' };
    const deployed = applied(document, { ...rename, deployed: true });
    expect(valueAt(deployed, ['nodes', 'people', 'formerly'])).toBe('users');
    expect(valueAt(applied(document, rename), ['nodes', 'people', 'formerly'])).toBeUndefined();
  });

  it('keeps what it was through a second change before the next deploy, and drops it on the way back', () => {
    const once = applied(document, { type: 'renameNode', from: 'users', to: 'people', deployed: true });
    const twice = applied(once, { type: 'renameNode', from: 'people', to: 'folk' });
    expect(valueAt(twice, ['nodes', 'folk', 'formerly'])).toBe('users');
    expect(applied(twice, { type: 'renameNode', from: 'folk', to: 'users' })).toEqual(document);
  });

  it('takes no id that an environment has', () => {
    const environments = { dev: { nodes: { more: { kind: 'vpcLink' } } } };
    const taken = { ...document, environments };
    expect(reason(taken, { type: 'renameNode', from: 'api', to: 'more' })).toMatch(/already: more$/);
    expect(reason(taken, { type: 'addNode', id: 'more', node: { kind: 'nlb' } })).toMatch(/already: more$/);
  });

  it('does nothing where the id stays', () => {
    expect(applied(document, { type: 'renameNode', from: 'api', to: 'api' })).toEqual(document);
  });

  it.each([
    ['gone', 'x', 'There is no such node any more: gone'],
    ['api', 'nlb', 'There is a node with this id already: nlb'],
    ['api', 'a_b', /^An id has lower-case letters/],
  ])('refuses %s to %s', (from, to, expected) => {
    expect(reason(document, { type: 'renameNode', from, to })).toMatch(expected);
  });
});

describe('writing a field', () => {
  it('sets it in a node, an edge or the document, making objects on the way', () => {
    expect(
      valueAt(
        applied(chain(), {
          type: 'setField',
          target: { node: 'users' },
          path: ['health', 'path'],
          value: '/up',
        }),
        ['nodes', 'users', 'health'],
      ),
    ).toEqual({ path: '/up' });
    const edge = { from: 'nlb', to: 'users' };
    expect(
      valueAt(applied(chain(), { type: 'setField', target: { edge }, path: ['listener'], value: 81 }), [
        'edges',
        3,
      ]),
    ).toEqual({ ...edge, listener: 81 });
    expect(
      memberOf(
        applied(chain(), { type: 'setField', target: { document: true }, path: ['name'], value: 'other' }),
        'name',
      ),
    ).toBe('other');
  });

  it('does not make the file one that this extension cannot read', () => {
    const target = { document: true } as const;
    const wanted = { ok: false, reason: expect.stringContaining('reads version 1') as string };
    const set: Edit = { type: 'setField', target, path: ['version'], value: 512 };
    expect(applyEdit(chain(), set, registry)).toEqual(wanted);
    const unmarked = Object.fromEntries(Object.entries(chain()).filter(([key]) => key !== 'version'));
    const rename: Edit = { type: 'renameField', target, path: ['next'], key: 'version' };
    expect(applyEdit({ ...unmarked, next: 2 }, rename, registry)).toEqual(wanted);
    expect(applyEdit(unmarked, { ...set, value: 1 }, registry).ok).toBe(true);
  });

  it('removes it where there is no value, and nothing where there is none', () => {
    const edit: Edit = { type: 'setField', target: { node: 'users' }, path: ['port'] };
    expect(valueAt(applied(chain(), edit), ['nodes', 'users', 'port'])).toBeUndefined();
    const other: Edit = { type: 'setField', target: { node: 'users' }, path: ['health', 'path'] };
    expect(applied(chain(), other)).toEqual(chain());
  });

  it('refuses a node or an edge that is not there any more', () => {
    expect(reason(chain(), { type: 'setField', target: { node: 'gone' }, path: ['x'], value: 1 })).toBe(
      'There is no such node any more: gone',
    );
    const edge = { from: 'nlb', to: 'users', listener: 9 };
    expect(reason(chain(), { type: 'setField', target: { edge }, path: ['x'], value: 1 })).toBe(
      'There is no such edge any more: nlb → users',
    );
  });
});

it('never replaces, removes or renames the topology as a whole', () => {
  const target = { document: true } as const;
  const edits: Edit[] = [
    { type: 'setField', target, path: [], value: null },
    { type: 'setField', target, path: [] },
    { type: 'renameField', target, path: [], key: 'x' },
  ];
  for (const edit of edits) {
    expect(reason(chain(), edit)).toContain('Name a field of it');
  }
});

describe('renaming a member', () => {
  const document = withNodes(chain(), { users: { environment: { A: '1', B: '2' } } });
  const edit = (from: string, key: string): Edit => ({
    type: 'renameField',
    target: { node: 'users' },
    path: ['environment', from],
    key,
  });

  it('keeps its place and value', () => {
    const environment = valueAt(applied(document, edit('A', 'C')), ['nodes', 'users', 'environment']);
    expect(Object.entries(environment as JsonObject)).toEqual([
      ['C', '1'],
      ['B', '2'],
    ]);
  });

  it('refuses a name that is taken, or a member that is not there', () => {
    expect(reason(document, edit('A', 'B'))).toBe('There is one of this name already: B');
    expect(reason(document, edit('Z', 'C'))).toBe('There is no such field any more: environment.Z');
  });
});

describe('a batch', () => {
  it('does one after the other, each on what the ones before it left', () => {
    const document = applied(chain(), {
      type: 'batch',
      edits: [
        { type: 'addNode', id: 'second', node: { kind: 'nlb' } },
        { type: 'renameNode', from: 'second', to: 'third' },
        { type: 'connect', edge: { from: 'link', to: 'third' } },
      ],
    });
    expect(valueAt(document, ['nodes', 'third'])).toEqual({ kind: 'nlb' });
    expect(ends(document).at(-1)).toBe('link third');
  });

  it('is refused whole', () => {
    const edits: Edit = {
      type: 'batch',
      edits: [
        { type: 'addNode', id: 'second', node: { kind: 'nlb' } },
        { type: 'renameNode', from: 'gone', to: 'third' },
      ],
    };
    expect(reason(chain(), edits)).toBe('There is no such node any more: gone');
  });
});
