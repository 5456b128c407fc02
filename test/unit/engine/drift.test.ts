import { expect, it } from 'vitest';
import type { PropertyChange } from '../../../src/engine/diff';
import { markOf } from '../../../src/engine/digest';
import { withDrift, type DriftQuestion } from '../../../src/engine/drift';

const asked = { port: 80, check: { path: '/' }, zones: ['b', 'a'], count: undefined };
const sets = ['zones'];
const unmarked: DriftQuestion['found'] = {
  id: 'web/service',
  type: 'service',
  physicalId: 'service-1',
  created: '2026-01-01T00:00:00.000Z',
  props: {},
  attributes: {},
  pointsTo: [],
};
const found = { ...unmarked, applied: markOf({ props: asked }, { sets }) };

const change = (path: string, before?: unknown): PropertyChange => ({ path, before, replaces: false });

/** Of some changes the paths of those that somebody made in the account. */
function byHand(changes: readonly PropertyChange[], question: Partial<DriftQuestion> = {}): string[] {
  const others = { found, asked, sets, ours: new Set<string>(), volatile: new Set<string>() };
  return withDrift(changes, { ...others, ...question })
    .filter(({ drift }) => drift)
    .map(({ path }) => path);
}

it('is what differs though the file asks the same as when it was written', () => {
  const changes = [
    change('port', 81),
    change('check.path', '/x'),
    change('zones.0', 'c'),
    change('count', 2),
  ];
  expect(byHand(changes)).toEqual(['port', 'check.path', 'zones.0', 'count']);
});

it('is not what the file asks otherwise now', () => {
  const now = { ...asked, port: 8080, check: { path: '/y' }, zones: ['b', 'c'], count: 3 };
  const changes = [
    change('port', 81),
    change('check.path', '/x'),
    change('zones.0', 'c'),
    change('count', 2),
  ];
  expect(byHand(changes, { asked: now })).toEqual([]);
});

it('takes no notice of the order of a list that has none', () => {
  const turned = { asked: { ...asked, zones: ['a', 'b'] } };
  expect(byHand([change('zones.0', 'c')], turned)).toEqual(['zones.0']);
  // The mark was written of a list without an order.
  expect(byHand([change('zones.0', 'c')], { sets: [] })).toEqual([]);
});

it('is nothing of things without a mark', () => {
  expect(
    withDrift([change('port', 81)], { found: unmarked, asked, sets, ours: new Set(), volatile: new Set() }),
  ).toEqual([change('port', 81)]);
});

it('is not what changes with every update of something else', () => {
  expect(byHand([change('check.path', '/x'), change('port', 81)], { volatile: new Set(['check']) })).toEqual([
    'port',
  ]);
});

it('is not what points to something of ours: a run that did not end left it there', () => {
  const ours = new Set(['group-1']);
  const changes = [
    change('port', 'group-1'),
    change('check', { groups: ['x', 'group-1'] }),
    change('zones', null),
  ];
  expect(byHand(changes, { ours })).toEqual(['zones']);
});

it('leaves all else of a change as it was', () => {
  const given: PropertyChange = { path: 'port', before: 81, after: 80, replaces: true };
  expect(withDrift([given], { found, asked, sets, ours: new Set(), volatile: new Set() })).toEqual([
    { ...given, drift: true },
  ]);
});
