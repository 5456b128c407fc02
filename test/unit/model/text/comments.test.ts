import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonChange } from '../../../../src/model/json';
import { applyTextEdits, textEdits } from '../../../../src/model/text/edits';
import { parseText } from '../../../../src/model/text/parse';
import { act, commented, membersOf } from './commentedText';

const actions = fc.array(fc.tuple(fc.constantFrom('remove', 'set', 'add'), fc.nat({ max: 99 })), {
  minLength: 1,
  maxLength: 6,
});

it('keeps exactly the comments that do not go with a removed member', () => {
  fc.assert(
    fc.property(commented, actions, fc.boolean(), ({ text, root, comments }, list, atOnce) => {
      const present = new Set(membersOf(root).map(({ entry }) => entry.id));
      const changes = list.flatMap(([action, pick]): JsonChange[] => {
        const change = act(root, action, pick);
        return change ? [change] : [];
      });
      const left = new Set(membersOf(root).map(({ entry }) => entry.id));
      const removed = new Set([...present].filter((id) => !left.has(id)));

      const batches = atOnce ? [changes] : changes.map((change) => [change]);
      const result = batches.reduce((at, batch) => applyTextEdits(at, textEdits(at, batch)), text);

      expect(parseText(result).ok).toBe(true);
      const expected = comments.filter(({ of }) => !of.some((id) => removed.has(id)));
      expect(comments.filter((comment) => result.includes(comment.text))).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});
