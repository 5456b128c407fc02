import fc from 'fast-check';
import type { JsonValue } from '../../src/model/json';
import { scattered } from '../unit/model/text/randomText';
import { anything, topology, wired } from '../unit/model/randomTopology';

/** What breaks readers that were written without care. */
const SHARDS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '\\',
    '//',
    '/*',
    '*/',
    '\n',
    '\r',
    '\t',
    '\u0000',
    '\uFEFF',
    '\u2028',
  ],
  ...['"__proto__":{"polluted":1},', '"constructor":{"prototype":{"polluted":1}},', '"toString":null,'],
  ...['1e999', '-0', '0x1', 'NaN', '1.', '\ud800', '"\\ud800"', '"\\u0000"', '[[[[[[[[', '{"a":{"a":{"a":'],
  ...[
    '"from":"constructor"',
    '"kind":"__proto__"',
    '"routes":["ANY /{"]',
    '"name":"</script><img onerror=1>"',
  ],
] as const;

const DEEP = 20_000;

/** One blow at a text. */
type Blow = (text: string) => string;

const place = fc.nat({ max: 10_000 });
const shard = fc.oneof(fc.constantFrom(...SHARDS), fc.string({ maxLength: 6, unit: 'binary' }));
const insertion = fc.tuple(place, shard).map(([at, piece]): Blow => insert(at, piece));
const deletion = fc.tuple(place, fc.nat({ max: 40 })).map(([at, length]): Blow => (text) => {
  const from = at % (text.length + 1);
  return text.slice(0, from) + text.slice(from + length);
});
const repetition = fc.tuple(place, place, fc.nat({ max: 200 })).map(([from, to, length]): Blow => (text) => {
  const start = from % (text.length + 1);
  return insert(to, text.slice(start, start + length))(text);
});
const nesting = fc
  .tuple(place, fc.constantFrom('[', '{"a":'))
  .map(([at, nest]): Blow => insert(at, nest.repeat(DEEP)));
/** Deep nesting is dear, and once in a while is enough. */
const blow = fc.oneof(
  { weight: 40, arbitrary: insertion },
  { weight: 20, arbitrary: deletion },
  { weight: 20, arbitrary: repetition },
  { weight: 1, arbitrary: nesting },
);

function insert(at: number, piece: string): Blow {
  return (text) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + piece + text.slice(from);
  };
}

export const anyDocument: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 3, arbitrary: topology },
  { weight: 3, arbitrary: wired },
  { weight: 1, arbitrary: anything },
);

/** Texts of documents that are right, odd or broken, and texts that never were any. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: struck(anyDocument.chain(scattered)) },
  { weight: 2, arbitrary: struck(anyDocument.map((document) => JSON.stringify(document, null, 2))) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);

function struck(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(text, fc.array(blow, { maxLength: 3 }))
    .map(([start, blows]) => blows.reduce((now, strike) => strike(now), start));
}
