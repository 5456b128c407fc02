import { expect, it } from 'vitest';
import type { Plan } from '../../../src/engine/plan';
import { planJson, planLines, warningLines } from '../../../src/live/planView';
import { EMPTY_PLAN } from '../../fakes/emptyPlan';

/** A plan that changes one task definition. */
function planOf(properties: Plan['changes'][number]['properties']): Plan {
  const change = {
    action: 'update' as const,
    type: 'AWS::ECS::TaskDefinition',
    id: 'web/taskDefinition',
    node: 'web',
    properties,
  };
  return {
    ...EMPTY_PLAN,
    changes: [change],
    digest: 'd',
  };
}

const session = {
  identity: { account: '123456789012', arn: 'arn', partition: 'aws' },
  region: 'eu-west-1',
};

const container = { image: 'hello:1', environment: { PASSWORD: 'hunter2' }, secrets: { KEY: 'arn:hunter2' } };

it.each([
  ['a variable', { path: 'containers.web.environment.PASSWORD', before: 'hunter1', after: 'hunter2' }],
  ['all variables', { path: 'containers.web.environment', after: container.environment }],
  ['a container', { path: 'containers.web', after: container }],
  ['all containers', { path: 'containers', before: { web: container } }],
])('values of variables and secrets are not told of %s', (_what, property) => {
  const plan = planOf([{ ...property, replaces: false }]);
  const told = JSON.stringify(planJson(plan, session)) + planLines(plan).join('\n');
  expect(told).not.toContain('hunter');
  expect(told).toContain('(changed)');
});

it('what is no value of a variable is told', () => {
  const plan = planOf([{ path: 'containers.web', after: container, replaces: false }]);
  expect(planLines(plan).join('\n')).toContain('hello:1');
  expect(planJson(plan, session).changes[0]?.properties[0]).toEqual({
    path: 'containers.web',
    after: { image: 'hello:1', environment: '(changed)', secrets: '(changed)' },
    replaces: false,
  });
});

it('says of a delete what goes before it and what it waits for, of a replacement what it interrupts', () => {
  const plan = planOf([{ path: 'port', before: 80, after: 81, replaces: true, drift: true }]);
  const [change] = plan.changes;
  if (!change) throw new Error('no change');
  const changes = [
    { ...change, action: 'replace' as const, interruption: 'Nothing answers for a minute.' },
    {
      ...change,
      action: 'delete' as const,
      id: 'web/securityGroup',
      type: 'AWS::EC2::SecurityGroup',
      properties: [],
      holders: ['web/service', 'web/ingress'],
      lingering: 'waits until AWS lets go of it',
    },
  ];
  expect(planLines({ ...plan, changes })).toEqual([
    expect.stringContaining('± web/taskDefinition'),
    '    Interrupts: Nothing answers for a minute.',
    '    port: 80 → 81  (forces replacement, changed in the account)',
    expect.stringContaining('- web/securityGroup'),
    '    after web/service, web/ingress',
    '    waits until AWS lets go of it',
  ]);
});

it('passes on warnings, and none where there are none', () => {
  const plan = planOf([]);
  expect(planJson(plan, session)).not.toHaveProperty('warnings');
  const warning = { severity: 'warning', code: 'one-zone', message: 'Only one zone.' } as const;
  const warned = { ...plan, warnings: [warning] };
  expect(planJson(warned, session)).toMatchObject({ warnings: [warning] });
  expect(warningLines(warned)).toEqual(['! Only one zone.']);
});
