import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges, pointer, valueAt, type JsonChange, type JsonValue } from '../../../../src/model/json';
import { applyTextEdits, textEdits } from '../../../../src/model/text/edits';
import { locate, parseText } from '../../../../src/model/text/parse';
import { aim, canonical, intent, json, jsonObject, pathsOf, scattered, type Intent } from './randomText';

const document = jsonObject.chain((value) =>
  fc.record({ value: fc.constant(value), text: scattered(value) }),
);

/** Aims each intent at what the earlier ones leave. */
function aimAll(value: JsonValue, intents: readonly Intent[]): JsonChange[] {
  const changes: JsonChange[] = [];
  for (const one of intents) changes.push(aim(applyChanges(value, changes), one));
  return changes;
}

function read(text: string) {
  const parsed = parseText(text);
  if (!parsed.ok) throw new Error(`${parsed.problems[0]?.message ?? ''}\n${text}`);
  return parsed;
}

describe('any document under any changes', () => {
  it('reads what was written, whatever is between the tokens', () => {
    fc.assert(
      fc.property(document, ({ text, value }) => {
        const parsed = read(text);
        expect(canonical(parsed.value)).toBe(canonical(value));
        expect(parsed.problems).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('says after the edits what the changes make of its value', () => {
    fc.assert(
      fc.property(document, fc.array(intent, { minLength: 1, maxLength: 8 }), ({ text, value }, intents) => {
        const changes = aimAll(value, intents);
        const parsed = read(applyTextEdits(text, textEdits(text, changes)));
        expect(canonical(parsed.value)).toBe(canonical(applyChanges(value, changes)));
        expect(parsed.problems).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('gets edits that are sorted, apart from each other and each do something', () => {
    fc.assert(
      fc.property(document, fc.array(intent, { minLength: 1, maxLength: 8 }), ({ text, value }, intents) => {
        let end = -1;
        for (const edit of textEdits(text, aimAll(value, intents))) {
          expect(edit.offset).toBeGreaterThan(end);
          end = edit.offset + edit.length;
          expect(end).toBeLessThanOrEqual(text.length);
          expect(text.slice(edit.offset, end)).not.toBe(edit.content);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gets the same text from all changes at once as from one after the other', () => {
    fc.assert(
      fc.property(document, fc.array(intent, { minLength: 2, maxLength: 5 }), ({ text, value }, intents) => {
        const changes = aimAll(value, intents);
        const stepwise = changes.reduce((at, change) => applyTextEdits(at, textEdits(at, [change])), text);
        expect(canonical(read(stepwise).value)).toBe(canonical(applyChanges(value, changes)));
      }),
      { numRuns: 300 },
    );
  });

  it('is not touched by setting anything to what it is', () => {
    fc.assert(
      fc.property(document, ({ text, value }) => {
        const changes = pathsOf(value).map((path): JsonChange => ({
          op: 'set',
          path,
          value: valueAt(value, path) ?? null,
        }));
        expect(textEdits(text, changes)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('loses only the token of a plain value that is set', () => {
    fc.assert(
      fc.property(document, fc.nat(), json, ({ text, value }, pick, next) => {
        const plain = pathsOf(value).filter((path) => typeof valueAt(value, path) !== 'object');
        const path = plain[pick % plain.length];
        fc.pre(path !== undefined && valueAt(value, path) !== next);
        const { offset, length } = locate(read(text).tree, pointer(path));
        const edits = textEdits(text, [{ op: 'set', path, value: next }]);
        expect(edits.map((edit) => [edit.offset, edit.length])).toEqual([[offset, length]]);
      }),
      { numRuns: 300 },
    );
  });

  it('loses only the token of a key that is renamed', () => {
    fc.assert(
      fc.property(document, fc.nat(), ({ text, value }, pick) => {
        const members = pathsOf(value).filter((path) => typeof path.at(-1) === 'string');
        const path = members[pick % members.length];
        fc.pre(path !== undefined);
        const { keyOffset, keyLength } = locate(read(text).tree, pointer(path));
        expect(textEdits(text, [{ op: 'rename', path, key: 'renamed' }])).toEqual([
          { offset: keyOffset, length: keyLength, content: '"renamed"' },
        ]);
      }),
      { numRuns: 300 },
    );
  });
});
