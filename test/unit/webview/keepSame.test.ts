import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepSame } from '../../../webview/keepSame';

describe('keepSame', () => {
  it('says what is now, whatever was before, and changes neither', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, now) => {
        const copies = [JSON.stringify(before), JSON.stringify(now)];
        expect(JSON.stringify(keepSame(before, now))).toEqual(copies[1]);
        expect([JSON.stringify(before), JSON.stringify(now)]).toEqual(copies);
      }),
    );
  });

  it('is the very same as before where nothing changed', () => {
    const before = { nodes: { a: { x: 1 }, b: { y: [1, 2] } }, edges: [{ from: 'a' }, { from: 'b' }] };
    expect(keepSame(before, structuredClone(before))).toBe(before);
    const now = keepSame(before, { ...structuredClone(before), nodes: { a: { x: 2 }, b: { y: [1, 2] } } });
    expect(now.nodes.b).toBe(before.nodes.b);
    expect(now.edges).toBe(before.edges);
    expect(now.nodes.a).toEqual({ x: 2 });
  });

  it('takes __proto__ for a member, and keeps it one', () => {
    const before: unknown = JSON.parse('{"a":{"__proto__":{"x":1}},"b":1}');
    const now = keepSame(before, JSON.parse('{"a":{"__proto__":{"x":1}},"b":2}') as Record<string, object>);
    expect(JSON.stringify(now)).toBe('{"a":{"__proto__":{"x":1}},"b":2}');
    expect(Object.getPrototypeOf(now['a'])).toBe(Object.prototype);
  });
});
