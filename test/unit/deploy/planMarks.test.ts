import { expect, it } from 'vitest';
import { planMarks } from '../../../src/deploy/planMarks';
import type { Change, Plan } from '../../../src/engine/plan';
import type { Found } from '../../../src/engine/provider';

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
    stack: 'shop',
    found: [],
    changes: [
      change('create', 'new/a'),
      change('create', 'new/b'),
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
    deletes: [],
    kept: [],
    left: [],
    notEchoed: [],
    digest: '',
    tags: {},
  };
  expect(planMarks(plan)).toEqual({
    summary: { create: 3, update: 2, replace: 1, delete: 1 },
    nodes: {
      new: { mark: 'create', text: '2 to create' },
      kept: { mark: 'update', text: 'desiredCount: 1 → 2' },
      grown: { mark: 'update', text: 'create security group' },
      gone: { mark: 'delete', text: 'delete security group' },
      moved: { mark: 'replace', text: '1 to update, 1 to replace' },
    },
  });
});
