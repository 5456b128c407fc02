import {
  ApiGatewayV2Client,
  CreateApiCommand,
  GetApisCommand,
  GetIntegrationsCommand,
  GetVpcLinksCommand,
} from '@aws-sdk/client-apigatewayv2';
import { DescribeServicesCommand, ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import { DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListNamespacesCommand } from '@aws-sdk/client-servicediscovery';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../src/aws/clock';
import { createProviders, type Providers } from '../../src/aws/resources/registry';
import type { Found } from '../../src/engine/provider';
import { startMoto, type Moto } from './moto';
import { startProxy, type Passed, type Proxy } from './proxy';
import { accountOn, makeNetwork, marksOf, REGION, type Network, type WireAccount } from './stage';

const PROVIDERS = ['FARGATE', 'FARGATE_SPOT'] as const;

let moto: Moto;
let proxy: Proxy;
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
  proxy = await startProxy(moto.url);
  account = accountOn(proxy.url);
  providers = createProviders(account);
  network = await makeNetwork(account);
});
afterEach(async () => {
  await proxy.stop();
});

const creates = (path: string) => (it: Passed) => it.method === 'POST' && it.path === path;
const called = (operation: string) => (it: Passed) => it.operation === operation;
const count = (which: (it: Passed) => boolean) => proxy.passed.filter(which).length;

const WAYS = ['cut', '500'] as const;

test('the plain SDK would make three APIs of one', async () => {
  const client = new ApiGatewayV2Client({
    endpoint: proxy.url,
    region: REGION,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  proxy.lose(creates('/v2/apis'), '500', 3);
  await expect(client.send(new CreateApiCommand({ Name: 'x', ProtocolType: 'HTTP' }))).rejects.toThrow();
  expect(count(creates('/v2/apis'))).toBe(3);
});

test('a client of ours makes exactly one attempt', async () => {
  proxy.lose(creates('/v2/apis'), '500', 3);
  await expect(
    account.clients.apigatewayv2.send(new CreateApiCommand({ Name: 'x', ProtocolType: 'HTTP' })),
  ).rejects.toThrow();
  expect(count(creates('/v2/apis'))).toBe(1);
});

test.each(WAYS)(
  'of an API whose reply was lost (%s) there is one in the end, and it is ours',
  async (way) => {
    proxy.lose(creates('/v2/apis'), way);
    const written = await providers['AWS::ApiGatewayV2::Api'].create({
      id: 'api/api',
      props: { name: 'api', cors: null, executeEndpoint: true },
      marks: marksOf('api/api'),
    });
    const { Items } = await account.send(account.clients.apigatewayv2, new GetApisCommand({}));
    expect(Items?.map(({ ApiId }) => ApiId)).toEqual([written.physicalId]);
    expect(written.attributes.endpoint).toContain(written.physicalId);
    expect(count(creates('/v2/apis'))).toBe(1);
  },
);

test('the API that stands beside it during a replacement is not taken for it', async () => {
  const provider = providers['AWS::ApiGatewayV2::Api'];
  const old = await provider.create({
    id: 'api/api',
    props: { name: 'api', cors: null, executeEndpoint: true },
    marks: marksOf('api/api'),
  });
  proxy.lose(creates('/v2/apis'), 'cut');
  const marks = marksOf('api/api', 'shop', '2026-11-22T11:00:00.000Z');
  const written = await provider.create({
    id: 'api/api',
    props: { name: 'api', cors: null, executeEndpoint: true },
    marks,
  });
  expect(written.physicalId).not.toBe(old.physicalId);
  const { Items } = await account.send(account.clients.apigatewayv2, new GetApisCommand({}));
  expect(Items).toHaveLength(2);
});

test.each(WAYS)('of a VPC link whose reply was lost (%s) there is one in the end', async (way) => {
  proxy.lose(creates('/v2/vpclinks'), way);
  const props = { name: 'link', subnetIds: network.subnetIds, securityGroups: [network.defaultGroup] };
  const written = await providers['AWS::ApiGatewayV2::VpcLink'].create({
    id: 'link/vpcLink',
    props,
    marks: marksOf('link/vpcLink'),
  });
  const { Items } = await account.send(account.clients.apigatewayv2, new GetVpcLinksCommand({}));
  expect(Items?.map(({ VpcLinkId }) => VpcLinkId)).toEqual([written.physicalId]);
  expect(count(creates('/v2/vpclinks'))).toBe(1);
});

test.each(WAYS)('of an integration whose reply was lost (%s) there is one in the end', async (way) => {
  const { physicalId: apiId } = await providers['AWS::ApiGatewayV2::Api'].create({
    id: 'api/api',
    props: { name: 'api', cors: null, executeEndpoint: true },
    marks: marksOf('api/api'),
  });
  const path = `/v2/apis/${apiId}/integrations`;
  proxy.lose(creates(path), way);
  const props = {
    apiId,
    vpcLinkId: 'link',
    uri: 'arn:aws:elasticloadbalancing:x:1:listener/net/a/1/2',
    timeoutMs: 29_000,
    path: '$request.path',
  };
  const id = 'link/integration/nlb/80/api';
  const written = await providers['AWS::ApiGatewayV2::Integration'].create({ id, props, marks: marksOf(id) });
  const { Items } = await account.send(
    account.clients.apigatewayv2,
    new GetIntegrationsCommand({ ApiId: apiId }),
  );
  expect(Items?.map(({ IntegrationId }) => IntegrationId)).toEqual([written.physicalId]);
  expect(count(creates(path))).toBe(1);
});

const definition = (memory: number) => ({
  family: 'shop--web',
  cpu: 256,
  memory,
  architecture: 'X86_64' as const,
  executionRole: 'arn:aws:iam::123456789012:role/e',
  taskRole: 'arn:aws:iam::123456789012:role/t',
  containers: { web: { image: 'nginx', port: 80, environment: {}, secrets: {}, essential: true } },
  logGroup: '/ecs/shop/web',
  logPrefix: 'web',
});

test.each(WAYS)(
  'of a task definition whose reply was lost (%s) there is one revision, and one more after an update',
  async (way) => {
    const provider = providers['AWS::ECS::TaskDefinition'];
    const id = 'web/taskDefinition';
    proxy.lose(called('RegisterTaskDefinition'), way);
    const first = await provider.create({ id, props: definition(512), marks: marksOf(id) });
    expect(first.physicalId).toMatch(/shop--web:1$/);

    const [found] = await provider.find('shop', []);
    proxy.lose(called('RegisterTaskDefinition'), way);
    const marks = { ...marksOf(id), applied: 'digest-2' };
    // The engine never updates what it did not find.
    const second = await provider.update({
      id,
      props: definition(1024),
      marks,
      found: found as Found,
      changed: ['memory'],
      remark: true,
    });
    expect(second.physicalId).toMatch(/shop--web:2$/);
    const { taskDefinitionArns } = await account.send(
      account.clients.ecs,
      new ListTaskDefinitionsCommand({}),
    );
    expect(taskDefinitionArns).toHaveLength(2);
    expect(count(called('RegisterTaskDefinition'))).toBe(2);
  },
);

test.each(WAYS)('of a namespace whose reply was lost (%s) there is one in the end', async (way) => {
  proxy.lose(called('CreatePrivateDnsNamespace'), way);
  const props = { name: 'micro.local', vpcId: network.vpcId };
  const written = await providers['AWS::ServiceDiscovery::PrivateDnsNamespace'].create({
    id: 'ns/namespace',
    props,
    marks: marksOf('ns/namespace'),
  });
  const { Namespaces } = await account.send(account.clients.servicediscovery, new ListNamespacesCommand({}));
  expect(Namespaces?.map(({ Id }) => Id)).toEqual([written.physicalId]);
});

test('of a load balancer whose reply was lost there is one in the end', async () => {
  proxy.lose(called('CreateLoadBalancer'), 'cut');
  const props = {
    name: 'shop-nlb',
    subnetIds: network.subnetIds,
    securityGroups: [network.defaultGroup],
    crossZone: true,
    deletionProtection: false,
  };
  const written = await providers['AWS::ElasticLoadBalancingV2::LoadBalancer'].create({
    id: 'nlb/loadBalancer',
    props,
    marks: marksOf('nlb/loadBalancer'),
  });
  const { LoadBalancers } = await account.send(account.clients.elbv2, new DescribeLoadBalancersCommand({}));
  expect(LoadBalancers?.map(({ LoadBalancerArn }) => LoadBalancerArn)).toEqual([written.physicalId]);
});

test('of a service whose reply was lost there is one in the end', async () => {
  const cluster = await providers['AWS::ECS::Cluster'].create({
    id: 'c/cluster',
    props: { name: 'c', containerInsights: false, capacityProviders: PROVIDERS },
    marks: marksOf('c/cluster'),
  });
  const task = await providers['AWS::ECS::TaskDefinition'].create({
    id: 'web/taskDefinition',
    props: definition(512),
    marks: marksOf('web/taskDefinition'),
  });
  proxy.lose(called('CreateService'), 'cut');
  const written = await providers['AWS::ECS::Service'].create({
    id: 'web/service',
    marks: marksOf('web/service'),
    props: {
      name: 'web',
      cluster: cluster.physicalId,
      taskDefinition: task.physicalId,
      desiredCount: 1,
      subnetIds: network.subnetIds,
      securityGroups: [network.defaultGroup],
      loadBalancers: [],
      registries: [],
      deployment: { minimumHealthyPercent: 100, maximumPercent: 200, circuitBreaker: true, rollback: true },
      exec: false,
      after: [],
    },
  });
  expect(count(called('CreateService'))).toBe(1);
  const { services } = await account.send(
    account.clients.ecs,
    new DescribeServicesCommand({ cluster: 'c', services: ['web'] }),
  );
  expect(services?.map(({ serviceArn }) => serviceArn)).toEqual([written.physicalId]);
});

test('a lost reply to a delete or a read is simply asked again', async () => {
  const provider = providers['AWS::ECS::Cluster'];
  await provider.create({
    id: 'c/cluster',
    props: { name: 'c', containerInsights: false, capacityProviders: PROVIDERS },
    marks: marksOf('c/cluster'),
  });
  proxy.lose(called('ListClusters'), 'cut');
  const [found] = await provider.find('shop', []);
  proxy.lose(called('DeleteCluster'), 'cut');
  await provider.delete(found as Found);
  expect(count(called('DeleteCluster'))).toBe(2);
  expect(await provider.find('shop', [])).toEqual([]);
});

test('an endpoint that is down is named, with what to do', async () => {
  await proxy.stop();
  const { 'AWS::ECS::Cluster': clusters } = createProviders(accountOn(proxy.url, hastyClock()));
  await expect(clusters.find('shop', [])).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringContaining(
      `The endpoint cannot be reached. Start it, or choose another connection: ${proxy.url}`,
    ) as string,
  });
});

/** Sleeps take no time, and count. */
function hastyClock(): Clock {
  let slept = 0;
  return {
    now: () => Date.now() + slept,
    async sleep(ms) {
      slept += ms;
    },
  };
}

test('an aborted call is left at once, with the reason of whoever aborted', async () => {
  const reason = new Error('cancelled by somebody');
  const controller = new AbortController();
  const finding = providers['AWS::ApiGatewayV2::Api'].find('shop', [], controller.signal);
  controller.abort(reason);
  await expect(finding).rejects.toBe(reason);
});
