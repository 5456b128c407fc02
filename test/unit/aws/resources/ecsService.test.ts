import { describe, expect, test } from 'vitest';
import { createProviders } from '../../../../src/aws/resources/registry';
import type { Found } from '../../../../src/engine/provider';
import type { Resolved } from '../../../../src/engine/resource';
import type { ServiceProps } from '../../../../src/kinds/resourceTypes';
import { fakeAccount, lowerList, marksOf, ownTags, sdkError, type Answers } from '../fakes';

const CLUSTER = 'arn:aws:ecs:eu-west-1:1:cluster/main';
const ARN = 'arn:aws:ecs:eu-west-1:1:service/main/web';
const NEW = 'arn:aws:ecs:eu-west-1:1:task-definition/shop--web:2';
const OLD = 'arn:aws:ecs:eu-west-1:1:task-definition/shop--web:1';

const props: Resolved<ServiceProps> = {
  name: 'web',
  cluster: CLUSTER,
  taskDefinition: NEW,
  desiredCount: 2,
  subnetIds: ['subnet-a', 'subnet-b'],
  securityGroups: ['sg-1'],
  loadBalancers: [{ targetGroupArn: 'arn:tg', containerName: 'web', containerPort: 80 }],
  registries: [{ registryArn: 'arn:registry' }],
  grace: 60,
  deployment: { minimumHealthyPercent: 100, maximumPercent: 200, circuitBreaker: true, rollback: true },
  exec: false,
  after: [],
};

/** A service as AWS returns it: sets in no order, defaults filled in. */
function answered(over: object = {}) {
  return {
    serviceArn: ARN,
    serviceName: 'web',
    clusterArn: CLUSTER,
    status: 'ACTIVE',
    taskDefinition: NEW,
    desiredCount: 2,
    runningCount: 2,
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: ['subnet-b', 'subnet-a'],
        securityGroups: ['sg-1'],
        assignPublicIp: 'DISABLED',
      },
    },
    loadBalancers: [{ targetGroupArn: 'arn:tg', containerName: 'web', containerPort: 80 }],
    serviceRegistries: [{ registryArn: 'arn:registry' }],
    healthCheckGracePeriodSeconds: 60,
    deploymentConfiguration: {
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    },
    enableExecuteCommand: false,
    deployments: [deployment()],
    tags: lowerList(ownTags('web/service')),
    ...over,
  };
}

function deployment(over: object = {}) {
  return {
    status: 'PRIMARY',
    taskDefinition: NEW,
    rolloutState: 'COMPLETED',
    runningCount: 2,
    desiredCount: 2,
    ...over,
  };
}

const CLUSTER_FOUND: Found = {
  id: 'cluster/cluster',
  type: 'AWS::ECS::Cluster',
  physicalId: CLUSTER,
  created: '',
  props: {},
  attributes: { arn: CLUSTER, name: 'main' },
  pointsTo: [],
};

function provider(answers: Answers) {
  const fake = fakeAccount(answers);
  return { ...fake, service: createProviders(fake.account)['AWS::ECS::Service'] };
}

async function found(over: object = {}): Promise<Found> {
  const { service } = provider({
    ListServices: { serviceArns: [ARN] },
    DescribeServices: { services: [answered(over)] },
  });
  const [first] = await service.find('shop', [CLUSTER_FOUND]);
  if (!first) throw new Error('Not found');
  return first;
}

describe('a service as read', () => {
  test('has the properties as they were asked for', async () => {
    // What only orders the work is sent to nobody, and never comes back.
    expect({ ...(await found()).props, after: [] }).toEqual(props);
  });

  test('has no grace without a load balancer, where AWS answers 0', async () => {
    const read = await found({ loadBalancers: [], healthCheckGracePeriodSeconds: 0 });
    expect(read.props).not.toHaveProperty('grace');
  });

  test('runs what its PRIMARY deployment runs, also after a rollback', async () => {
    const read = await found({ deployments: [deployment({ taskDefinition: OLD })] });
    expect(read.props.taskDefinition).toBe(OLD);
    expect(read.pointsTo).toEqual(expect.arrayContaining([OLD, NEW]));
  });

  test('differs from every revision when its rollout failed', async () => {
    const read = await found({ deployments: [deployment({ rolloutState: 'FAILED' })] });
    expect(read.props.taskDefinition).toBe(`${NEW} (deployment failed)`);
  });

  test('is replaced while it drains', async () => {
    expect((await found({ status: 'DRAINING' })).props.name).toBe('web (draining)');
  });

  test('is not there when it is INACTIVE, and not ours under other tags', async () => {
    const others = [
      answered({ status: 'INACTIVE' }),
      answered({ tags: lowerList(ownTags('web/service', 'shop/dev')) }),
    ];
    const { service } = provider({
      ListServices: { serviceArns: [ARN] },
      DescribeServices: { services: others },
    });
    expect(await service.find('shop', [CLUSTER_FOUND])).toEqual([]);
  });
});

test('services are described ten at a time, and all pages are read', async () => {
  const arns = Array.from({ length: 25 }, (_, index) => `${ARN}${index}`);
  const { service, sent } = provider({
    ListServices: [{ serviceArns: arns.slice(0, 20), nextToken: 'more' }, { serviceArns: arns.slice(20) }],
    DescribeServices: { services: [] },
  });
  await service.find('shop', [CLUSTER_FOUND]);
  const described = sent
    .filter(({ operation }) => operation === 'DescribeServices')
    .map(({ input }) => input.services);
  expect(described).toEqual([arns.slice(0, 10), arns.slice(10, 20), arns.slice(20)]);
});

test('an update sends only what differs, since sending it may start a deployment', async () => {
  const { service, sent } = provider({ UpdateService: {}, TagResource: {} });
  const request = {
    id: 'web/service',
    props: { ...props, desiredCount: 3 },
    marks: marksOf('web/service'),
    found: await found(),
  };
  await service.update({ ...request, changed: ['desiredCount'], remark: true });
  expect(sent[0]?.input).toEqual({ cluster: CLUSTER, service: ARN, desiredCount: 3 });
});

test.each([
  {
    what: 'registering elsewhere makes tasks start anew, for only then they are registered',
    over: { registries: [{ registryArn: 'arn:other' }] },
    changed: ['registries.0.registryArn'],
    sends: { serviceRegistries: [{ registryArn: 'arn:other' }], forceNewDeployment: true },
  },
  {
    what: 'a bound of failed tasks that is taken away becomes the default of AWS',
    over: {},
    changed: ['deployment.failedTasks'],
    sends: {
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: {
          enable: true,
          rollback: true,
          thresholdConfiguration: { type: 'BOUNDED_PERCENT', value: 50 },
        },
      },
    },
  },
  {
    what: 'without room above 100 % zones are not balanced, which ECS would refuse',
    over: { deployment: { ...props.deployment, minimumHealthyPercent: 50, maximumPercent: 100 } },
    changed: ['deployment.maximumPercent'],
    sends: { availabilityZoneRebalancing: 'DISABLED' },
  },
])('$what', async ({ over, changed, sends }) => {
  const { service, sent } = provider({ UpdateService: {}, TagResource: {} });
  const request = { id: 'web/service', marks: marksOf('web/service'), found: await found() };
  await service.update({ ...request, props: { ...props, ...over }, changed, remark: true });
  expect(sent[0]?.input).toMatchObject(sends);
});

test('a failed rollout is tried again by a new deployment', async () => {
  const { service, sent } = provider({ UpdateService: {}, TagResource: {} });
  const failed = await found({ deployments: [deployment({ rolloutState: 'FAILED' })] });
  await service.update({
    id: 'web/service',
    props,
    marks: marksOf('web/service'),
    found: failed,
    changed: ['taskDefinition'],
    remark: true,
  });
  expect(sent[0]?.input).toEqual({
    cluster: CLUSTER,
    service: ARN,
    taskDefinition: NEW,
    forceNewDeployment: true,
  });
});

test('a create carries our tags and a token that is the same for the same input', async () => {
  const { service, sent } = provider({ CreateService: { service: answered() } });
  const request = { id: 'web/service', props, marks: marksOf('web/service') };
  await service.create(request);
  await service.create(request);
  await service.create({
    ...request,
    marks: marksOf('web/service', { created: '2026-11-23T00:00:00.000Z' }),
  });
  const [first, second, third] = sent.map(({ input }) => input.clientToken);
  expect(first).toBe(second);
  expect(first).not.toBe(third);
  expect(sent[0]?.input).toMatchObject({
    propagateTags: 'SERVICE',
    launchType: 'FARGATE',
    tags: lowerList(ownTags('web/service')),
  });
});

test('a delete scales to zero first and waits until the service is gone', async () => {
  const { service, sent } = provider({
    UpdateService: {},
    DeleteService: {},
    DescribeServices: [
      { services: [answered({ status: 'DRAINING', runningCount: 1 })] },
      { services: [answered({ status: 'INACTIVE' })] },
    ],
  });
  await service.delete(await found());
  expect(sent.map(({ operation }) => operation)).toEqual([
    'UpdateService',
    'DeleteService',
    'DescribeServices',
    'DescribeServices',
  ]);
  expect(sent[0]?.input.desiredCount).toBe(0);
});

test('a delete of what is gone, or draining, succeeds', async () => {
  const { service } = provider({
    UpdateService: sdkError('ServiceNotActiveException', 'Service was not ACTIVE.'),
    DeleteService: sdkError('ServiceNotFoundException', 'Service not found.'),
    DescribeServices: sdkError('ClusterNotFoundException', 'Cluster not found.'),
  });
  await service.delete(await found());
});

describe('health of a service', () => {
  const written = { physicalId: ARN, attributes: { cluster: CLUSTER } };
  const healthy = { TargetHealth: { State: 'healthy' } };

  async function healthOf(answers: Answers) {
    return provider({ ListTasks: { taskArns: [] }, ...answers }).service.health?.(written, props);
  }

  test('is ready when the revision asked for runs and its targets are healthy', async () => {
    const health = await healthOf({
      DescribeServices: { services: [answered()] },
      DescribeTargetHealth: { TargetHealthDescriptions: [healthy, healthy] },
    });
    expect(health).toEqual({ state: 'ready' });
  });

  test('has not failed while AWS still answers with what ran before the update', async () => {
    const before = answered({ deployments: [deployment({ taskDefinition: OLD })] });
    const after = answered({ deployments: [deployment({ rolloutState: 'IN_PROGRESS', runningCount: 0 })] });
    const health = await healthOf({ DescribeServices: [{ services: [before] }, { services: [after] }] });
    expect(health).toEqual({ state: 'pending', reason: '0 of 2 tasks run' });
  });

  test('waits for tasks', async () => {
    const primary = deployment({ rolloutState: 'IN_PROGRESS', runningCount: 1 });
    const health = await healthOf({ DescribeServices: { services: [answered({ deployments: [primary] })] } });
    expect(health).toEqual({ state: 'pending', reason: '1 of 2 tasks run' });
  });

  test('says why tasks stopped while it still waits', async () => {
    const primary = deployment({ rolloutState: 'IN_PROGRESS', runningCount: 0, failedTasks: 2 });
    const health = await healthOf({
      DescribeServices: { services: [answered({ deployments: [primary] })] },
      ListTasks: { taskArns: ['arn:task'] },
      DescribeTasks: { tasks: [{ stoppedReason: 'CannotPullContainerError: not found', containers: [] }] },
    });
    expect(health).toEqual({
      state: 'pending',
      reason: '0 of 2 tasks run; the last that stopped: CannotPullContainerError: not found',
    });
  });

  test('tells of tasks that the scheduler stopped for their health, not of those it scaled away', async () => {
    const primary = deployment({ rolloutState: 'IN_PROGRESS', runningCount: 0, failedTasks: 2 });
    const stopped = (stoppedReason: string, at: number) => ({
      stoppedReason,
      stopCode: 'ServiceSchedulerInitiated',
      stoppedAt: new Date(at),
      containers: [],
    });
    const health = await healthOf({
      DescribeServices: { services: [answered({ deployments: [primary] })] },
      ListTasks: { taskArns: ['arn:task'] },
      DescribeTasks: {
        tasks: [
          stopped('Task failed ELB health checks in (target-group arn:tg)', 1),
          stopped('Scaling activity initiated by (deployment ecs-svc/1)', 2),
        ],
      },
    });
    expect(health).toEqual({
      state: 'pending',
      reason:
        '0 of 2 tasks run; the last that stopped: Task failed ELB health checks in (target-group arn:tg)',
    });
  });

  test('waits for targets, with the reason of one that is not healthy', async () => {
    const ailing = {
      TargetHealth: {
        State: 'unhealthy',
        Reason: 'Target.FailedHealthChecks',
        Description: 'Health checks failed',
      },
    };
    const health = await healthOf({
      DescribeServices: { services: [answered()] },
      DescribeTargetHealth: { TargetHealthDescriptions: [healthy, ailing] },
    });
    expect(health).toEqual({ state: 'pending', reason: '1 of 2 targets are healthy: Health checks failed' });
  });

  test('is superseded when somebody else has deployed another revision', async () => {
    const other = deployment({ taskDefinition: OLD, rolloutState: 'IN_PROGRESS' });
    const mine = deployment({ status: 'ACTIVE', rolloutState: 'IN_PROGRESS' });
    const health = await healthOf({
      DescribeServices: { services: [answered({ deployments: [other, mine] })] },
    });
    expect(health).toEqual({ state: 'superseded' });
  });

  test('is superseded when somebody else has taken its target group away', async () => {
    const health = await healthOf({
      DescribeServices: { services: [answered()] },
      DescribeTargetHealth: sdkError('TargetGroupNotFoundException', 'Target group not found'),
    });
    expect(health).toEqual({ state: 'superseded' });
  });

  test('has failed when the breaker went back and what failed is not listed any more', async () => {
    const back = deployment({ id: 'ecs-svc/2', taskDefinition: OLD });
    const events = [{ message: '(service users) rolling back to (deployment ecs-svc/2).' }];
    const health = await healthOf({
      DescribeServices: { services: [answered({ deployments: [back], events })] },
    });
    expect(health).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/went back to/) as string,
    });
  });

  test('has failed when the breaker went back to the old revision, although that one is stable', async () => {
    const failed = deployment({
      status: 'ACTIVE',
      rolloutState: 'FAILED',
      rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    });
    const health = await healthOf({
      DescribeServices: {
        services: [answered({ deployments: [deployment({ taskDefinition: OLD }), failed] })],
      },
      ListTasks: { taskArns: ['arn:task'] },
      DescribeTasks: {
        tasks: [
          {
            stoppedReason: 'Essential container in task exited',
            containers: [{ name: 'web', exitCode: 1, reason: 'Essential container in task exited' }],
            stoppedAt: new Date(1),
          },
        ],
      },
    });
    expect(health).toEqual({
      state: 'failed',
      reason:
        'The service went back to shop--web:1: ECS deployment circuit breaker: tasks failed to start. Essential container in task exited; exit code 1 of container web',
    });
  });

  test('has failed when the first rollout did, which has nothing to go back to', async () => {
    const failed = deployment({ rolloutState: 'FAILED', runningCount: 0 });
    const events = [{ message: '(service web) was unable to place a task.' }];
    const health = await healthOf({
      DescribeServices: { services: [answered({ deployments: [failed], events })] },
    });
    expect(health).toEqual({
      state: 'failed',
      reason: 'The rollout failed: (service web) was unable to place a task.',
    });
  });
});
