import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { RevokeSecurityGroupIngressCommand, DescribeSecurityGroupRulesCommand } from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  StopTaskCommand,
  UpdateServiceCommand,
  type DesiredStatus,
  type Task,
} from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListInstancesCommand } from '@aws-sdk/client-servicediscovery';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccount, type Account } from './account';
import {
  allow,
  balancer,
  deployChain,
  executionRole,
  securityGroup,
  serviceInput,
  some,
  taskDefinition,
  type TaskOptions,
} from './chain';

const cluster = 'microservices-cluster';
const service = 'user-service';
let aws: Account;
beforeEach(async () => {
  aws = await createAccount();
});
afterEach(() => aws.sandbox.close());

/** A service of two tasks without load balancer. */
async function plain(more: Parameters<typeof serviceInput>[2] = {}, task: TaskOptions = {}): Promise<void> {
  await aws.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  const definition = await taskDefinition(aws, task);
  await aws.ecs.send(new CreateServiceCommand(serviceInput(definition, 'sg-0123', more)));
}

async function read() {
  const { services } = await aws.ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const [found] = services ?? [];
  if (!found) throw new Error('no service');
  return found;
}

async function tasks(desiredStatus: DesiredStatus = 'RUNNING'): Promise<Task[]> {
  const { taskArns } = await aws.ecs.send(new ListTasksCommand({ cluster, desiredStatus }));
  if (!taskArns?.length) return [];
  return (await aws.ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))).tasks ?? [];
}

async function health(targetGroupArn: string) {
  const { TargetHealthDescriptions } = await aws.elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }),
  );
  return (TargetHealthDescriptions ?? []).map(({ TargetHealth }) =>
    `${String(TargetHealth?.State)} ${TargetHealth?.Reason ?? ''}`.trim(),
  );
}

describe('a task', () => {
  test('is provisioned, pulled, activated and running in about thirty seconds', async () => {
    await plain({ desiredCount: 1 });
    const seen: (string | undefined)[] = [];
    for (let second = 0; second < 40; second++) {
      const [task] = await tasks();
      if (seen.at(-1) !== task?.lastStatus) seen.push(task?.lastStatus);
      aws.clock.advance(1);
    }
    expect(seen).toEqual(['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING']);
    const [task] = await tasks();
    expect(Number(task?.startedAt) - Number(task?.createdAt)).toBe(30_000);
  });

  test('has an address of its subnet, and says which deployment started it', async () => {
    await plain();
    aws.clock.advance(40);
    const all = await tasks();
    const addresses = all.map(
      (task) => task.attachments?.[0]?.details?.find((one) => one.name === 'privateIPv4Address')?.value,
    );
    expect(addresses).toEqual([
      expect.stringMatching(/^10\.20\.0\./) as unknown,
      expect.stringMatching(/^10\.20\.16\./) as unknown,
    ]);
    const { deployments } = await read();
    expect(all.map((task) => task.startedBy)).toEqual([deployments?.[0]?.id, deployments?.[0]?.id]);
    expect(all[0]?.group).toBe('service:user-service');
  });

  test('that is stopped is replaced, and stays to be looked at for an hour', async () => {
    await plain();
    aws.clock.advance(40);
    const [task] = await tasks();
    await aws.ecs.send(new StopTaskCommand({ cluster, task: task?.taskArn, reason: 'restart' }));
    aws.clock.advance(60);
    expect(await tasks()).toHaveLength(2);
    expect(await tasks('STOPPED')).toMatchObject([
      { taskArn: task?.taskArn, lastStatus: 'STOPPED', stopCode: 'UserInitiated', stoppedReason: 'restart' },
    ]);
    aws.clock.advance(3600);
    expect(await tasks('STOPPED')).toEqual([]);
  });

  test.each([
    [
      'an image that does not exist',
      { image: 'nginx:does-not-exist' },
      /^CannotPullContainerError: .*not found$/,
    ],
    [
      'a registry that does not exist',
      { image: 'invalid.example/app:1' },
      /^CannotPullContainerError: .*no such host$/,
    ],
  ])('with %s never starts, and says why', async (_name, options, reason) => {
    await plain({ desiredCount: 1 }, options);
    aws.clock.advance(60);
    const [stopped] = await tasks('STOPPED');
    expect(stopped).toMatchObject({ stopCode: 'TaskFailedToStart', containers: [{ lastStatus: 'STOPPED' }] });
    expect(stopped?.stoppedReason).toMatch(reason);
    expect(stopped?.containers?.[0]?.reason).toMatch(reason);
  });

  test.each<[string, (role: string) => Promise<unknown>, RegExp]>([
    [
      'its log group is missing',
      () => aws.logs.send(new DeleteLogGroupCommand({ logGroupName: '/ecs/microservices/user-service' })),
      /^ResourceInitializationError: failed to validate logger args.*log group does not exist/,
    ],
    [
      'its role may not write logs',
      () =>
        aws.iam.send(
          new DetachRolePolicyCommand({
            RoleName: 'execution',
            PolicyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
          }),
        ),
      /AccessDeniedException: .*logs:CreateLogStream/,
    ],
  ])('does not start when %s', async (_name, breakIt, reason) => {
    await aws.logs.send(new CreateLogGroupCommand({ logGroupName: '/ecs/microservices/user-service' }));
    const role = await executionRole(aws);
    await breakIt(role);
    await plain({ desiredCount: 1 }, { role });
    aws.clock.advance(60);
    expect((await tasks('STOPPED'))[0]?.stoppedReason).toMatch(reason);
  });

  test('says in its log that it listens', async () => {
    await deployChain(aws);
    const { events } = await aws.logs.send(
      new FilterLogEventsCommand({ logGroupName: '/ecs/microservices/user-service' }),
    );
    const ids = (await tasks()).map((task) => task.taskArn?.split('/').at(-1));
    expect(events?.map((event) => event.message)).toEqual(['listening on port 80', 'listening on port 80']);
    expect(events?.map((event) => event.logStreamName).sort()).toEqual(
      ids.map((id) => `ecs/user-service/${String(id)}`).sort(),
    );
  });
});

describe('a target', () => {
  const withBalancer = async (options: { port?: number; open?: boolean } = {}) => {
    const nlb = await securityGroup(aws, 'nlb');
    const task = await securityGroup(aws, 'task');
    const { port = 80, open = true } = options;
    if (open) await allow(aws, nlb, task, port);
    const { targetGroupArn } = await balancer(aws, nlb, port);
    await aws.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
    await aws.ecs.send(
      new CreateServiceCommand(
        serviceInput(await taskDefinition(aws, { port }), task, {
          desiredCount: 1,
          loadBalancers: [{ targetGroupArn, containerName: 'user-service', containerPort: port }],
          healthCheckGracePeriodSeconds: 600,
          deploymentConfiguration: {},
        }),
      ),
    );
    return { targetGroupArn, nlb, task };
  };

  test('is registered while the load balancer is provisioned, then checked, then healthy', async () => {
    const { targetGroupArn } = await withBalancer();
    const seen: [string, number][] = [];
    for (let second = 0; second < 300; second++) {
      const [state = 'none'] = await health(targetGroupArn);
      if (seen.at(-1)?.[0] !== state) seen.push([state, second]);
      aws.clock.advance(1);
    }
    expect(seen).toEqual([
      ['none', 0],
      ['initial Elb.RegistrationInProgress', 28],
      // 116 s until the load balancer is active, 90 s of registration, two checks of 10 s.
      ['initial Elb.InitialHealthChecking', 206],
      ['healthy', 226],
    ]);
  });

  test.each([
    ['no security group lets the load balancer in', { open: false }, 'unhealthy Target.Timeout'],
    ['the image listens on another port (T9)', { port: 8080 }, 'unhealthy Target.FailedHealthChecks'],
  ])('is unhealthy when %s', async (_name, options, expected) => {
    const { targetGroupArn } = await withBalancer(options);
    aws.clock.advance(300);
    expect(await health(targetGroupArn)).toEqual([expected]);
  });

  test('falls ill when its security group is closed, and recovers when it is opened', async () => {
    const { targetGroupArn, nlb, task } = await withBalancer();
    aws.clock.advance(300);
    const { SecurityGroupRules } = await aws.ec2.send(
      new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [task] }] }),
    );
    const rule = SecurityGroupRules?.find((one) => !one.IsEgress)?.SecurityGroupRuleId;
    await aws.ec2.send(
      new RevokeSecurityGroupIngressCommand({ GroupId: task, SecurityGroupRuleIds: [some(rule)] }),
    );
    aws.clock.advance(19);
    expect(await health(targetGroupArn)).toEqual(['healthy']);
    aws.clock.advance(2);
    expect(await health(targetGroupArn)).toEqual(['unhealthy Target.Timeout']);
    await allow(aws, nlb, task, 80);
    aws.clock.advance(21);
    expect(await health(targetGroupArn)).toEqual(['healthy']);
  });

  test('that stays unhealthy gets its task stopped when the grace period is over', async () => {
    const { targetGroupArn } = await withBalancer({ open: false });
    aws.clock.advance(620);
    expect(await tasks('STOPPED')).toEqual([]);
    aws.clock.advance(30);
    expect((await tasks('STOPPED'))[0]?.stoppedReason).toBe(
      `Task failed ELB health checks in (target-group ${targetGroupArn})`,
    );
  });

  test('is drained for as long as its group says', async () => {
    const { targetGroupArn } = await withBalancer();
    aws.clock.advance(300);
    await aws.ecs.send(new DeleteServiceCommand({ cluster, service, force: true }));
    expect(await health(targetGroupArn)).toEqual(['draining Target.DeregistrationInProgress']);
    aws.clock.advance(31);
    expect(await health(targetGroupArn)).toEqual([]);
  });
});

describe('a deployment', () => {
  test('replaces the old tasks only when the new ones are healthy', async () => {
    const { targetGroupArn } = await deployChain(aws);
    await aws.ecs.send(
      new UpdateServiceCommand({ cluster, service, taskDefinition: await taskDefinition(aws) }),
    );
    for (let second = 0; second < 300; second++) {
      aws.clock.advance(1);
      const healthy = (await health(targetGroupArn)).filter((state) => state === 'healthy').length;
      expect(healthy).toBeGreaterThanOrEqual(2);
    }
    const { deployments } = await read();
    expect(deployments).toMatchObject([
      {
        status: 'PRIMARY',
        rolloutState: 'COMPLETED',
        taskDefinition: expect.stringMatching(/:2$/) as unknown,
        runningCount: 2,
      },
    ]);
  });

  test('that fails is rolled back by the circuit breaker to the revision before', async () => {
    await plain();
    aws.clock.advance(60);
    const before = (await read()).deployments?.[0];
    const bad = await taskDefinition(aws, { image: 'nginx:does-not-exist' });
    const update = await aws.ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition: bad }));
    const badId = update.service?.deployments?.[0]?.id;
    aws.clock.advance(600);
    const after = await read();
    expect(after.deployments).toHaveLength(1);
    expect(after.deployments?.[0]).toMatchObject({
      status: 'PRIMARY',
      rolloutState: 'COMPLETED',
      taskDefinition: before?.taskDefinition,
    });
    expect(after.deployments?.[0]?.id).not.toBe(badId);
    expect(after.runningCount).toBe(2);
    const { serviceDeployments } = await aws.ecs.send(
      new ListServiceDeploymentsCommand({ cluster, service }),
    );
    expect(serviceDeployments?.map((one) => one.status)).toEqual([
      'SUCCESSFUL',
      'ROLLBACK_SUCCESSFUL',
      'SUCCESSFUL',
    ]);
    const arn = serviceDeployments?.[1]?.serviceDeploymentArn;
    const details = await aws.ecs.send(
      new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [some(arn)] }),
    );
    expect(details.serviceDeployments?.[0]?.deploymentCircuitBreaker).toEqual({
      status: 'TRIGGERED',
      failureCount: 3,
      threshold: 3,
    });
  });

  test('that is the first has nothing to go back to and stays failed without tasks', async () => {
    await plain({}, { image: 'invalid.example/app:1' });
    aws.clock.advance(1200);
    const { deployments, runningCount } = await read();
    expect(deployments).toMatchObject([
      {
        status: 'PRIMARY',
        rolloutState: 'FAILED',
        rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
      },
    ]);
    expect(runningCount).toBe(0);
    expect(await tasks()).toEqual([]);
  });

  test('that failed without a way back leaves the tasks before it, until the service is deleted', async () => {
    const breaker = { enable: true, rollback: false };
    await plain({ deploymentConfiguration: { deploymentCircuitBreaker: breaker } });
    aws.clock.advance(60);
    const bad = await taskDefinition(aws, { image: 'nginx:does-not-exist' });
    await aws.ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition: bad }));
    aws.clock.advance(600);
    expect(await read()).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'FAILED' }, {}] });
    await aws.ecs.send(new DeleteServiceCommand({ cluster, service, force: true }));
    aws.clock.advance(300);
    expect(await read()).toMatchObject({ status: 'INACTIVE', runningCount: 0 });
    expect(await tasks()).toEqual([]);
  });

  test('without a circuit breaker goes on trying, ever more slowly', async () => {
    await plain({ desiredCount: 1, deploymentConfiguration: {} }, { image: 'nginx:does-not-exist' });
    aws.clock.advance(3600);
    const failed = (await read()).deployments?.[0]?.failedTasks ?? 0;
    expect(failed).toBeGreaterThan(5);
    expect(failed).toBeLessThan(15);
    expect((await read()).deployments?.[0]?.rolloutState).toBe('IN_PROGRESS');
  });

  test('starts when something of the revision changes or when it is forced, and not otherwise', async () => {
    await plain();
    aws.clock.advance(60);
    const first = (await read()).deployments?.[0]?.id;
    await aws.ecs.send(
      new UpdateServiceCommand({ cluster, service, desiredCount: 3, taskDefinition: 'user-service' }),
    );
    expect((await read()).deployments?.map((one) => one.id)).toEqual([first]);
    await aws.ecs.send(new UpdateServiceCommand({ cluster, service, forceNewDeployment: true }));
    const ids = (await read()).deployments?.map((one) => [one.status, one.id === first]);
    expect(ids).toEqual([
      ['PRIMARY', false],
      ['ACTIVE', true],
    ]);
  });

  test('counts up and down with the desired count', async () => {
    await plain();
    aws.clock.advance(60);
    await aws.ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: 4 }));
    aws.clock.advance(60);
    expect((await read()).runningCount).toBe(4);
    await aws.ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: 1 }));
    aws.clock.advance(60);
    expect((await read()).runningCount).toBe(1);
    expect((await read()).deployments).toHaveLength(1);
  });
});

describe('a service', () => {
  test('registers its tasks in Cloud Map without a port, and takes them out again', async () => {
    const { discoveryId } = await deployChain(aws);
    const list = async () =>
      (await aws.cloudMap.send(new ListInstancesCommand({ ServiceId: discoveryId }))).Instances ?? [];
    const [task] = await tasks();
    const one = (await list()).find((instance) => instance.Id === task?.taskArn?.split('/').at(-1));
    expect(one?.Attributes).toEqual({
      AVAILABILITY_ZONE: task?.availabilityZone,
      AWS_INIT_HEALTH_STATUS: 'HEALTHY',
      AWS_INSTANCE_IPV4: task?.containers?.[0]?.networkInterfaces?.[0]?.privateIpv4Address,
      ECS_CLUSTER_NAME: cluster,
      ECS_SERVICE_NAME: service,
      ECS_TASK_DEFINITION_FAMILY: 'user-service',
      REGION: 'ap-southeast-1',
    });
    await aws.ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: 0 }));
    aws.clock.advance(60);
    expect(await list()).toEqual([]);
  });

  test('that is created twice with the same token is one', async () => {
    await aws.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
    const input = serviceInput(await taskDefinition(aws), 'sg-0123', { clientToken: 'token' });
    const first = await aws.ecs.send(new CreateServiceCommand(input));
    const second = await aws.ecs.send(new CreateServiceCommand(input));
    expect(second.service?.deployments?.[0]?.id).toBe(first.service?.deployments?.[0]?.id);
  });

  test('is drained before it is INACTIVE, and can then be made anew', async () => {
    await plain();
    aws.clock.advance(60);
    await aws.ecs.send(new DeleteServiceCommand({ cluster, service, force: true }));
    expect((await read()).status).toBe('DRAINING');
    aws.clock.advance(60);
    expect((await read()).status).toBe('INACTIVE');
    await plain();
    expect((await read()).status).toBe('ACTIVE');
  });
});
