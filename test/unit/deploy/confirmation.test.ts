import { describe, expect, it } from 'vitest';
import { confirmDeploy, confirmDestroy, confirmRollback, registryOf } from '../../../src/deploy/confirmation';
import type { DeployPlan } from '../../../src/live/deploy';
import type { Change, Decision } from '../../../src/engine/plan';
import type { Found } from '../../../src/engine/provider';
import { EMPTY_PLAN } from '../../fakes/emptyPlan';

const place = {
  account: '123456789012',
  region: 'ap-southeast-1',
  nodes: new Set(['api', 'user-service']),
};
const change = (action: Change['action'], id: string, type: string, name?: string): Change => ({
  action,
  id,
  type,
  node: id.split('/')[0] ?? id,
  properties: [],
  ...(name !== undefined && { name }),
});
const plan = (changes: Change[], decisions: Decision[] = [], kept: Found[] = []): DeployPlan => ({
  ...EMPTY_PLAN,
  changes,
  decisions,
  kept,
  warnings: [],
  housekeeping: [],
});
const definition = (image: string, before?: string): Decision => {
  const props = (name: string) => ({
    containers: { main: { image: name } },
    taskRole: 'arn:aws:iam::1:role/x',
  });
  return {
    resource: { id: 'user-service/taskDefinition', type: 'AWS::ECS::TaskDefinition', props: props(image) },
    action: before === undefined ? 'create' : 'update',
    // Only what the dialog looks at.
    ...(before !== undefined && { found: { props: props(before) } as unknown as Found }),
  };
};

describe('the dialog before a deploy', () => {
  it('names account, region and how much there is to do', () => {
    const { message, detail } = confirmDeploy(
      plan([change('create', 'api/api', 'AWS::ApiGatewayV2::Api')]),
      place,
    );
    expect(message).toBe('Deploy shop to account 123456789012 in ap-southeast-1?');
    expect(detail).toBe('1 to create.');
  });

  it('names what is deleted, and nodes that the file no longer has', () => {
    const { detail } = confirmDeploy(
      plan([change('delete', 'old/loadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'old-nlb')]),
      place,
    );
    expect(detail).toContain('No longer in the file, deleted whole: old.');
    expect(detail).toContain('Deletes:\n  load balancer old-nlb');
  });

  it('names what was changed in the account and is put back, long values without their text', () => {
    const { detail } = confirmDeploy(
      plan([
        {
          ...change('update', 'user-service/service', 'AWS::ECS::Service', 'users'),
          properties: [
            { path: 'desiredCount', before: 5, after: 2, replaces: false, drift: true },
            { path: 'deployment', before: {}, after: { rollback: true }, replaces: false, drift: true },
            { path: 'exec', before: true, after: false, replaces: false },
          ],
        },
      ]),
      place,
    );
    expect(detail).toContain(
      'Was changed in the account and is put back:\n  service users: desiredCount 5 → 2\n  service users: deployment',
    );
    expect(detail).not.toContain('exec');
  });

  it('names interruptions with what they are, which a replacement beside the old one is not', () => {
    const interruption = 'No task runs for two minutes.';
    const { detail } = confirmDeploy(
      plan([
        { ...change('replace', 'user-service/service', 'AWS::ECS::Service', 'users'), interruption },
        change('replace', 'link/vpcLink', 'AWS::ApiGatewayV2::VpcLink', 'link'),
      ]),
      place,
    );
    expect(detail).toContain('Interrupts:\n  service users: No task runs for two minutes.');
    expect(detail).not.toContain('VPC link link');
  });

  it('passes on what the look at the account found', () => {
    const { detail } = confirmDeploy(
      { ...plan([]), warnings: [{ severity: 'warning', code: 'one-zone', message: 'Only one zone.' }] },
      place,
    );
    expect(detail).toContain('Worth knowing:\n  Only one zone.');
  });

  it('names registries and roles that were not used before, and only those', () => {
    const moved = confirmDeploy(plan([], [definition('ghcr.io/a/b:1', 'nginx:1')]), place).detail;
    expect(moved).toContain('Pulls from registries that were not used before:\n  ghcr.io');
    expect(moved).not.toContain('Uses roles');
    const first = confirmDeploy(plan([], [definition('nginx:1')]), place).detail;
    expect(first).toContain('  docker.io');
    expect(first).toContain('Uses roles that were not used before:\n  arn:aws:iam::1:role/x');
  });

  it('stays short', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      change('delete', `a/r${index}`, 'AWS::EC2::SecurityGroup'),
    );
    const { detail } = confirmDeploy(plan(many), place);
    expect(detail).toContain('and 22 more');
  });
});

it('says before a rollback what is put back and what goes', () => {
  const changes = [
    change('update', 'user-service/service', 'AWS::ECS::Service'),
    change('delete', 'user-service/logGroup', 'AWS::Logs::LogGroup', '/ecs/shop/user-service'),
  ];
  expect(confirmRollback(plan(changes), place)).toEqual({
    message: 'Roll back shop in account 123456789012, ap-southeast-1?',
    detail:
      'Everything is put back as it was before the deploy: 1 to update, 1 to delete.\n\nDeletes:\n  log group /ecs/shop/user-service',
  });
});

it('asks for the name of the stack before a destroy, and says what stays', () => {
  const kept = [{ id: 'user-service/logGroup' } as unknown as Found];
  expect(confirmDestroy(plan([change('delete', 'api/api', 'AWS::ApiGatewayV2::Api')], [], kept), place)).toBe(
    'Deletes 1 resource in account 123456789012, ap-southeast-1. 1 log group stays. Type shop to go on.',
  );
});

it.each([
  ['nginx', 'docker.io'],
  ['nginxdemos/hello:latest', 'docker.io'],
  ['localhost/x', 'localhost'],
  ['registry:5000/x', 'registry:5000'],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/a:1', '123456789012.dkr.ecr.eu-west-1.amazonaws.com'],
])('knows where %s is pulled from', (image, registry) => {
  expect(registryOf(image)).toBe(registry);
});
