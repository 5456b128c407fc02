import fc from 'fast-check';
import {
  isObject,
  valueAt,
  type JsonChange,
  type JsonPath,
  type JsonValue,
} from '../../../../src/model/json';

/** Keys that are awkward for objects made without care, beside common ones. */
const key = fc.constantFrom(
  'a',
  'b',
  'name',
  'users {id}',
  '',
  '0',
  '__proto__',
  'constructor',
  'é\u2028"\\',
);

const scalar = fc.oneof(
  fc.constantFrom<JsonValue>(
    null,
    true,
    false,
    '',
    '// no comment',
    '/* none */',
    'x,y',
    'tab\t',
    '\ud83d\ude00',
  ),
  fc.integer({ min: -1000, max: 1000 }).map((number) => number || 0),
);

export const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 4, selector: ([name]) => name })
      .map((entries): JsonValue => Object.fromEntries(entries)),
  ),
})).value;

export const jsonObject = fc
  .uniqueArray(fc.tuple(key, json), { maxLength: 5, selector: ([name]) => name })
  .map((entries): JsonValue => Object.fromEntries(entries));

/** A text that says `value`, with anything that JSONC allows between the tokens. */
export function scattered(value: JsonValue): fc.Arbitrary<string> {
  return fc
    .record({
      eol: fc.constantFrom('\n', '\r\n'),
      mark: fc.constantFrom('', '\uFEFF'),
      noise: fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 40 }),
    })
    .map(({ eol, mark, noise }) => {
      let count = 0;
      const next = () => noise[count++ % noise.length] ?? 0;
      const kinds = [
        '',
        '',
        ' ',
        '\t',
        eol,
        `${eol}  `,
        '/* c */',
        ` // c${eol}`,
        `${eol}// c${eol}`,
        `${eol}${eol}`,
      ];
      const between = () => `${kinds[next()] ?? ''}${kinds[next()] ?? ''}`;
      const list = (items: string[]) =>
        items.map((item) => between() + item + between()).join(',') +
        (items.length > 0 && next() > 6 ? `,${between()}` : between());
      const print = (part: JsonValue): string => {
        if (Array.isArray(part)) return `[${list(part.map((item: JsonValue) => print(item)))}]`;
        if (!isObject(part)) return JSON.stringify(part);
        const members = Object.entries(part).map(
          ([name, member]) => `${JSON.stringify(name)}${between()}:${between()}${print(member)}`,
        );
        return `{${list(members)}}`;
      };
      return mark + between() + print(value) + between();
    });
}

/** A change before it is known what there is to change. */
export const intent = fc.record({
  op: fc.constantFrom('set', 'set', 'remove', 'rename'),
  picks: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 4 }),
  key,
  value: json,
  fresh: fc.boolean(),
});
export type Intent = typeof intent extends fc.Arbitrary<infer T> ? T : never;

/** Aims an intent at a document: at something that is there or, with `fresh`, mostly at something that is not. */
export function aim(document: JsonValue, { op, picks, key: name, value, fresh }: Intent): JsonChange {
  const path: (string | number)[] = [];
  for (const pick of picks) {
    const keys = keysOf(valueAt(document, path));
    const found = keys[pick];
    if (found === undefined) break;
    path.push(found);
  }
  if (fresh || path.length === 0) {
    const at = valueAt(document, path);
    path.push(Array.isArray(at) ? at.length : name);
  }
  if (op === 'remove') return { op, path };
  return op === 'rename' ? { op, path, key: name } : { op: 'set', path, value };
}

/** Text by which two values are equal whatever the order of their members. */
export function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => canonical(item)).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`);
  return `{${entries.sort().join()}}`;
}

/** Paths of everything in a document. */
export function pathsOf(value: JsonValue, path: JsonPath = []): JsonPath[] {
  return [path, ...keysOf(value).flatMap((name) => pathsOf(valueAt(value, [name]) ?? null, [...path, name]))];
}

function keysOf(value: JsonValue | undefined): (string | number)[] {
  if (Array.isArray(value)) return [...value.keys()];
  return isObject(value) ? Object.keys(value) : [];
}
