import {
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
  type PutScalingPolicyCommandInput,
} from '@aws-sdk/client-application-auto-scaling';
import { CreateClusterCommand, CreateServiceCommand, DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccount, type Account } from './account';
import { serviceInput, some, taskDefinition } from './chain';

const cluster = 'microservices-cluster';
const ResourceId = `service/${cluster}/user-service`;
const ofTasks = {
  ServiceNamespace: 'ecs',
  ScalableDimension: 'ecs:service:DesiredCount',
  ResourceId,
} as const;
let aws: Account;
let arn: string;
beforeEach(async () => {
  aws = await createAccount();
  await aws.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  const definition = await taskDefinition(aws);
  const { service } = await aws.ecs.send(new CreateServiceCommand(serviceInput(definition, 'sg-0123')));
  arn = some(service?.serviceArn);
  aws.clock.advance(60);
});
afterEach(() => aws.sandbox.close());

const register = (MinCapacity: number, MaxCapacity: number, more: object = {}) =>
  aws.autoScaling.send(new RegisterScalableTargetCommand({ ...ofTasks, MinCapacity, MaxCapacity, ...more }));

const follow = (TargetValue: number, more: Partial<PutScalingPolicyCommandInput> = {}) =>
  aws.autoScaling.send(
    new PutScalingPolicyCommand({
      ...ofTasks,
      PolicyName: 'cpu',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      },
      ...more,
    }),
  );

async function count() {
  const { services } = await aws.ecs.send(
    new DescribeServicesCommand({ cluster, services: ['user-service'] }),
  );
  return { desired: services?.[0]?.desiredCount, running: services?.[0]?.runningCount };
}

describe('a scaled service', () => {
  test('gets as many tasks as bring the average to the target, once the load has lasted', async () => {
    await register(1, 10);
    await follow(50);
    aws.sandbox.load(arn, { cpu: 240, memory: 0 });
    aws.clock.advance(170);
    expect(await count()).toEqual({ desired: 2, running: 2 });
    aws.clock.advance(10);
    expect((await count()).desired).toBe(5);
    aws.clock.advance(60);
    expect(await count()).toEqual({ desired: 5, running: 5 });
  });

  test('forgets a load that did not last', async () => {
    await register(1, 10);
    await follow(50);
    aws.sandbox.load(arn, { cpu: 240, memory: 0 });
    aws.clock.advance(100);
    aws.sandbox.load(arn, { cpu: 100, memory: 0 });
    aws.clock.advance(2000);
    expect((await count()).desired).toBe(2);
  });

  test('shrinks late, and stays within its bounds both ways', async () => {
    await register(2, 4);
    await follow(50);
    aws.sandbox.load(arn, { cpu: 1000, memory: 0 });
    aws.clock.advance(200);
    expect((await count()).desired).toBe(4);
    aws.sandbox.load(arn, { cpu: 0, memory: 0 });
    aws.clock.advance(600);
    expect((await count()).desired).toBe(4);
    aws.clock.advance(400);
    expect((await count()).desired).toBe(2);
    const { ScalingActivities } = await aws.autoScaling.send(new DescribeScalingActivitiesCommand(ofTasks));
    expect(ScalingActivities?.map(({ Description }) => Description)).toEqual([
      'Setting desired count to 2.',
      'Setting desired count to 4.',
    ]);
  });

  test('takes new bounds at once', async () => {
    await register(3, 4);
    expect((await count()).desired).toBe(3);
    await register(0, 1);
    expect((await count()).desired).toBe(1);
  });

  test('stays where it is while somebody has suspended its scaling', async () => {
    await register(1, 4, { SuspendedState: { DynamicScalingOutSuspended: true } });
    await follow(50);
    aws.sandbox.load(arn, { cpu: 1000, memory: 0 });
    aws.clock.advance(1000);
    expect((await count()).desired).toBe(2);
    await register(1, 4, { SuspendedState: { DynamicScalingOutSuspended: false } });
    aws.clock.advance(200);
    expect((await count()).desired).toBe(4);
  });
});

describe('Application Auto Scaling', () => {
  test('refuses what does not exist, crossed bounds, and tags on what is there', async () => {
    await expect(register(2, 1)).rejects.toThrow('less than minimum');
    await expect(register(1, 2, { ResourceId: `service/${cluster}/other` })).rejects.toThrow(
      "service doesn't exist",
    );
    await expect(follow(50)).rejects.toMatchObject({ name: 'ObjectNotFoundException' });
    await register(1, 2, { Tags: { a: 'b' } });
    await expect(register(1, 2, { Tags: { a: 'b' } })).rejects.toThrow('Tags cannot be specified');
    await follow(50);
    await expect(follow(60, { PolicyName: 'another' })).rejects.toThrow('Only one');
  });

  test('makes its role with the first target, and takes the policies along with the last', async () => {
    await register(1, 2);
    const RoleName = 'AWSServiceRoleForApplicationAutoScaling_ECSService';
    expect((await aws.iam.send(new GetRoleCommand({ RoleName }))).Role?.RoleName).toBe(RoleName);
    await follow(50);
    await aws.autoScaling.send(new DeregisterScalableTargetCommand(ofTasks));
    const policies = await aws.autoScaling.send(
      new DescribeScalingPoliciesCommand({ ServiceNamespace: 'ecs' }),
    );
    expect(policies.ScalingPolicies).toEqual([]);
    const targets = await aws.autoScaling.send(
      new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs' }),
    );
    expect(targets.ScalableTargets).toEqual([]);
  });
});
