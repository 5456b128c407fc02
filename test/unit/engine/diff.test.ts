import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  differences,
  KNOWN_LATER,
  standsInSlot,
  withoutSuffix,
  withSuffix,
  type Difference,
} from '../../../src/engine/diff';
import type { Found, Provider } from '../../../src/engine/provider';
import { initially, ref } from '../../../src/engine/resource';

type Rules = Pick<Provider, 'immutable' | 'uniqueNameLimit' | 'sets'>;

/** Properties of a provider that a test does not name; those of {@link Provider} are of no particular type. */
const named = (...names: string[]) => names as never[];

function compare(
  asked: object,
  read: Readonly<Record<string, unknown>>,
  rules: Partial<Rules> = {},
): Difference {
  const provider = { type: 'thing', immutable: [], ...rules };
  return differences(asked, read, provider, { notEchoed: { thing: ['tier'], other: ['name'] } });
}

const changes = (...args: Parameters<typeof compare>) => compare(...args).changes;

describe('a difference', () => {
  it('is none between equals, wherever their members stand', () => {
    const props = { name: 'web', nested: { a: [1, { b: null }], c: true } };
    const turned = { nested: { c: true, a: [1, { b: null }] }, name: 'web' };
    expect(compare(props, turned)).toEqual({ changes: [], notEchoed: [] });
  });

  it('is none in what a thing was only made with', () => {
    expect(changes({ tasks: initially(2) }, { tasks: 5 })).toEqual([]);
    expect(changes({ tasks: initially(2) }, {})).toEqual([]);
    expect(changes({ tasks: 2 }, { tasks: 5 })).toHaveLength(1);
  });

  it('has what was and what will be, as far as there is one', () => {
    expect(changes({ port: 80, name: 'web' }, { port: 81, vpc: 'v' })).toEqual([
      { path: 'port', before: 81, after: 80, replaces: false },
      { path: 'name', after: 'web', replaces: false },
      { path: 'vpc', before: 'v', replaces: false },
    ]);
  });

  it('is none where neither has a value', () => {
    expect(changes({ port: undefined, nested: { a: undefined } }, { nested: {} })).toEqual([]);
  });

  it('goes down to the member that differs, in objects and in lists of one length', () => {
    const read = { check: { path: '/', codes: [200, 204] } };
    expect(changes({ check: { path: '/health', codes: [200, 301], port: 80 } }, read)).toEqual([
      { path: 'check.path', before: '/', after: '/health', replaces: false },
      { path: 'check.codes.1', before: 204, after: 301, replaces: false },
      { path: 'check.port', after: 80, replaces: false },
    ]);
  });

  it('is all of a list that has become longer or shorter, and of what is of another sort', () => {
    for (const [before, after] of [
      [[1], [1, 2]],
      [[1, 2], [1]],
      [[1], { 0: 1 }],
      [{ 0: 1 }, [1]],
      [null, {}],
      ['text', { text: 1 }],
    ])
      expect(changes({ list: after }, { list: before })).toEqual([
        { path: 'list', before, after, replaces: false },
      ]);
  });

  it('is known later where the value is one that only the deploy will know', () => {
    const group = ref('nlb/group', 'arn');
    expect(changes({ group, list: [group], name: 'a' }, { list: ['arn:1'], name: 'a' })).toEqual([
      { path: 'group', after: KNOWN_LATER, replaces: false },
      { path: 'list.0', before: 'arn:1', after: KNOWN_LATER, replaces: false },
    ]);
  });

  it('takes no notice of the order of work', () => {
    expect(changes({ after: [ref('nlb/listener', 'arn')] }, {})).toEqual([]);
  });

  it('replaces where it lies anywhere in what cannot be changed', () => {
    const rules = { immutable: named('network') };
    expect(
      changes({ network: { subnets: ['b'] }, port: 80 }, { network: { subnets: ['a'] } }, rules),
    ).toEqual([
      { path: 'network.subnets.0', before: 'a', after: 'b', replaces: true },
      { path: 'port', after: 80, replaces: false },
    ]);
  });

  it('is none in the order of a list that has none, and is told in one order', () => {
    const rules = { sets: named('zones') };
    expect(changes({ zones: ['b', 'a'] }, { zones: ['a', 'b'] }, rules)).toEqual([]);
    expect(changes({ zones: ['b', 'a'] }, { zones: ['a', 'b'] })).toHaveLength(2);
    expect(changes({ zones: ['c', 'a'] }, { zones: ['b', 'a'] }, rules)).toEqual([
      { path: 'zones.1', before: 'b', after: 'c', replaces: false },
    ]);
  });

  it('is left out where the endpoint is known not to answer the property, and named', () => {
    expect(compare({ tier: 1, name: 'a' }, {})).toEqual({
      changes: [{ path: 'name', after: 'a', replaces: false }],
      notEchoed: ['tier'],
    });
    expect(compare({ tier: 1 }, { tier: 2 })).toMatchObject({ changes: [{ path: 'tier' }], notEchoed: [] });
  });

  it('is none in what a replacement has added to a name, where names are unique', () => {
    const rules = { uniqueNameLimit: 32 };
    expect(changes({ name: 'web' }, { name: 'web-1a2b' }, rules)).toEqual([]);
    expect(changes({ name: 'web' }, { name: 'web-1a2b' })).toHaveLength(1);
    expect(changes({ family: 'web' }, { family: 'web-1a2b' }, rules)).toHaveLength(1);
    expect(changes({ name: 'web' }, { name: 'app-1a2b' }, rules)).toEqual([
      { path: 'name', before: 'app-1a2b', after: 'web', replaces: false },
    ]);
  });
});

describe('the suffix of a replacement', () => {
  const limit = 12;
  const name = fc.stringMatching(/^[a-z-]{1,12}$/);
  const suffix = fc.stringMatching(/^[0-9a-f]{4}$/);

  it('keeps a name within its limit and is known again, whatever the name', () => {
    fc.assert(
      fc.property(name, suffix, (wanted, added) => {
        const longer = withSuffix(wanted, limit, added);
        expect(longer.length).toBeLessThanOrEqual(limit);
        expect(longer.endsWith(`-${added}`)).toBe(true);
        expect(withoutSuffix(longer, wanted, limit)).toBe(wanted);
      }),
    );
  });

  it('cuts no more of a name than it has to', () => {
    expect(withSuffix('seven--', limit, '1a2b')).toBe('seven---1a2b');
    expect(withSuffix('eight---', limit, '1a2b')).toBe('eight---1a2b');
    expect(withSuffix('web', limit, '1a2b')).toBe('web-1a2b');
  });

  it('is not taken from a name that is wanted as it is, from another, or from none', () => {
    expect(withoutSuffix('web-1a2b', 'web-1a2b', limit)).toBe('web-1a2b');
    expect(withoutSuffix('app-1a2b', 'web', limit)).toBe('app-1a2b');
    expect(withoutSuffix(undefined, 'web', limit)).toBe(undefined);
    expect(withoutSuffix('web-1a2b', undefined, limit)).toBe('web-1a2b');
  });
});

describe('a slot', () => {
  const listener: Found = {
    id: 'nlb/a',
    type: 'listener',
    physicalId: 'listener-1',
    created: '2026-01-01T00:00:00.000Z',
    props: { balancer: 'nlb-1', port: 80, target: 'a' },
    attributes: {},
    pointsTo: [],
  };
  const provider = { type: 'listener', immutable: [], slot: named('balancer', 'port') };
  const stands = (asked: object, type = 'listener', slot = provider) =>
    standsInSlot(type, asked, listener, slot);

  it('is taken by what is like it in the properties of which each combination is there once', () => {
    expect(stands({ port: 80, balancer: 'nlb-1', target: 'b', more: 1 })).toBe(true);
    expect(stands({ port: 81, balancer: 'nlb-1', target: 'a' })).toBe(false);
    expect(stands({ port: 80, balancer: 'nlb-2', target: 'a' })).toBe(false);
  });

  it('is not taken by what does not exist yet', () => {
    expect(stands({ port: 80, balancer: ref('nlb/balancer', 'arn') })).toBe(false);
  });

  it('is one of its type only, and of types that have any', () => {
    expect(stands(listener.props, 'rule')).toBe(false);
    expect(standsInSlot('listener', listener.props, listener, { type: 'listener', immutable: [] })).toBe(
      false,
    );
  });
});
