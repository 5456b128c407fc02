import { describe, expect, it } from 'vitest';
import type { JsonChange, JsonPath, JsonValue } from '../../../../src/model/json';
import { applyTextEdits, textEdits } from '../../../../src/model/text/edits';

const set = (path: JsonPath, value: JsonValue): JsonChange => ({ op: 'set', path, value });
const remove = (...path: JsonPath): JsonChange => ({ op: 'remove', path });
const rename = (path: JsonPath, key: string): JsonChange => ({ op: 'rename', path, key });

const edit = (text: string, ...changes: JsonChange[]) => applyTextEdits(text, textEdits(text, changes));

/** Lines of the text as written in a test: without the indentation of the test. */
function lines(text: string): string {
  const all = text.split('\n').slice(1, -1);
  const indent = Math.min(...all.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return all.map((line) => line.slice(indent)).join('\n') + '\n';
}

const chain = lines(`
  {
    // the chain
    "version": 1,
    "nodes": {
      // who calls
      "client": { "kind": "client" }, // a browser
      "api": { "kind": "apiGateway", "stage": "prod" } // in front
    },
    "edges": [
      { "from": "client", "to": "api" }
    ],
    "layout": { "client": [0, 0], "api": [240, 0] }
  }
`);

describe('setting a value', () => {
  it('moves a card by the two numbers only', () => {
    const edits = textEdits(chain, [set(['layout', 'api'], [260, 40])]);
    expect(
      edits.map(({ offset, length, content }) => [chain.slice(offset, offset + length), content]),
    ).toEqual([
      ['240', '260'],
      ['0', '40'],
    ]);
    expect(textEdits(chain, [set(['layout', 'api'], [240, 40])])).toHaveLength(1);
  });

  it('keeps a position spread over lines as it is', () => {
    expect(edit('{ "a": [\n  0, // x\n  0\n] }', set(['a'], [1, 2]))).toBe('{ "a": [\n  1, // x\n  2\n] }');
  });

  it('changes an object member by member', () => {
    const text = '{ "health": { "path": "/", /* often */ "interval": 10, "grace": 60 } }';
    expect(edit(text, set(['health'], { interval: 5, grace: 60, timeout: 2 }))).toBe(
      '{ "health": { /* often */ "interval": 5, "grace": 60, "timeout": 2 } }',
    );
  });

  it('replaces an object whose members are all new without losing its style', () => {
    expect(edit('{\n  "a": {\n    "x": 1\n  }\n}', set(['a'], { y: 2 }))).toBe(
      '{\n  "a": {\n    "y": 2\n  }\n}',
    );
  });

  it('keeps the elements of an array that are alike at both ends', () => {
    const text = '{ "routes": [\n  "ANY /a", // a\n  "ANY /b", // b\n  "ANY /c" // c\n] }';
    expect(edit(text, set(['routes'], ['ANY /a', 'ANY /c']))).toBe(
      '{ "routes": [\n  "ANY /a", // a\n  "ANY /c" // c\n] }',
    );
    expect(edit(text, set(['routes'], ['ANY /a', 'ANY /x', 'ANY /b', 'ANY /c']))).toBe(
      '{ "routes": [\n  "ANY /a", // a\n  "ANY /x",\n  "ANY /b", // b\n  "ANY /c" // c\n] }',
    );
    expect(edit(text, set(['routes'], ['ANY /z', 'ANY /a', 'ANY /b', 'ANY /c']))).toBe(
      '{ "routes": [\n  "ANY /z",\n  "ANY /a", // a\n  "ANY /b", // b\n  "ANY /c" // c\n] }',
    );
  });

  it('inserts into an array on one line', () => {
    expect(edit('{ "a": [1, 3] }', set(['a'], [1, 2, 3]))).toBe('{ "a": [1, 2, 3] }');
    expect(edit('{ "a": [ 3 ] }', set(['a'], [2, 3]))).toBe('{ "a": [ 2, 3 ] }');
    expect(edit('{"a":[3]}', set(['a'], [2, 3]))).toBe('{"a":[2,3]}');
  });

  it('replaces a value by one of another type in its place', () => {
    expect(edit('{ "auth": "none" /* yet */ }', set(['auth', 'jwt', 'issuer'], 'i'))).toBe(
      '{ "auth": { "jwt": { "issuer": "i" } } /* yet */ }',
    );
    expect(edit('{\n  "a": { "b": 1 }\n}', set(['a'], false))).toBe('{\n  "a": false\n}');
  });

  it('writes nothing for a value that is there already', () => {
    const value = { client: { kind: 'client' }, api: { stage: 'prod', kind: 'apiGateway' } };
    expect(textEdits(chain, [set(['nodes'], value), set(['version'], 1)])).toEqual([]);
  });

  it('writes nothing when a later change takes an earlier one back', () => {
    expect(
      textEdits(chain, [
        set(['nodes', 'x'], {}),
        remove('nodes', 'x'),
        set(['version'], 2),
        set(['version'], 1),
      ]),
    ).toEqual([]);
  });
});

describe('adding a member', () => {
  it('is one line, like its siblings', () => {
    expect(
      edit(
        chain,
        set(['nodes', 'link'], { kind: 'vpcLink' }),
        set(['edges', 1], { from: 'api', to: 'link' }),
      ),
    ).toBe(
      lines(`
        {
          // the chain
          "version": 1,
          "nodes": {
            // who calls
            "client": { "kind": "client" }, // a browser
            "api": { "kind": "apiGateway", "stage": "prod" }, // in front
            "link": { "kind": "vpcLink" }
          },
          "edges": [
            { "from": "client", "to": "api" },
            { "from": "api", "to": "link" }
          ],
          "layout": { "client": [0, 0], "api": [240, 0] }
        }
      `),
    );
  });

  it('stays on the line of an object on one line, before its comment', () => {
    expect(edit(chain, set(['layout', 'link'], [480, 0]))).toContain('"api": [240, 0], "link": [480, 0] }\n');
    expect(edit('{ "a": 1 /* one */ }', set(['b'], 2))).toBe('{ "a": 1 /* one */, "b": 2 }');
    expect(edit('{ "a": 1, /* one */ }', set(['b'], 2))).toBe('{ "a": 1 /* one */, "b": 2, }');
  });

  it('goes below a line comment that ends an object on one line', () => {
    expect(edit('{ "a": 1 // one\n}', set(['b'], 2))).toBe('{ "a": 1, // one\n  "b": 2\n}');
  });

  it('makes the objects on the way, at the end', () => {
    expect(edit('{\n  "version": 1\n}\n', set(['layout', 'a'], [0, 0]), set(['layout', 'b'], [240, 0]))).toBe(
      '{\n  "version": 1,\n  "layout": {\n    "a": [0, 0],\n    "b": [240, 0]\n  }\n}\n',
    );
  });

  it('is broken up when it does not fit on the line, and when its siblings are', () => {
    const image = `registry/${'x'.repeat(80)}`;
    expect(
      edit('{\n  "nodes": {\n    "a": { "kind": "nlb" }\n  }\n}', set(['nodes', 'b'], { image, port: 80 })),
    ).toBe(
      `{\n  "nodes": {\n    "a": { "kind": "nlb" },\n    "b": {\n      "image": "${image}",\n      "port": 80\n    }\n  }\n}`,
    );
    const spread = '{\n  "nodes": {\n    "a": {\n      "kind": "nlb"\n    }\n  }\n}';
    expect(edit(spread, set(['nodes', 'b'], { kind: 'nlb', tags: ['x'] }))).toBe(
      '{\n  "nodes": {\n    "a": {\n      "kind": "nlb"\n    },\n    "b": {\n      "kind": "nlb",\n      "tags": ["x"]\n    }\n  }\n}',
    );
  });

  it('fills an empty object or array', () => {
    const text = '{\n  "nodes": {},\n  "edges": [],\n  "tags": {}\n}';
    expect(
      edit(
        text,
        set(['nodes', 'a'], { kind: 'nlb' }),
        set(['edges', 0], { from: 'a' }),
        set(['tags', 'b'], 'c'),
      ),
    ).toBe(
      '{\n  "nodes": {\n    "a": { "kind": "nlb" }\n  },\n  "edges": [\n    { "from": "a" }\n  ],\n  "tags": { "b": "c" }\n}',
    );
    expect(edit('{\n  "a": {\n  }\n}', set(['a', 'b'], 1))).toBe('{\n  "a": {\n    "b": 1\n  }\n}');
    expect(edit('{ "a": [] }', set(['a', 0], 1))).toBe('{ "a": [1] }');
    expect(edit('{}', set(['version'], 1), set(['name'], 'x'))).toBe('{\n  "version": 1,\n  "name": "x"\n}');
  });

  it('keeps the comments of an object that holds nothing else', () => {
    expect(edit('{\n  "a": { // cards\n    // none\n  }\n}', set(['a', 'b'], 1))).toBe(
      '{\n  "a": { // cards\n    "b": 1\n    // none\n  }\n}',
    );
    expect(edit('{ "a": [ /* none */ ] }', set(['a', 0], 1))).toBe('{ "a": [ /* none */ 1] }');
  });

  it('keeps the trailing comma where there is one', () => {
    expect(edit('{\n  "a": 1, // one\n}', set(['b'], 2))).toBe('{\n  "a": 1, // one\n  "b": 2,\n}');
    expect(edit('{ "a": [1, 2,] }', set(['a', 2], 3))).toBe('{ "a": [1, 2, 3,] }');
  });

  it('takes over tabs, CRLF and the blanks around colons', () => {
    expect(edit('{\r\n\t"a" : 1\r\n}', set(['b'], { c: { d: [1] } }))).toBe(
      '{\r\n\t"a" : 1,\r\n\t"b" : {\r\n\t\t"c" : { "d" : [1] }\r\n\t}\r\n}',
    );
  });

  it('stays without blanks in a file without blanks', () => {
    expect(edit('{"a":{"b":[0,0]}}', set(['a', 'c'], [1, 2]), set(['d'], { e: { f: 1 } }))).toBe(
      '{"a":{"b":[0,0],"c":[1,2]},"d":{"e":{"f":1}}}',
    );
  });

  it('keeps a byte order mark', () => {
    expect(edit('\uFEFF{"a":1}', set(['b'], 2))).toBe('\uFEFF{"a":1,"b":2}');
  });

  it('leaves a text with errors alone', () => {
    expect(textEdits('{ "a": 1', [set(['a'], 2)])).toEqual([]);
  });
});

describe('removing a member', () => {
  const three = lines(`
    {
      "nodes": {
        // one
        "a": 1, // behind one

        // apart

        // two
        "b": 2, // behind two
        /* three */
        "c": 3 // behind three
        // end
      }
    }
  `);

  it('takes the last of three with its comments and leaves those of the others', () => {
    expect(edit(three, remove('nodes', 'c'))).toBe(
      lines(`
        {
          "nodes": {
            // one
            "a": 1, // behind one

            // apart

            // two
            "b": 2 // behind two
            // end
          }
        }
      `),
    );
  });

  it.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['tabs', (text: string) => text.replaceAll('  ', '\t')],
    ['both', (text: string) => text.replaceAll('  ', '\t').replaceAll('\n', '\r\n')],
  ])('does so with %s', (_name, written) => {
    expect(edit(written(three), remove('nodes', 'c'))).toBe(written(edit(three, remove('nodes', 'c'))));
  });

  it('takes one from between', () => {
    expect(edit(three, remove('nodes', 'b'))).toBe(
      lines(`
        {
          "nodes": {
            // one
            "a": 1, // behind one

            // apart

            /* three */
            "c": 3 // behind three
            // end
          }
        }
      `),
    );
  });

  it('leaves the comments that stand apart when all are gone', () => {
    const left = edit(three, remove('nodes', 'a'), remove('nodes', 'c'), remove('nodes', 'b'));
    expect(left.match(/\/\/ .*/g)).toEqual(['// apart', '// end']);
  });

  it('closes an object that has nothing left', () => {
    expect(edit('{\n  "layout": {\n    "a": [0, 0]\n  }\n}', remove('layout', 'a'))).toBe(
      '{\n  "layout": {}\n}',
    );
    expect(edit('{ "a": { "b": 1 } }', remove('a', 'b'))).toBe('{ "a": {} }');
  });

  it('closes the gap on one line', () => {
    const text = '{ "a": 1, /* b */ "b": 2 /* two */, "c": 3 }';
    expect(edit(text, remove('a'))).toBe('{ /* b */ "b": 2 /* two */, "c": 3 }');
    expect(edit(text, remove('b'))).toBe('{ "a": 1, "c": 3 }');
    expect(edit(text, remove('c'))).toBe('{ "a": 1, /* b */ "b": 2 /* two */ }');
    expect(edit('[1, 2, 3]', remove(0), remove(1))).toBe('[2]');
  });

  it('keeps the trailing comma', () => {
    expect(edit('{\n  "a": 1,\n  "b": 2,\n}', remove('b'))).toBe('{\n  "a": 1,\n}');
    expect(edit('{\n  "a": 1,\n  "b": 2,\n}', remove('a'))).toBe('{\n  "b": 2,\n}');
  });

  it('does not let a comment swallow the closing bracket', () => {
    expect(edit('{\n  "a": 1, // one\n  "b": 2 }', remove('b'))).toBe('{\n  "a": 1 // one\n  }');
  });

  it('leaves the comment on the line of the bracket', () => {
    expect(edit('{ // all\n  "a": 1,\n  "b": 2\n}', remove('a'))).toBe('{ // all\n  "b": 2\n}');
  });

  it('tells comments apart where commas come first', () => {
    const text = '{\n    "a": 1 // one\n    // above the comma\n  , "b": 2 // two\n  , "c": 3\n}';
    expect(edit(text, remove('b'))).toBe('{\n    "a": 1 // one\n    // above the comma\n  , "c": 3\n}');
    expect(edit(text, remove('a'))).toBe('{\n    // above the comma\n   "b": 2 // two\n  , "c": 3\n}');
    expect(edit('{\n  "a": 1\n  , // of b\n  "b": 2\n}', remove('a'))).toBe('{\n  // of b\n  "b": 2\n}');
  });

  it('leaves out what is not there', () => {
    expect(
      textEdits(chain, [remove('nodes', 'none'), remove('edges', 7), remove('version', 'x', 'y')]),
    ).toEqual([]);
  });
});

describe('renaming a member', () => {
  it('touches its key only', () => {
    const edits = textEdits(chain, [rename(['nodes', 'api'], 'front'), set(['edges', 0, 'to'], 'front')]);
    expect(
      edits.map(({ offset, length, content }) => [chain.slice(offset, offset + length), content]),
    ).toEqual([
      ['"api"', '"front"'],
      ['"api"', '"front"'],
    ]);
  });

  it('is left out where the other name is taken', () => {
    expect(textEdits(chain, [rename(['nodes', 'api'], 'client')])).toEqual([]);
  });
});

describe('twenty edits in a row', () => {
  const gestures: JsonChange[][] = [
    ...[...Array(8).keys()].map((step) => [set(['layout', 'api'], [240 + step, step])]),
    [set(['nodes', 'link'], { kind: 'vpcLink' }), set(['layout', 'link'], [480, 0])],
    [set(['edges', 1], { from: 'api', to: 'link' })],
    [set(['edges', 1, 'routes'], ['ANY /users'])],
    [set(['edges', 1, 'routes', 1], 'ANY /users/{proxy+}')],
    [set(['nodes', 'api', 'stage'], 'test')],
    [set(['nodes', 'api', 'cors'], { origins: ['*'] })],
    [remove('nodes', 'api', 'cors')],
    [rename(['nodes', 'link'], 'way'), rename(['layout', 'link'], 'way'), set(['edges', 1, 'to'], 'way')],
    [set(['nodes', 'nlb'], { kind: 'nlb' })],
    [set(['nodes', 'api', 'stage'], 'prod')],
    [remove('nodes', 'nlb')],
    [remove('nodes', 'way'), remove('edges', 1), remove('layout', 'way'), set(['layout', 'api'], [240, 0])],
  ];

  it.each([
    ['LF and blanks', (text: string) => text],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['tabs', (text: string) => text.replaceAll('  ', '\t')],
  ])('that take each other back leave the text as it was, with %s', (_name, written) => {
    expect(gestures).toHaveLength(20);
    const texts = gestures.reduce(
      (all, changes) => [...all, edit(all.at(-1) ?? '', ...changes)],
      [written(chain)],
    );
    for (const text of texts) expect(text.match(/\/\/ .*?(?=\r?\n)/g)).toEqual(chain.match(/\/\/ .*/g));
    expect(texts.at(-1)).toBe(written(chain));
    expect(new Set(texts).size).toBeGreaterThan(15);
  });
});
