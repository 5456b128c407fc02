import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createProviders, type Providers } from '../../src/aws/resources/registry';
import type { Found, Provider, Written } from '../../src/engine/provider';
import type { Resolved } from '../../src/engine/resource';
import type { ResourceProps, ResourceType } from '../../src/kinds/resourceTypes';
import { startMoto, type Moto } from './moto';
import { accountOn, makeNetwork, marksOf, REGION, type Network, type WireAccount } from './stage';

const PROVIDERS = ['FARGATE', 'FARGATE_SPOT'] as const;

let moto: Moto;
let account: WireAccount;
let providers: Providers;
let network: Network;

beforeAll(async () => {
  moto = await startMoto();
});
afterAll(async () => {
  await moto.stop();
});
beforeEach(async () => {
  account = accountOn(moto.url);
  providers = createProviders(account);
  network = await makeNetwork(account);
});

/** Everything of the stack, scanned in the order of the types. */
async function scan(stack = 'shop'): Promise<Found[]> {
  const found: Found[] = [];
  for (const provider of Object.values(providers)) found.push(...(await provider.find(stack, found)));
  return found;
}

async function findOne(id: string, stack?: string): Promise<Found> {
  const [found, ...more] = (await scan(stack)).filter((it) => it.id === id);
  if (!found || more.length > 0) throw new Error(`${found ? 'Several' : 'None'} found: ${id}`);
  return found;
}

function provide<T extends ResourceType>(type: T): Provider<ResourceProps[T]> {
  // The mapped type's member is this provider; the compiler does not reduce it for a generic key.
  return providers[type];
}

async function create<T extends ResourceType>(
  type: T,
  id: string,
  props: Resolved<ResourceProps[T]>,
  stack?: string,
): Promise<Written> {
  const provider = provide(type);
  const written = await provider.create({ id, props, marks: marksOf(id, stack) });
  await provider.finish?.(id, written, props);
  return written;
}

async function update<T extends ResourceType>(
  type: T,
  id: string,
  props: Resolved<ResourceProps[T]>,
  changed: readonly string[],
): Promise<Found> {
  const found = await findOne(id);
  const marks = { ...marksOf(id), applied: 'digest-2' };
  await provide(type).update({ id, props, marks, found, changed, remark: true });
  return findOne(id);
}

async function destroyAll(): Promise<void> {
  const types = Object.keys(providers);
  for (const found of (await scan()).sort((a, b) => types.indexOf(b.type) - types.indexOf(a.type))) {
    // Found says its type, and the registry has one provider a type.
    await providers[found.type as ResourceType].delete(found);
  }
}

const group = (name: string) => ({ name, description: `Group ${name}`, vpcId: network.vpcId });

async function makeGroup(id: string, name = id.replace('/', '-')): Promise<string> {
  return (await create('AWS::EC2::SecurityGroup', id, group(name))).physicalId;
}

describe('security groups and rules', () => {
  test('a group is found as it was asked for, keeps its place in tags, and goes', async () => {
    const props = { ...group('shop--web'), cluster: 'shop--cluster', namespace: 'micro.local' };
    const written = await create('AWS::EC2::SecurityGroup', 'web/securityGroup', props);
    const found = await findOne('web/securityGroup');
    expect(found).toMatchObject({
      type: 'AWS::EC2::SecurityGroup',
      physicalId: written.physicalId,
      created: '2026-11-22T10:00:00.000Z',
      applied: 'digest-1',
      attributes: { id: written.physicalId },
    });
    expect(found.props).toEqual(props);

    const moved = await update(
      'AWS::EC2::SecurityGroup',
      'web/securityGroup',
      { ...group('shop--web'), cluster: 'other' },
      ['cluster', 'namespace'],
    );
    expect(moved.props).toEqual({ ...group('shop--web'), cluster: 'other' });
    expect(moved).toMatchObject({ applied: 'digest-2', created: found.created });

    await destroyAll();
    expect(await scan()).toEqual([]);
    await provide('AWS::EC2::SecurityGroup').delete(moved);
  });

  test('a rule admits one group to one port', async () => {
    const groupId = await makeGroup('web/securityGroup');
    const sourceGroupId = await makeGroup('nlb/securityGroup');
    const props = { groupId, sourceGroupId, port: 80 };
    await create('AWS::EC2::SecurityGroupIngress', 'nlb/ingress/web/80', props);
    const found = await findOne('nlb/ingress/web/80');
    expect(found.props).toEqual(props);
    expect(found.pointsTo).toEqual([groupId, sourceGroupId]);
    await destroyAll();
    expect(await scan()).toEqual([]);
    await provide('AWS::EC2::SecurityGroupIngress').delete(found);
  });

  test('a group of the same name that is not ours is an error that names it', async () => {
    const { clients, send } = account;
    const { CreateSecurityGroupCommand } = await import('@aws-sdk/client-ec2');
    await send(
      clients.ec2,
      new CreateSecurityGroupCommand({ GroupName: 'taken', Description: 'x', VpcId: network.vpcId }),
    );
    await expect(
      create('AWS::EC2::SecurityGroup', 'web/securityGroup', group('taken')),
    ).rejects.toMatchObject({
      kind: 'foreign',
      message: expect.stringContaining('taken') as string,
    });
  });

  test('a group that a crashed run made is adopted', async () => {
    const first = await create('AWS::EC2::SecurityGroup', 'web/securityGroup', group('shop--web'));
    const second = await create('AWS::EC2::SecurityGroup', 'web/securityGroup', group('shop--web'));
    expect(second).toEqual(first);
  });
});

describe('roles and log groups', () => {
  const role = (over: Partial<Resolved<ResourceProps['AWS::IAM::Role']>> = {}) => ({
    name: `shop--web-execution-${REGION}`,
    path: `/ecs-topology/shop/${REGION}/`,
    managedPolicies: ['arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'],
    policies: {
      secrets: {
        Version: '2012-10-17' as const,
        Statement: [
          {
            Effect: 'Allow' as const,
            Action: ['ssm:GetParameters'],
            Resource: ['arn:aws:ssm:x:1:parameter/a'],
          },
        ],
      },
    },
    ...over,
  });

  test('a role is read with its policies, changes them, and goes with them', async () => {
    const written = await create('AWS::IAM::Role', 'web/executionRole', role());
    const found = await findOne('web/executionRole');
    expect(found.props).toEqual(role());
    expect(found.attributes).toEqual({ arn: written.physicalId, name: role().name });

    const changed = role({ managedPolicies: [], policies: {} });
    expect(
      (await update('AWS::IAM::Role', 'web/executionRole', changed, ['managedPolicies.0', 'policies'])).props,
    ).toEqual(changed);

    await destroyAll();
    expect(await scan()).toEqual([]);
    await provide('AWS::IAM::Role').delete(found);
  });

  test('a role without its policies, as a crash leaves it, is completed', async () => {
    await create('AWS::IAM::Role', 'web/executionRole', role({ managedPolicies: [], policies: {} }));
    await create('AWS::IAM::Role', 'web/executionRole', role());
    expect((await findOne('web/executionRole')).props).toEqual(role());
  });

  test('a role of the same name elsewhere is an error', async () => {
    await create('AWS::IAM::Role', 'web/executionRole', role({ path: '/other/' }), 'other');
    await expect(create('AWS::IAM::Role', 'web/executionRole', role())).rejects.toMatchObject({
      kind: 'foreign',
    });
  });

  test('a log group keeps its retention and is found by its tags, not by its prefix', async () => {
    await create('AWS::Logs::LogGroup', 'web/logGroup', { name: '/ecs/shop/web', retentionDays: 30 });
    await create(
      'AWS::Logs::LogGroup',
      'web/logGroup',
      { name: '/ecs/shop/dev/web', retentionDays: 7 },
      'shop/dev',
    );
    const found = await findOne('web/logGroup');
    expect(found.props).toEqual({ name: '/ecs/shop/web', retentionDays: 30 });
    expect(found.attributes.arn).toBe(`arn:aws:logs:${REGION}:${account.id}:log-group:/ecs/shop/web`);
    expect((await findOne('web/logGroup', 'shop/dev')).props).toEqual({
      name: '/ecs/shop/dev/web',
      retentionDays: 7,
    });

    const kept = await update(
      'AWS::Logs::LogGroup',
      'web/logGroup',
      { name: '/ecs/shop/web', retentionDays: 90 },
      ['retentionDays'],
    );
    expect(kept.props.retentionDays).toBe(90);
    await destroyAll();
    expect(await scan()).toEqual([]);
    expect(await scan('shop/dev')).toHaveLength(1);
  });
});

describe('Cloud Map', () => {
  test('namespace and service come, change and go', async () => {
    const namespace = { name: 'micro.local', vpcId: network.vpcId };
    const { attributes } = await create(
      'AWS::ServiceDiscovery::PrivateDnsNamespace',
      'ns/namespace',
      namespace,
    );
    const namespaceId = attributes.id ?? '';
    const service = { name: 'web', namespaceId, record: 'A' as const, ttl: 10 };
    await create('AWS::ServiceDiscovery::Service', 'web/registration/ns', service);

    const found = await findOne('ns/namespace');
    expect(found.props).toEqual(namespace);
    expect(found).toMatchObject({ attributes, applied: 'digest-1' });
    expect((await findOne('web/registration/ns')).props).toEqual(service);
    expect((await findOne('web/registration/ns')).pointsTo).toEqual([namespaceId]);

    const slower = { ...service, ttl: 60 };
    const updated = await update('AWS::ServiceDiscovery::Service', 'web/registration/ns', slower, ['ttl']);
    expect(updated).toMatchObject({ props: slower, applied: 'digest-2' });

    await destroyAll();
    expect(await scan()).toEqual([]);
    await provide('AWS::ServiceDiscovery::PrivateDnsNamespace').delete(found);
    await provide('AWS::ServiceDiscovery::Service').delete(updated);
  });

  test('a registration in a namespace of somebody else is found through its security group', async () => {
    const theirs = await create(
      'AWS::ServiceDiscovery::PrivateDnsNamespace',
      'ns/namespace',
      { name: 'micro.local', vpcId: network.vpcId },
      'platform',
    );
    await create('AWS::EC2::SecurityGroup', 'web/securityGroup', {
      ...group('web'),
      namespace: 'micro.local',
    });
    await create('AWS::ServiceDiscovery::Service', 'web/registration/ns', {
      name: 'web',
      namespaceId: theirs.physicalId,
      record: 'A',
      ttl: 10,
    });
    expect((await scan()).map(({ id }) => id)).toEqual(['web/securityGroup', 'web/registration/ns']);
    await destroyAll();
    expect((await scan('platform')).map(({ id }) => id)).toEqual(['ns/namespace']);
  });

  test('leftover instances of a service are taken away before it', async () => {
    const { physicalId: namespaceId } = await create(
      'AWS::ServiceDiscovery::PrivateDnsNamespace',
      'ns/namespace',
      { name: 'micro.local', vpcId: network.vpcId },
    );
    const { physicalId: ServiceId } = await create('AWS::ServiceDiscovery::Service', 'web/registration/ns', {
      name: 'web',
      namespaceId,
      record: 'A',
      ttl: 10,
    });
    const { RegisterInstanceCommand } = await import('@aws-sdk/client-servicediscovery');
    const { clients, send } = account;
    await send(
      clients.servicediscovery,
      new RegisterInstanceCommand({
        ServiceId,
        InstanceId: 'i-1',
        Attributes: { AWS_INSTANCE_IPV4: '10.20.0.9' },
      }),
    );
    await destroyAll();
    expect(account.calls.map(({ operation }) => operation)).toContain('DeregisterInstance');
    expect(await scan()).toEqual([]);
  });
});

describe('ECS', () => {
  const definition = (logGroup = '/ecs/shop/web'): Resolved<ResourceProps['AWS::ECS::TaskDefinition']> => ({
    family: 'shop--web',
    cpu: 256,
    memory: 512,
    architecture: 'X86_64',
    executionRole: 'arn:aws:iam::123456789012:role/execution',
    taskRole: 'arn:aws:iam::123456789012:role/task',
    containers: {
      web: {
        image: 'nginxdemos/hello:latest',
        port: 80,
        environment: { B: '2', A: '1' },
        secrets: { KEY: 'arn:aws:ssm:x:1:parameter/key' },
        essential: true,
        dependsOn: { proxy: 'START' },
      },
      proxy: { image: 'envoy:1', environment: {}, secrets: {}, command: ['run', '--fast'], essential: false },
    },
    logGroup,
    logPrefix: 'web',
  });

  async function makeService() {
    const { physicalId: cluster } = await create('AWS::ECS::Cluster', 'cluster/cluster', {
      name: 'shop--cluster',
      containerInsights: false,
      capacityProviders: PROVIDERS,
    });
    const { physicalId: taskDefinition } = await create(
      'AWS::ECS::TaskDefinition',
      'web/taskDefinition',
      definition(),
    );
    const securityGroup = await makeGroup('web/securityGroup');
    const { physicalId: namespaceId } = await create(
      'AWS::ServiceDiscovery::PrivateDnsNamespace',
      'ns/namespace',
      { name: 'micro.local', vpcId: network.vpcId },
    );
    const registration = await create('AWS::ServiceDiscovery::Service', 'web/registration/ns', {
      name: 'web',
      namespaceId,
      record: 'A',
      ttl: 10,
    });
    const props: Resolved<ResourceProps['AWS::ECS::Service']> = {
      name: 'web',
      cluster,
      taskDefinition,
      desiredCount: 2,
      subnetIds: network.subnetIds,
      securityGroups: [securityGroup],
      loadBalancers: [],
      registries: [{ registryArn: registration.attributes.arn ?? '' }],
      deployment: { minimumHealthyPercent: 100, maximumPercent: 200, circuitBreaker: true, rollback: true },
      exec: false,
      after: [],
    };
    await create('AWS::ECS::Service', 'web/service', props);
    return props;
  }

  test('a cluster comes, changes its insights, and goes', async () => {
    const props = { name: 'shop--cluster', containerInsights: false, capacityProviders: PROVIDERS };
    await create('AWS::ECS::Cluster', 'cluster/cluster', props);
    expect((await findOne('cluster/cluster')).props).toEqual(props);
    const updated = await update(
      'AWS::ECS::Cluster',
      'cluster/cluster',
      { ...props, containerInsights: true },
      ['containerInsights'],
    );
    expect(updated.props.containerInsights).toBe(true);
    await destroyAll();
    expect(await scan()).toEqual([]);
  });

  test('a cluster of that name that is not ours is refused, although CreateCluster would return it', async () => {
    const { CreateClusterCommand } = await import('@aws-sdk/client-ecs');
    await account.send(account.clients.ecs, new CreateClusterCommand({ clusterName: 'shop--cluster' }));
    await expect(
      create('AWS::ECS::Cluster', 'cluster/cluster', {
        name: 'shop--cluster',
        containerInsights: false,
        capacityProviders: PROVIDERS,
      }),
    ).rejects.toMatchObject({ kind: 'foreign' });
  });

  test('a task definition is read as it was asked for, and an update is the next revision', async () => {
    const written = await create('AWS::ECS::TaskDefinition', 'web/taskDefinition', definition());
    const found = await findOne('web/taskDefinition');
    expect(found.props).toEqual(definition());
    expect(found.attributes).toEqual({ arn: written.physicalId, family: 'shop--web' });

    const bigger = { ...definition(), memory: 1024 };
    const next = await update('AWS::ECS::TaskDefinition', 'web/taskDefinition', bigger, ['memory']);
    expect(next.physicalId).toMatch(/shop--web:2$/);
    expect(next.props).toEqual(bigger);
    expect(next.created).toBe(found.created);

    await provide('AWS::ECS::TaskDefinition').delete(next);
    expect(await scan()).toEqual([]);
    const { ListTaskDefinitionsCommand } = await import('@aws-sdk/client-ecs');
    const { taskDefinitionArns } = await account.send(
      account.clients.ecs,
      new ListTaskDefinitionsCommand({ status: 'ACTIVE' }),
    );
    expect(taskDefinitionArns).toEqual([]);
    await provide('AWS::ECS::TaskDefinition').delete(next);
  });

  test('a service comes, takes the next revision, and goes', async () => {
    const props = await makeService();
    const found = await findOne('web/service');
    // What moto does not echo is absent, so that the engine can tell it from a difference.
    const { name, cluster, taskDefinition, desiredCount, subnetIds, securityGroups, registries } = props;
    expect(found.props).toMatchObject({
      name,
      cluster,
      taskDefinition,
      desiredCount,
      subnetIds,
      securityGroups,
      registries,
      loadBalancers: [],
    });
    expect(found.pointsTo).toEqual(
      expect.arrayContaining([props.cluster, props.taskDefinition, ...props.securityGroups]),
    );

    const next = await update(
      'AWS::ECS::TaskDefinition',
      'web/taskDefinition',
      { ...definition(), cpu: 512, memory: 1024 },
      ['cpu', 'memory'],
    );
    const wanted = { ...props, taskDefinition: next.physicalId, desiredCount: 3 };
    const updated = await update('AWS::ECS::Service', 'web/service', wanted, [
      'taskDefinition',
      'desiredCount',
    ]);
    expect(updated.props).toMatchObject({ taskDefinition: next.physicalId, desiredCount: 3 });
    expect(updated.applied).toBe('digest-2');

    await destroyAll();
    expect(await scan()).toEqual([]);
    await provide('AWS::ECS::Service').delete(updated);
  });

  test('a service in a cluster of somebody else is found through its security group', async () => {
    const { CreateClusterCommand } = await import('@aws-sdk/client-ecs');
    await account.send(account.clients.ecs, new CreateClusterCommand({ clusterName: 'platform' }));
    await create('AWS::EC2::SecurityGroup', 'web/securityGroup', { ...group('web'), cluster: 'platform' });
    const groupId = (await findOne('web/securityGroup')).physicalId;
    const { physicalId: taskDefinition } = await create(
      'AWS::ECS::TaskDefinition',
      'web/taskDefinition',
      definition(),
    );
    await create('AWS::ECS::Service', 'web/service', {
      name: 'web',
      cluster: 'platform',
      taskDefinition,
      desiredCount: 1,
      subnetIds: network.subnetIds,
      securityGroups: [groupId],
      loadBalancers: [],
      registries: [],
      deployment: { minimumHealthyPercent: 100, maximumPercent: 200, circuitBreaker: true, rollback: true },
      exec: false,
      after: [],
    });
    expect((await findOne('web/service')).attributes.cluster).toMatch(/cluster\/platform$/);
    await destroyAll();
    expect(await scan()).toEqual([]);
    const { DescribeClustersCommand } = await import('@aws-sdk/client-ecs');
    const { clusters } = await account.send(
      account.clients.ecs,
      new DescribeClustersCommand({ clusters: ['platform'] }),
    );
    expect(clusters?.[0]?.status).toBe('ACTIVE');
  });
});

describe('load balancing', () => {
  const targetGroup = (): Resolved<ResourceProps['AWS::ElasticLoadBalancingV2::TargetGroup']> => ({
    name: 'shop-nlb-web-80',
    port: 80,
    vpcId: network.vpcId,
    health: { protocol: 'TCP', interval: 10, timeout: 5, healthy: 2, unhealthy: 2 },
    deregistrationDelay: 30,
  });

  test('load balancer, target group and listener come, change and go', async () => {
    const securityGroup = await makeGroup('nlb/securityGroup');
    const nlb = {
      name: 'shop--nlb',
      subnetIds: network.subnetIds,
      securityGroups: [securityGroup],
      crossZone: true,
      deletionProtection: false,
    };
    const { physicalId: loadBalancerArn } = await create(
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'nlb/loadBalancer',
      nlb,
    );
    const { physicalId: targetGroupArn } = await create(
      'AWS::ElasticLoadBalancingV2::TargetGroup',
      'nlb/targetGroup/web/80',
      targetGroup(),
    );
    await create('AWS::ElasticLoadBalancingV2::Listener', 'nlb/listener/web/80', {
      loadBalancerArn,
      port: 80,
      targetGroupArn,
    });

    const found = await findOne('nlb/loadBalancer');
    expect(found.props).toEqual(nlb);
    expect(found.attributes.dnsName).toMatch(/amazonaws\.com$/);
    expect((await findOne('nlb/targetGroup/web/80')).props).toEqual(targetGroup());
    const listener = await findOne('nlb/listener/web/80');
    expect(listener.props).toEqual({ loadBalancerArn, port: 80, targetGroupArn });
    expect(listener.pointsTo).toEqual(expect.arrayContaining([loadBalancerArn, targetGroupArn]));

    const other = await makeGroup('other/securityGroup');
    const moved = await update(
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'nlb/loadBalancer',
      { ...nlb, securityGroups: [other], crossZone: false },
      ['securityGroups.0', 'crossZone'],
    );
    expect(moved).toMatchObject({
      props: { securityGroups: [other], crossZone: false },
      applied: 'digest-2',
    });

    const http = {
      ...targetGroup(),
      health: { ...targetGroup().health, protocol: 'HTTP' as const, path: '/health', port: 8080 },
      deregistrationDelay: 5,
    };
    const checked = await update('AWS::ElasticLoadBalancingV2::TargetGroup', 'nlb/targetGroup/web/80', http, [
      'health.path',
      'health.protocol',
      'health.port',
      'deregistrationDelay',
    ]);
    expect(checked.props).toEqual(http);
    const second = await create('AWS::ElasticLoadBalancingV2::TargetGroup', 'nlb/targetGroup/api/80', {
      ...targetGroup(),
      name: 'shop-nlb-api-80',
    });
    const turned = await update(
      'AWS::ElasticLoadBalancingV2::Listener',
      'nlb/listener/web/80',
      { loadBalancerArn, port: 80, targetGroupArn: second.physicalId },
      ['targetGroupArn'],
    );
    expect(turned.props.targetGroupArn).toBe(second.physicalId);

    await destroyAll();
    expect(await scan()).toEqual([]);
    for (const gone of [found, checked, listener]) await providers[gone.type as ResourceType].delete(gone);
  });

  test('health of a load balancer says what it waits for', async () => {
    const securityGroup = await makeGroup('nlb/securityGroup');
    const nlb = {
      name: 'shop--nlb',
      subnetIds: network.subnetIds,
      securityGroups: [securityGroup],
      crossZone: true,
      deletionProtection: false,
    };
    const written = await create('AWS::ElasticLoadBalancingV2::LoadBalancer', 'nlb/loadBalancer', nlb);
    const health = await provide('AWS::ElasticLoadBalancingV2::LoadBalancer').health?.(written, nlb);
    expect(['ready', 'pending']).toContain(health?.state);
  });
});

describe('API Gateway', () => {
  async function makeApi() {
    const securityGroup = await makeGroup('link/securityGroup');
    const link = { name: 'shop--link', subnetIds: network.subnetIds, securityGroups: [securityGroup] };
    const { physicalId: vpcLinkId } = await create('AWS::ApiGatewayV2::VpcLink', 'link/vpcLink', link);
    const { physicalId: apiId, attributes } = await create('AWS::ApiGatewayV2::Api', 'api/api', {
      name: 'shop--api',
      cors: null,
      executeEndpoint: true,
    });
    const integration: Resolved<ResourceProps['AWS::ApiGatewayV2::Integration']> = {
      apiId,
      vpcLinkId,
      uri: `arn:aws:elasticloadbalancing:${REGION}:123456789012:listener/net/x/1/2`,
      timeoutMs: 29_000,
      path: '$request.path',
    };
    const { physicalId: integrationId } = await create(
      'AWS::ApiGatewayV2::Integration',
      'link/integration/nlb/80/api',
      integration,
    );
    const route = { apiId, key: 'ANY /users/{proxy+}', integrationId, auth: 'NONE' as const, scopes: [] };
    await create('AWS::ApiGatewayV2::Route', 'link/route/api/ANY /users/{proxy+}', route);
    const stage: Resolved<ResourceProps['AWS::ApiGatewayV2::Stage']> = {
      apiId,
      apiEndpoint: attributes.endpoint ?? '',
      name: 'prod',
      throttle: { rate: 50, burst: 100 },
      routeThrottles: {},
      accessLogs: {
        logGroupArn: `arn:aws:logs:${REGION}:123456789012:log-group:/x`,
        format: '{"requestId":"$context.requestId"}',
      },
      after: [],
    };
    const written = await create('AWS::ApiGatewayV2::Stage', 'api/stage', stage);
    return { link, vpcLinkId, apiId, integration, integrationId, route, stage, written };
  }

  test('the chain behind an API is found as it was asked for, and goes', async () => {
    const { link, vpcLinkId, apiId, integration, integrationId, route, stage, written } = await makeApi();
    const found = await scan();
    const props = (id: string) => found.find((it) => it.id === id)?.props;
    expect(props('link/vpcLink')).toEqual(link);
    expect(props('api/api')).toEqual({ name: 'shop--api', cors: null, executeEndpoint: true });
    expect(props('link/integration/nlb/80/api')).toEqual(integration);
    expect(props('link/route/api/ANY /users/{proxy+}')).toEqual(route);
    // What only orders the work is sent to nobody, and never comes back.
    expect({ ...props('api/stage'), after: [] }).toEqual(stage);
    expect(written.attributes).toEqual({
      name: 'prod',
      invokeUrl: `https://${apiId}.execute-api.${REGION}.amazonaws.com/prod`,
    });
    const pointsTo = (id: string) => found.find((it) => it.id === id)?.pointsTo;
    expect(pointsTo('link/integration/nlb/80/api')).toEqual([apiId, vpcLinkId, integration.uri]);
    expect(pointsTo('link/route/api/ANY /users/{proxy+}')).toEqual([apiId, integrationId]);

    await destroyAll();
    expect(await scan()).toEqual([]);
    for (const gone of found) await providers[gone.type as ResourceType].delete(gone);
  });

  test('name, CORS, path and target change in place', async () => {
    const { apiId, integration, integrationId, link, route } = await makeApi();
    const cors = { allowOrigins: ['https://a.example'], allowMethods: ['GET'], maxAge: 60 };
    expect(
      (
        await update('AWS::ApiGatewayV2::Api', 'api/api', { name: 'shop', cors, executeEndpoint: true }, [
          'name',
          'cors',
        ])
      ).props,
    ).toMatchObject({ name: 'shop', cors });
    expect(
      (
        await update(
          'AWS::ApiGatewayV2::Api',
          'api/api',
          { name: 'shop', cors: null, executeEndpoint: true },
          ['cors'],
        )
      ).props,
    ).toEqual({ name: 'shop', cors: null, executeEndpoint: true });
    const kept = await update(
      'AWS::ApiGatewayV2::Integration',
      'link/integration/nlb/80/api',
      { ...integration, path: null, timeoutMs: 5000 },
      ['path', 'timeoutMs'],
    );
    expect(kept).toMatchObject({ physicalId: integrationId, props: { path: null, timeoutMs: 5000 } });
    const second = await create('AWS::ApiGatewayV2::Integration', 'link/integration/web/80/api', integration);
    const turned = await update(
      'AWS::ApiGatewayV2::Route',
      'link/route/api/ANY /users/{proxy+}',
      { ...route, integrationId: second.physicalId, auth: 'AWS_IAM' },
      ['integrationId', 'auth'],
    );
    expect(turned.props).toMatchObject({ apiId, integrationId: second.physicalId, auth: 'AWS_IAM' });
    expect(
      (await update('AWS::ApiGatewayV2::VpcLink', 'link/vpcLink', { ...link, name: 'renamed' }, ['name']))
        .props,
    ).toEqual({ ...link, name: 'renamed' });
  });

  test('what the endpoint does not know is named as such', async () => {
    const { stage } = await makeApi();
    await expect(
      update('AWS::ApiGatewayV2::Stage', 'api/stage', { ...stage, throttle: { rate: 1, burst: 1 } }, [
        'throttle.rate',
      ]),
    ).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringMatching(/: apigatewayv2 UpdateStage$/) as string,
    });
  });

  test('a link is ready at once here', async () => {
    const { link, vpcLinkId } = await makeApi();
    const health = await provide('AWS::ApiGatewayV2::VpcLink').health?.(
      { physicalId: vpcLinkId, attributes: {} },
      link,
    );
    expect(health).toEqual({ state: 'ready' });
  });
});

test('what was there before, and what belongs to stacks with confusable names, stays', async () => {
  const { CreateApiCommand, GetApisCommand } = await import('@aws-sdk/client-apigatewayv2');
  const { CreateClusterCommand, DescribeClustersCommand } = await import('@aws-sdk/client-ecs');
  const { clients, send } = account;
  await send(
    clients.apigatewayv2,
    new CreateApiCommand({ Name: 'shop--api', ProtocolType: 'HTTP', Tags: { owner: 'them' } }),
  );
  await send(clients.ecs, new CreateClusterCommand({ clusterName: 'shop' }));
  for (const [index, stack] of ['shop', 'shop/dev', 'shopping'].entries()) {
    const name = `${stack.replace('/', '--')}--api`;
    await create('AWS::ApiGatewayV2::Api', 'api/api', { name, cors: null, executeEndpoint: true }, stack);
    await create(
      'AWS::ECS::Cluster',
      'cluster/cluster',
      {
        name: `${stack.replace('/', '--')}--cluster`,
        containerInsights: false,
        capacityProviders: PROVIDERS,
      },
      stack,
    );
    await create('AWS::EC2::SecurityGroup', 'web/securityGroup', group(`web-${index}`), stack);
    const role = {
      name: `role-${index}`,
      path: `/ecs-topology/${stack}/${REGION}/`,
      managedPolicies: [],
      policies: {},
    };
    await create('AWS::IAM::Role', 'web/taskRole', role, stack);
  }
  const before = [await scan('shop/dev'), await scan('shopping')];
  expect(before.map((found) => found.length)).toEqual([4, 4]);
  await destroyAll();
  expect(await scan('shop')).toEqual([]);
  expect([await scan('shop/dev'), await scan('shopping')]).toEqual(before);
  const { Items } = await send(clients.apigatewayv2, new GetApisCommand({}));
  expect(Items?.map(({ Name }) => Name).sort()).toEqual(['shop--api', 'shop--dev--api', 'shopping--api']);
  const { clusters } = await send(clients.ecs, new DescribeClustersCommand({ clusters: ['shop'] }));
  expect(clusters?.[0]?.status).toBe('ACTIVE');
});
