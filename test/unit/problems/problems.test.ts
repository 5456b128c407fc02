import { describe, expect, it } from 'vitest';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import { checkText } from '../../../src/model/checkText';
import { applyTextEdits } from '../../../src/model/text/edits';
import { fixEdits } from '../../../src/problems/fixEdits';
import { twinProblems } from '../../../src/problems/twins';

const registry = createRegistry(KINDS);

describe('two files of one stack', () => {
  const text = '{ "version": 1, "name": "shop" }';
  const stack = (key: string, name: string) => ({ key, name, file: `${key}.topology.json` });

  it('are a problem at the name, which says where the other is', () => {
    const [problem] = twinProblems(text, 'a', [stack('a', 'shop'), stack('b', 'shop')]);
    expect(problem?.message).toContain('b.topology.json is called shop too');
    expect(text.slice(problem?.offset, (problem?.offset ?? 0) + (problem?.length ?? 0))).toBe('"shop"');
  });

  it('are none under two names', () => {
    expect(twinProblems(text, 'a', [stack('a', 'shop'), stack('b', 'market')])).toEqual([]);
  });
});

describe('a quick fix', () => {
  it('takes the problem away and leaves the rest as it was', () => {
    const text =
      '{\n  // mine\n  "version": 1, "name": "a",\n  "nodes": { "n": { "kind": "nlbb" } },\n  "edges": []\n}\n';
    const { document, problems } = checkText(text, registry);
    const problem = problems.find(({ code }) => code === 'unknown-kind');
    const edits = fixEdits(text, document ?? {}, problem?.fix?.edits ?? [], registry);
    expect(applyTextEdits(text, edits)).toBe(text.replace('nlbb', 'nlb'));
  });

  it('does nothing when a step of it does not fit any more', () => {
    const edits = [{ type: 'remove' as const, nodes: ['gone'], edges: [] }];
    expect(fixEdits('{}', {}, edits, registry)).toEqual([]);
  });
});
