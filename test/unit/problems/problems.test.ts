import { describe, expect, it } from 'vitest';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import { checkText } from '../../../src/model/checkText';
import type { JsonObject } from '../../../src/model/json';
import { stacksOf } from '../../../src/model/stack';
import { applyTextEdits } from '../../../src/model/text/edits';
import { textEditsOf } from '../../../src/model/textEditsOf';
import { twinProblems } from '../../../src/problems/twins';

const registry = createRegistry(KINDS);

describe('two files of one stack', () => {
  const shop = { version: 1, name: 'shop' };
  /** What is told of the first of several files, with the text that it is about. */
  function told(...documents: JsonObject[]): string[] {
    const files = documents.map((document, index) => ({
      key: String(index),
      file: `${index}.topology.json`,
      stacks: stacksOf(document),
    }));
    const text = JSON.stringify(documents[0]);
    return twinProblems(text, '0', files).map(
      ({ message, path, offset, length }) =>
        `${path} ${text.slice(offset, offset + length)} ${message.split(',')[0]}`,
    );
  }

  it('are a problem at the name, which says where the other is', () => {
    expect(told(shop, { ...shop, environments: { dev: {} } })).toEqual([
      '/name "shop" 1.topology.json owns the stack shop too',
    ]);
  });

  it('are none under two names, nor in two regions or accounts', () => {
    expect(told(shop, { ...shop, name: 'market' })).toEqual([]);
    expect(told({ ...shop, region: 'eu-west-1' }, { ...shop, region: 'us-east-1' })).toEqual([]);
    expect(told({ ...shop, account: '123456789012' }, { ...shop, account: '999999999999' })).toEqual([]);
    expect(told({ ...shop, region: 'eu-west-1' }, shop)).toHaveLength(1);
  });

  it('may be those of one environment only', () => {
    const there = (base: string) => ({
      ...shop,
      region: base,
      environments: { dev: { region: 'eu-west-1' }, prod: {} },
    });
    expect(told(there('us-east-1'), there('us-west-2'))).toEqual([
      '/environments/dev "dev" 1.topology.json owns the stack shop/dev too',
    ]);
  });
});

describe('a quick fix', () => {
  it('takes the problem away and leaves the rest as it was', () => {
    const text =
      '{\n  // mine\n  "version": 1, "name": "a",\n  "nodes": { "n": { "kind": "nlbb" } },\n  "edges": []\n}\n';
    const { document, problems } = checkText(text, registry);
    const problem = problems.find(({ code }) => code === 'unknown-kind');
    const edits = textEditsOf(text, document ?? {}, problem?.fix?.edits ?? [], registry) ?? [];
    expect(applyTextEdits(text, edits)).toBe(text.replace('nlbb', 'nlb'));
  });

  it('does nothing when a step of it does not fit any more', () => {
    const edits = [{ type: 'remove' as const, nodes: ['gone'], edges: [] }];
    expect(textEditsOf('{}', {}, edits, registry)).toBeUndefined();
  });
});
