import { expect, it } from 'vitest';
import { planMarks } from '../../../src/deploy/planMarks';
import type { Change, Plan } from '../../../src/engine/plan';
import type { Found } from '../../../src/engine/provider';
import { EMPTY_PLAN } from '../../fakes/emptyPlan';

const change = (action: Change['action'], id: string, properties: Change['properties'] = []): Change => ({
  action,
  id,
  type: 'AWS::EC2::SecurityGroup',
  node: id.split('/')[0] ?? id,
  properties,
});

it('gives each node one mark and one line', () => {
  const property = { path: 'desiredCount', before: 1, after: 2, replaces: false };
  const plan: Plan = {
    ...EMPTY_PLAN,
    changes: [
      change('create', 'new/a'),
      change('create', 'new/b/kept'),
      change('update', 'kept/a', [property]),
      change('create', 'grown/b'),
      change('delete', 'gone/a'),
      change('replace', 'moved/a'),
      change('update', 'moved/b'),
    ],
    decisions: [
      {
        resource: { id: 'grown/a', type: 'AWS::EC2::SecurityGroup', props: {} },
        action: 'keep',
        // Only that it is there counts.
        found: {} as Found,
      },
    ],
  };
  expect(planMarks(plan, 'deploy')).toMatchObject({
    kind: 'deploy',
    edges: { 'new--kept': 'create' },
    summary: { create: 3, update: 2, replace: 1, delete: 1 },
    nodes: {
      new: { mark: 'create', text: '2 to create' },
      kept: { mark: 'update', text: 'desiredCount: 1 → 2' },
      grown: { mark: 'update', text: 'create security group' },
      gone: { mark: 'delete', text: 'delete security group' },
      moved: { mark: 'replace', text: '1 to update, 1 to replace' },
    },
  });

  expect(
    planMarks(plan, 'deploy').changes.map(({ action, node, what }) => `${action} ${node} ${what}`),
  ).toEqual(plan.changes.map(({ action, node }) => `${action} ${node} security group`));
});

it('tells each property in words, and of one changed by hand the edit that takes it into the file', () => {
  const property = { path: 'desiredCount', before: 3, after: 2, replaces: true, drift: true as const };
  const other = { path: 'tags', after: { a: 'b' }, replaces: false };
  const drifted = change('update', 'kept/a', [property, other]);
  const edit = { type: 'setField' as const, target: { node: 'kept' }, path: ['desiredCount'], value: 3 };
  const [planned] = planMarks({ ...EMPTY_PLAN, changes: [drifted] }, 'deploy', [
    { change: drifted, property, edit },
  ]).changes;
  expect(planned?.properties).toEqual([
    { path: 'desiredCount', before: '3', after: '2', replaces: true, drift: true, take: edit },
    { path: 'tags', before: 'none', after: '{"a":"b"}' },
  ]);
});
