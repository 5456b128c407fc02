import { describe, expect, it } from 'vitest';
import { readText } from '../../../src/host/readText';
import { createRegistry, KINDS } from '../../../src/kinds/index';

const read = (text: string) => readText(text, createRegistry(KINDS));

describe('the text of a topology', () => {
  it.each([
    ['empty', ''],
    ['no JSON', '{ "version": 1,, }'],
    ['a list', '[]'],
    ['hostile', '['.repeat(100_000)],
  ])('cannot be drawn anew when it is %s, and says why', (_name, text) => {
    const { value, reason, problems } = read(text);
    expect(value).toBeUndefined();
    expect(reason).toMatch(/\.$/);
    expect(problems.length).toBeGreaterThan(0);
  });

  it('of a later version is left alone', () => {
    const { value, reason } = read('{ "version": 2, "name": "a", "nodes": {}, "edges": [] }');
    expect(value).toBeUndefined();
    expect(reason).toContain('version 2');
  });

  it('is drawn with its problems when only nodes are wrong', () => {
    const { value, problems } = read(
      '{ "version": 1, "name": "a", "nodes": { "s": { "kind": "ecsService" } }, "edges": [] }',
    );
    expect(value).toMatchObject({ nodes: { s: { kind: 'ecsService' } } });
    expect(problems.map(({ path }) => path)).toContain('/nodes/s/image');
  });
});
