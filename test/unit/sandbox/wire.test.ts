import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from '../../../src/sandbox/wire';

const leaf = fc.oneof(
  fc.string(),
  // JSON has no negative zero.
  fc.double().map((number) => number + 0),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array(),
);
const key = fc.oneof(
  fc.string(),
  fc.constantFrom('$date', '$map', '$object', '$bytes', '$set', '$number', '__proto__'),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 4 }, leaf, tie('list'), tie('object'), tie('map'), tie('set')),
  list: fc.array(tie('any')),
  object: fc
    .array(fc.tuple(key, tie('any')))
    .map((members) => Object.fromEntries(members) as Record<string, unknown>),
  map: fc.array(fc.tuple(fc.string(), tie('any'))).map((entries) => new Map(entries)),
  set: fc.array(fc.string()).map((items) => new Set(items)),
})).any;

test('what is written is read back equal, whatever its members are called', () => {
  fc.assert(
    fc.property(value, (one) => {
      expect(decode(encode(one))).toEqual(one);
    }),
  );
});

test('members without a value are left out', () => {
  expect(encode({ a: undefined, b: 1 })).toBe('{"b":1}');
});
