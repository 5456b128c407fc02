import { describe, expect, it } from 'vitest';
import { isRef, nodeOf, ref, refsIn, resolveRefs } from '../../../src/engine/resource';

const arn = ref('web/group', 'arn');
const ready = ref('link/link', 'id', { ready: true });

describe('a reference', () => {
  it('waits for readiness only where that is asked for', () => {
    expect(arn).toEqual({ $ref: 'web/group', attribute: 'arn' });
    expect('ready' in ref('web/group', 'arn', { ready: false })).toBe(false);
    expect(ready).toEqual({ $ref: 'link/link', attribute: 'id', ready: true });
  });

  it('is told from everything else that properties hold', () => {
    expect(isRef(arn)).toBe(true);
    for (const value of ['$ref', 1, true, null, undefined, {}, [arn]]) expect(isRef(value)).toBe(false);
  });

  it('is found wherever it stands, in the order in which it stands', () => {
    const props = { first: ready, list: ['text', [arn]], nested: { none: null, again: arn }, count: 2 };
    expect(refsIn(props)).toEqual([ready, arn, arn]);
    expect(refsIn('text')).toEqual([]);
    expect(refsIn(null)).toEqual([]);
  });

  it('is replaced by its value wherever it stands, and stays where there is none yet', () => {
    const props = { name: 'web', list: [arn, 1], nested: { none: null, link: ready } };
    const resolved = resolveRefs(props, ({ $ref, attribute }) =>
      $ref === 'web/group' ? `${$ref}:${attribute}` : undefined,
    );
    expect(resolved).toEqual({
      name: 'web',
      list: ['web/group:arn', 1],
      nested: { none: null, link: ready },
    });
  });
});

it('belongs to the node that its id begins with', () => {
  expect(nodeOf('web/group/nlb/80')).toBe('web');
  expect(nodeOf('stack')).toBe('stack');
  expect(nodeOf('/group')).toBe('');
});
