import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameJson, type JsonObject, type JsonValue } from '../../../src/model/json';
import { mergePatch, patchBetween } from '../../../src/model/mergePatch';

describe('a patch between two objects', () => {
  it('says only what is another, and what is gone', () => {
    const before = { nodes: { a: { state: 'ok' }, b: { state: 'broken', reason: 'x' } }, url: 'u' };
    const after = { nodes: { a: { state: 'ok' }, b: { state: 'ok' }, c: { state: 'ok' } } };
    expect(patchBetween(before, after)).toEqual({
      nodes: { b: { state: 'ok', reason: null }, c: { state: 'ok' } },
      url: null,
    });
  });

  it('is none where they say the same, whatever their order and whatever is undefined', () => {
    const after = { b: { c: [1, 2] }, a: 1, d: undefined } as unknown as JsonObject;
    expect(patchBetween({ a: 1, b: { c: [1, 2] } }, after)).toBeUndefined();
  });

  it('replaces lists whole', () => {
    expect(patchBetween({ a: [1, 2] }, { a: [1, 3] })).toEqual({ a: [1, 3] });
  });

  it('makes the one the other', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.string({ maxLength: 2 }), tie('value'), { maxKeys: 4 }),
      ),
    }));
    const object = fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), value, { maxKeys: 3 });
    fc.assert(
      fc.property(object, object, (before, after) => {
        const patch = patchBetween(before, after);
        expect(isSameJson(patch ? mergePatch(before, patch) : before, after)).toBe(true);
      }),
    );
  });
});
