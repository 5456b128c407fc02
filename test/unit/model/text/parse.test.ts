import { describe, expect, it } from 'vitest';
import { locate, parseText } from '../../../../src/model/text/parse';

function problems(text: string): string[] {
  return parseText(text).problems.map(({ message }) => message);
}

function valueOf(text: string) {
  const parsed = parseText(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return parsed.value;
}

describe('reading a text', () => {
  it('takes comments, trailing commas and a byte order mark', () => {
    expect(valueOf('\uFEFF// first\n{ "a": [1, 2,], /* b */ "b": null, }\n')).toEqual({ a: [1, 2], b: null });
  });

  it('keeps a member called __proto__ as a member', () => {
    const value = valueOf('{ "nodes": { "__proto__": { "kind": "nlb" } } }');
    expect(Object.keys(value['nodes'] ?? {})).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value['nodes'])).toBe(Object.prototype);
    expect('kind' in (value['nodes'] as object)).toBe(false);
  });

  it('names both places of a duplicate key and goes by the first', () => {
    const text = '{\n  "a": 1,\n  "b": { "x": 1 },\n  "a": 2\n}';
    expect(problems(text)).toEqual(['"a" is there twice, in line 2 and line 4; rename or remove one.']);
    expect(parseText(text).problems[0]).toMatchObject({ offset: text.lastIndexOf('"a"'), length: 3 });
    expect(valueOf(text)).toEqual({ a: 1, b: { x: 1 } });
  });

  it('marks nothing behind the end, not even for a comment that has none', () => {
    const text = '{}/*';
    for (const { offset, length } of parseText(text).problems)
      expect(offset + length).toBeLessThanOrEqual(text.length);
    expect(problems(text)).toHaveLength(1);
  });

  it('counts lines with CRLF', () => {
    expect(problems('{\r\n"a": 1,\r\n"a": 2 }')).toEqual([
      '"a" is there twice, in line 2 and line 3; rename or remove one.',
    ]);
  });

  it.each([
    ['', 'Line 1, column 1: the file is empty, a topology is an object in braces.'],
    ['// nothing\n', 'Line 1, column 1: the file is empty, a topology is an object in braces.'],
    ['[{}]', 'Line 1, column 1: the file holds an array, a topology is an object in braces.'],
    ['\n  "text"', 'Line 2, column 3: the file holds a single value, a topology is an object in braces.'],
    ['{\n  "a": 1\n  "b": 2\n}', 'Line 3, column 3: a comma is expected.'],
    ['{ "a": }', 'Line 1, column 8: a value is expected.'],
    ['{ "a": tru }', 'Line 1, column 8: this is no JSON value.'],
    ['{ "a": "x\n" }', 'Line 1, column 8: this string is not closed on its line.'],
    ['{ "a": 1', 'Line 1, column 9: a closing brace is expected.'],
    ['{} {}', 'Line 1, column 4: the file should end here.'],
    ['{\n<<<<<<< ours\n  "a": 1\n}', 'Line 2, column 1: this is a mark of a merge conflict.'],
  ])('says in one sentence what is wrong with %j', (text, message) => {
    expect(parseText(text).ok).toBe(false);
    expect(problems(text)).toEqual([message]);
  });

  it('survives a text that is nested too deep to walk', () => {
    const message = 'The file is nested more than 100 levels deep.';
    expect(problems('['.repeat(200_000))).toEqual([message]);
    expect(problems(`{ "a": ${'['.repeat(150)}${']'.repeat(150)} }`)).toEqual([message]);
    expect(problems(`{ "a": ${'['.repeat(90)}${']'.repeat(90)} }`)).toEqual([]);
  });
});

describe('locating a value', () => {
  const text = '{ "nodes": { "a/b": { "port": 80 } }, "edges": [{ "to": "x" }, 7] }';
  const at = (pointer: string) => {
    const parsed = parseText(text);
    if (!parsed.ok) throw new Error('The text does not parse.');
    const { offset, length, keyOffset, keyLength } = locate(parsed.tree, pointer);
    const key = keyOffset === undefined ? undefined : text.slice(keyOffset, keyOffset + (keyLength ?? 0));
    return [key, text.slice(offset, offset + length)];
  };

  it('finds members with their keys, elements and the document', () => {
    expect(at('/nodes/a~1b/port')).toEqual(['"port"', '80']);
    expect(at('/edges/0/to')).toEqual(['"to"', '"x"']);
    expect(at('/edges/1')).toEqual([undefined, '7']);
    expect(at('')).toEqual([undefined, text]);
  });

  it('shows the nearest that is there for what is missing', () => {
    expect(at('/nodes/a~1b/image')).toEqual(['"a/b"', '{ "port": 80 }']);
    expect(at('/nodes/a~1b/port/deeper')).toEqual(['"port"', '80']);
    expect(at('/edges/9')).toEqual(['"edges"', '[{ "to": "x" }, 7]']);
    expect(at('/layout/a')).toEqual([undefined, text]);
  });
});
