import { expect, test } from 'vitest';
import {
  descriptionOf,
  fromTags,
  isSameAttempt,
  markIn,
  markInDescription,
  tagsOf,
  tokenOf,
  toLowerList,
  toUpperList,
} from '../../../src/aws/tags';
import { marksOf } from './fakes';

const marks = marksOf('web/service');

test('marks survive every shape in which services carry tags', () => {
  const tags = tagsOf(marks);
  const mark = { id: 'web/service', created: marks.created, applied: 'digest-1', tags: {} };
  for (const shape of [tags, toUpperList(tags), toLowerList(tags)]) {
    expect(markIn(fromTags(shape), 'shop')).toEqual(mark);
  }
});

test('further tags get the prefix, absent ones are left out', () => {
  expect(tagsOf(marks, { cluster: 'main', namespace: undefined })).toMatchObject({
    'ecs-topology:cluster': 'main',
  });
  expect(Object.keys(tagsOf(marks, { namespace: undefined }))).not.toContain('ecs-topology:namespace');
});

test.each(['shop/dev', 'shopping', 'sho', ''])('what belongs to %j is not ours', (other) => {
  expect(markIn(tagsOf({ ...marks, stack: other }), 'shop')).toBeUndefined();
  expect(markInDescription(descriptionOf({ ...marks, stack: other }), 'shop')).toBeUndefined();
});

test('things without tags are known by their description', () => {
  expect(descriptionOf(marks)).toBe('ecs-topology shop web web/service 2026-11-22T10:00:00.000Z');
  expect(markInDescription(descriptionOf(marks), 'shop')).toEqual({
    id: 'web/service',
    created: marks.created,
  });
});

test.each([
  undefined,
  '',
  'ecs-topology',
  'ecs-topology shop web',
  'managed by ecs-topology shop web web/service now',
  'ecs-topology shop web web/service now then',
])('the description %j is not ours', (description) => {
  expect(markInDescription(description, 'shop')).toBeUndefined();
});

test('an attempt is known by when it was made, so that a replacement is not taken for the old one', () => {
  expect(isSameAttempt({ id: marks.resource, created: marks.created }, marks)).toBe(true);
  expect(isSameAttempt({ id: marks.resource, created: '2025-01-01T00:00:00.000Z' }, marks)).toBe(false);
  expect(isSameAttempt({ id: 'web/other', created: marks.created }, marks)).toBe(false);
  expect(isSameAttempt(undefined, marks)).toBe(false);
});

test('a token is the same for the same input and fits its service', () => {
  expect(tokenOf({ a: 1 }, 32)).toBe(tokenOf({ a: 1 }, 32));
  expect(tokenOf({ a: 1 }, 32)).not.toBe(tokenOf({ a: 2 }, 32));
  expect(tokenOf({ a: 1 }, 32)).toHaveLength(32);
  expect(tokenOf({ a: 1 }, 64)).toHaveLength(64);
});

test("people's own tags stand beside ours and never replace them", () => {
  const tags = tagsOf({ ...marks, tags: { team: 'shop', 'ecs-topology:stack': 'other' } });
  expect(tags).toMatchObject({ team: 'shop', 'ecs-topology:stack': 'shop' });
});
