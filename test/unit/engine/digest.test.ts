import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, digest, isAsApplied, markOf, unordered } from '../../../src/engine/digest';
import { ref } from '../../../src/engine/resource';

/** What JSON can say, but -0, which it says as 0. */
const json = fc.jsonValue({ maxDepth: 3 }).map((value): unknown => JSON.parse(JSON.stringify(value)));

/** The same with the members of every object in the opposite order. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, backwards(member)]),
  );
}

describe('the canonical text of a value', () => {
  it('says all of it', () => {
    fc.assert(fc.property(json, (value) => void expect(JSON.parse(canonical(value))).toEqual(value)));
  });

  it('is the same in whatever order the members stand', () => {
    fc.assert(fc.property(json, (value) => void expect(canonical(backwards(value))).toBe(canonical(value))));
  });

  it('has its members sorted and takes no notice of those that are undefined', () => {
    expect(canonical({ b: [2, { d: 1, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[2,{"d":1}]}');
  });

  it('keeps the order of lists', () => {
    expect(canonical([2, 1])).not.toBe(canonical([1, 2]));
  });

  it('is null for what JSON cannot say', () => {
    expect([undefined, null, [undefined]].map(canonical)).toEqual(['null', 'null', '[null]']);
  });
});

describe('a digest', () => {
  it('is sixteen hex digits of the SHA-256 of the canonical text, the same on every machine', () => {
    expect(digest({ b: 1, a: [true] })).toBe('708747538ba81fd6');
    expect(digest({ a: [true], b: 1 })).toBe(digest({ b: 1, a: [true] }));
  });

  it('differs where the values differ', () => {
    fc.assert(
      fc.property(
        json,
        json,
        (one, other) => void expect(digest(one) === digest(other)).toBe(canonical(one) === canonical(other)),
      ),
    );
  });
});

describe('a list without an order', () => {
  it('is the same however it is shuffled, and holds the same items', () => {
    const shuffled = fc
      .array(json)
      .chain((items) =>
        fc.tuple(
          fc.constant(items),
          fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([items, others]) => {
        expect(unordered(others)).toEqual(unordered(items));
        expect((unordered(items) as unknown[]).map(canonical).sort()).toEqual(items.map(canonical).sort());
      }),
    );
  });

  it('is ordered by what its items say', () => {
    expect(unordered(['b', 'c', 'a', 'b'])).toEqual(['a', 'b', 'b', 'c']);
  });

  it('leaves what is no list, and the list that it was given', () => {
    const given = ['b', 'a'];
    unordered(given);
    expect(given).toEqual(['b', 'a']);
    expect(unordered('ba')).toBe('ba');
  });
});

describe('the mark of what was applied', () => {
  const mark = (props: object, sets: readonly string[] = []) => markOf({ props }, { sets });

  it('has eight characters for each property, of those that every tag may hold', () => {
    const text = mark({ name: 'web', port: 80, subnets: ['a', 'b'] });
    expect(text).toMatch(/^[A-Za-z0-9_-]{24}$/);
  });

  it('does not depend on the order of the properties', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), json),
        (props) => void expect(mark(Object.fromEntries(Object.entries(props).reverse()))).toBe(mark(props)),
      ),
    );
  });

  it('says nothing of what is not asked, nor of the order of work', () => {
    expect(mark({ port: 80, name: undefined, after: [ref('nlb/listener', 'arn')] })).toBe(mark({ port: 80 }));
  });

  it('counts references by what they refer to', () => {
    expect(mark({ group: ref('a', 'arn') })).not.toBe(mark({ group: ref('b', 'arn') }));
  });

  it('takes notice of the order of a list only where it has one', () => {
    const [ab, ba] = [{ subnets: ['a', 'b'] }, { subnets: ['b', 'a'] }];
    expect(mark(ab)).not.toBe(mark(ba));
    expect(mark(ab, ['subnets'])).toBe(mark(ba, ['subnets']));
    expect(mark(ab, ['groups'])).not.toBe(mark(ba, ['groups']));
  });

  it('is the one of before where that is what is asked for', () => {
    expect(markOf({ props: { port: 80 }, applied: 'before' }, {})).toBe('before');
  });

  it('tells of each property whether the file asks the same', () => {
    const before = mark({ name: 'web', port: 80, spare: undefined });
    expect(isAsApplied(before, 'name', 'web')).toBe(true);
    expect(isAsApplied(before, 'port', 80)).toBe(true);
    expect(isAsApplied(before, 'port', 81)).toBe(false);
    // Asked then and no more, not asked then but now, neither then nor now.
    expect(isAsApplied(before, 'port', undefined)).toBe(false);
    expect(isAsApplied(before, 'count', 2)).toBe(false);
    expect(isAsApplied(before, 'count', undefined)).toBe(true);
    // Null is a value; what is not asked has none.
    expect(isAsApplied(mark({ port: null }), 'port', undefined)).toBe(false);
  });

  it('knows every property again that it was made of', () => {
    fc.assert(
      fc.property(fc.record({ name: json, port: json, subnets: json }, { requiredKeys: [] }), (props) => {
        for (const [name, value] of Object.entries(props))
          expect(isAsApplied(mark(props), name, value)).toBe(true);
      }),
    );
  });

  it('takes no piece of one property for the name of another', () => {
    // Shifted by one character the name of `port` stands there, at a place where none begins.
    const port = mark({ port: 80 });
    expect(isAsApplied(`x${port}xxxxxxx`, 'port', 80)).toBe(false);
  });
});
