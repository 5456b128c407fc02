import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  memberOf,
  pathOf,
  pointer,
  type JsonChange,
  type JsonObject,
  type JsonValue,
} from '../../../src/model/json';

/** Freezes everything, so that a change in place would throw. */
function frozen<T extends JsonValue>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

describe('changes of data', () => {
  const document = frozen({ a: { b: 1, c: [1, 2, 3] }, d: { e: 2 } });

  it.each<[string, JsonChange, JsonValue]>([
    ['set a member', { op: 'set', path: ['a', 'b'], value: 9 }, { ...document, a: { b: 9, c: [1, 2, 3] } }],
    ['add one', { op: 'set', path: ['d', 'f', 'g'], value: 9 }, { ...document, d: { e: 2, f: { g: 9 } } }],
    ['append', { op: 'set', path: ['a', 'c', 3], value: 4 }, { ...document, a: { b: 1, c: [1, 2, 3, 4] } }],
    ['replace all', { op: 'set', path: [], value: 1 }, 1],
    ['remove a member', { op: 'remove', path: ['a', 'b'] }, { ...document, a: { c: [1, 2, 3] } }],
    ['remove an element', { op: 'remove', path: ['a', 'c', 1] }, { ...document, a: { b: 1, c: [1, 3] } }],
    ['rename', { op: 'rename', path: ['d', 'e'], key: 'x' }, { ...document, d: { x: 2 } }],
  ])('%s', (_what, change, expected) => {
    expect(applyChanges(document, [change])).toEqual(expected);
  });

  it.each<JsonChange>([
    { op: 'remove', path: ['x'] },
    { op: 'remove', path: ['a', 'c', 9] },
    { op: 'remove', path: ['a', 'b', 'c'] },
    { op: 'rename', path: ['x', 'y'], key: 'z' },
    { op: 'rename', path: ['a', 'b'], key: 'c' },
    { op: 'set', path: ['a', 'c', 9], value: 1 },
  ])('are left out where they have no place: %j', (change) => {
    expect(applyChanges(document, [change])).toEqual(document);
  });

  it('copy only what lies on their paths', () => {
    const changed = applyChanges(document, [{ op: 'set', path: ['a', 'b'], value: 2 }]);
    expect(memberOf(changed, 'd')).toBe(document.d);
  });

  it('leave alone what an earlier one of them put in', () => {
    const value = frozen({ x: 1 });
    const changes: JsonChange[] = [
      { op: 'set', path: ['n'], value },
      { op: 'set', path: ['n', 'x'], value: 2 },
      { op: 'remove', path: ['n', 'x'] },
    ];
    expect(applyChanges(document, changes)).toEqual({ ...document, n: {} });
  });

  it('keep the order of members', () => {
    const changed = applyChanges(frozen({ a: 1, b: 2, c: 3 }), [
      { op: 'set', path: ['b'], value: 9 },
      { op: 'rename', path: ['a'], key: 'z' },
      { op: 'set', path: ['d'], value: 4 },
    ]) as JsonObject;
    expect(Object.entries(changed)).toEqual([
      ['z', 1],
      ['b', 9],
      ['c', 3],
      ['d', 4],
    ]);
  });

  it('treat __proto__ as a member like any other', () => {
    const changed = applyChanges({}, [{ op: 'set', path: ['__proto__', 'polluted'], value: true }]);
    expect(Object.keys(changed as JsonObject)).toEqual(['__proto__']);
    expect(memberOf(memberOf(changed, '__proto__'), 'polluted')).toBe(true);
    expect('polluted' in {}).toBe(false);
    expect(applyChanges(changed, [{ op: 'remove', path: ['__proto__'] }])).toEqual({});
  });
});

describe('a member', () => {
  it('is its own, never one that every object has', () => {
    expect(memberOf({}, 'constructor')).toBeUndefined();
    expect(memberOf([1], 'length')).toBeUndefined();
    expect(memberOf([1], 0)).toBe(1);
    expect(memberOf('text', 0)).toBeUndefined();
  });
});

describe('a pointer', () => {
  it('escapes what it is made of, and gives it back', () => {
    const path = ['edges', 0, 'a/b', 'c~d', ''];
    expect(pointer(path)).toBe('/edges/0/a~1b/c~0d/');
    expect(pathOf(pointer(path))).toEqual(path.map(String));
    expect(pathOf('')).toEqual([]);
  });
});
