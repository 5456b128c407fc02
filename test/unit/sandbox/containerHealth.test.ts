import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type ContainerDefinition,
  type DesiredStatus,
} from '@aws-sdk/client-ecs';
import {
  CreateServiceCommand as CreateDiscoveryServiceCommand,
  DiscoverInstancesCommand,
} from '@aws-sdk/client-servicediscovery';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccount, type Account } from './account';
import { namespace, serviceInput, some, taskDefinition } from './chain';

const cluster = 'microservices-cluster';
let aws: Account;
beforeEach(async () => {
  aws = await createAccount();
  await aws.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
});
afterEach(() => aws.sandbox.close());

/** A service of one task whose container is checked every ten seconds by a line of shell. */
async function checked(line: string, more: Parameters<typeof serviceInput>[2] = {}): Promise<void> {
  const definition = await taskDefinition(aws, {
    healthCheck: { command: ['CMD-SHELL', line], interval: 10, retries: 2, startPeriod: 30 },
  });
  await aws.ecs.send(
    new CreateServiceCommand(serviceInput(definition, 'sg-0123', { desiredCount: 1, ...more })),
  );
}

async function tasks(desiredStatus: DesiredStatus = 'RUNNING') {
  const { taskArns } = await aws.ecs.send(new ListTasksCommand({ cluster, desiredStatus }));
  if (!taskArns?.length) return [];
  return (await aws.ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))).tasks ?? [];
}

async function service() {
  const answer = await aws.ecs.send(new DescribeServicesCommand({ cluster, services: ['user-service'] }));
  return answer.services?.[0];
}

describe('a container with a health check', () => {
  test('is unknown until it was checked, and its task steady only then', async () => {
    await checked('curl -f http://localhost/ || exit 1');
    aws.clock.advance(31);
    const [starting] = await tasks();
    expect([starting?.lastStatus, starting?.healthStatus]).toEqual(['RUNNING', 'UNKNOWN']);
    expect((await service())?.deployments?.[0]?.rolloutState).toBe('IN_PROGRESS');
    aws.clock.advance(20);
    const [task] = await tasks();
    expect([task?.healthStatus, task?.containers?.[0]?.healthStatus]).toEqual(['HEALTHY', 'HEALTHY']);
    expect((await service())?.deployments?.[0]?.rolloutState).toBe('COMPLETED');
  });

  test.each(['exit 1', 'curl -f http://localhost:9999/ || exit 1', 'false'])(
    'has its task replaced when it is unhealthy: %s',
    async (line) => {
      await checked(line);
      aws.clock.advance(70);
      expect((await tasks())[0]?.healthStatus).toBe('UNKNOWN');
      aws.clock.advance(30);
      const [stopped] = await tasks('STOPPED');
      expect(stopped?.stoppedReason).toBe('Task failed container health checks');
      expect(stopped?.healthStatus).toBe('UNHEALTHY');
      expect(
        (await service())?.events?.some(({ message }) => /container health checks/.test(message ?? '')),
      ).toBe(true);
      expect(await tasks()).toHaveLength(1);
    },
  );

  test('fails a deployment, which the circuit breaker then stops', async () => {
    await checked('exit 1');
    aws.clock.advance(600);
    expect((await service())?.deployments?.[0]?.rolloutState).toBe('FAILED');
  });

  test('is found in Cloud Map among the healthy once it is', async () => {
    const namespaceId = await namespace(aws);
    const { Service } = await aws.cloudMap.send(
      new CreateDiscoveryServiceCommand({
        Name: 'user-service',
        NamespaceId: namespaceId,
        DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 10 }] },
        HealthCheckCustomConfig: {},
      }),
    );
    await checked('exit 0', { serviceRegistries: [{ registryArn: some(Service?.Arn) }] });
    const found = async () =>
      (
        await aws.cloudMap.send(
          new DiscoverInstancesCommand({
            NamespaceName: 'micro.local',
            ServiceName: 'user-service',
            HealthStatus: 'ALL',
          }),
        )
      ).Instances?.map(({ HealthStatus }) => HealthStatus);
    aws.clock.advance(31);
    expect(await found()).toEqual(['UNHEALTHY']);
    aws.clock.advance(30);
    expect(await found()).toEqual(['HEALTHY']);
  });
});

describe('a task definition', () => {
  const register = (container: ContainerDefinition, sizeInGiB?: number) =>
    aws.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'a',
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        ...(sizeInGiB === undefined ? {} : { ephemeralStorage: { sizeInGiB } }),
        containerDefinitions: [
          { name: 'a', image: 'a:1', ...container },
          { name: 'b', image: 'b:1', essential: true },
        ],
      }),
    );

  test.each<[ContainerDefinition, RegExp]>([
    [{ stopTimeout: 121 }, /120 seconds/],
    [{ healthCheck: { command: ['true'] } }, /start with CMD/],
    [{ ulimits: [{ name: 'nofile', softLimit: 2, hardLimit: 1 }] }, /soft limit/],
    [{ dependsOn: [{ containerName: 'b', condition: 'HEALTHY' }] }, /no health check/],
    [{ dependsOn: [{ containerName: 'b', condition: 'SUCCESS' }] }, /essential/],
    [{ dependsOn: [{ containerName: 'c', condition: 'START' }] }, /does not exist/],
  ])('is refused: %j', async (container, message) => {
    await expect(register(container)).rejects.toThrow(message);
  });

  test('has a disk of 21 to 200 GiB', async () => {
    await expect(register({}, 20)).rejects.toThrow(/21 and 200/);
    await expect(register({}, 201)).rejects.toThrow(/21 and 200/);
    await expect(register({}, 21)).resolves.toBeDefined();
  });
});
