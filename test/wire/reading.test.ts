import { CreateApiCommand } from '@aws-sdk/client-apigatewayv2';
import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateVpcEndpointCommand,
  DescribeRouteTablesCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import { CreateClusterCommand } from '@aws-sdk/client-ecs';
import { RegisterInstanceCommand } from '@aws-sdk/client-servicediscovery';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  apis,
  clusters,
  discoveryServices,
  instances,
  loadBalancers,
  namespaces,
  services,
  tasks,
  vpcLinks,
} from '../../src/aws/inventory';
import { listEndpoints } from '../../src/aws/endpoints';
import { listSubnets, listVpcs, readNetwork } from '../../src/aws/network';
import { createProviders } from '../../src/aws/resources/registry';
import { listStacks } from '../../src/aws/stacks';
import { startMoto, type Moto } from './moto';
import { accountOn, makeNetwork, marksOf, REGION, type Network, type WireAccount } from './stage';

let moto: Moto;
let account: WireAccount;
let network: Network;

beforeAll(async () => {
  moto = await startMoto();
});
afterAll(async () => {
  await moto.stop();
});
beforeEach(async () => {
  account = accountOn(moto.url);
  network = await makeNetwork(account);
});

describe('the network', () => {
  async function openToInternet(): Promise<void> {
    const { clients, send } = account;
    const { InternetGateway } = await send(clients.ec2, new CreateInternetGatewayCommand({}));
    const GatewayId = InternetGateway?.InternetGatewayId;
    await send(
      clients.ec2,
      new AttachInternetGatewayCommand({ InternetGatewayId: GatewayId, VpcId: network.vpcId }),
    );
    const Filters = [{ Name: 'vpc-id', Values: [network.vpcId] }];
    const { RouteTables } = await send(clients.ec2, new DescribeRouteTablesCommand({ Filters }));
    const RouteTableId = RouteTables?.[0]?.RouteTableId;
    await send(
      clients.ec2,
      new CreateRouteCommand({ RouteTableId, GatewayId, DestinationCidrBlock: '0.0.0.0/0' }),
    );
  }

  test('is offered with its zones, its free addresses and whether it is private', async () => {
    expect(await listVpcs(account)).toContainEqual({
      id: network.vpcId,
      cidr: '10.20.0.0/16',
      isDefault: false,
    });
    const subnets = await listSubnets(account, network.vpcId);
    expect(subnets.map(({ zone, access }) => [zone, access])).toEqual([
      [`${REGION}a`, 'private'],
      [`${REGION}b`, 'private'],
    ]);
    expect(subnets[0]?.freeAddresses).toBeGreaterThan(200);
    await openToInternet();
    expect((await listSubnets(account, network.vpcId)).map(({ access }) => access)).toEqual([
      'public',
      'public',
    ]);
  });

  test('is read as a whole, and what does not exist is nothing', async () => {
    const { vpcId } = network;
    expect(await readNetwork(account, vpcId)).toMatchObject({ vpcId, state: 'available', dnsOff: [] });
    expect(await readNetwork(account, 'vpc-0123')).toBeUndefined();
    const off = new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsHostnames: { Value: false } });
    await account.send(account.clients.ec2, off);
    expect((await readNetwork(account, vpcId))?.dnsOff).toEqual(['enableDnsHostnames']);
  });

  test('has no endpoints, or those that were made', async () => {
    const { clients, send } = account;
    const { vpcId: VpcId, subnetIds, defaultGroup } = network;
    expect(await listEndpoints(account, VpcId)).toEqual([]);
    const command = new CreateVpcEndpointCommand({
      VpcId,
      VpcEndpointType: 'Interface',
      ServiceName: `com.amazonaws.${REGION}.ecr.api`,
      SubnetIds: [...subnetIds],
      SecurityGroupIds: [defaultGroup],
      PrivateDnsEnabled: true,
    });
    await send(clients.ec2, command);
    expect(await listEndpoints(account, VpcId)).toMatchObject([
      { service: 'ecr.api', kind: 'interface', privateDns: true },
    ]);
  });
});

test('the account is listed as it is, ours or not, and stacks by what carries our tags', async () => {
  const { clients, send } = account;
  await send(clients.apigatewayv2, new CreateApiCommand({ Name: 'theirs', ProtocolType: 'HTTP' }));
  await send(clients.ecs, new CreateClusterCommand({ clusterName: 'theirs' }));
  const providers = createProviders(account);
  const make = (stack: string) => (id: string) => ({ id, marks: marksOf(id, stack) });
  const shop = make('shop');
  const securityGroups = [network.defaultGroup];
  const { subnetIds, vpcId } = network;
  await providers['AWS::ApiGatewayV2::VpcLink'].create({
    ...shop('link/vpcLink'),
    props: { name: 'shop--link', subnetIds, securityGroups },
  });
  const nlb = { name: 'shop-nlb', subnetIds, securityGroups, crossZone: true, deletionProtection: false };
  await providers['AWS::ElasticLoadBalancingV2::LoadBalancer'].create({
    ...shop('nlb/loadBalancer'),
    props: nlb,
  });
  const { physicalId: namespaceId } = await providers['AWS::ServiceDiscovery::PrivateDnsNamespace'].create({
    ...shop('ns/namespace'),
    props: { name: 'micro.local', vpcId },
  });
  const registration = { name: 'web', namespaceId, record: 'A' as const, ttl: 10 };
  const { physicalId: ServiceId } = await providers['AWS::ServiceDiscovery::Service'].create({
    ...shop('web/registration/ns'),
    props: registration,
  });
  await send(
    clients.servicediscovery,
    new RegisterInstanceCommand({
      ServiceId,
      InstanceId: 'task-1',
      Attributes: { AWS_INSTANCE_IPV4: '10.20.0.9', AWS_INSTANCE_PORT: '80' },
    }),
  );
  const role = { name: 'r', path: `/ecs-topology/shop/dev/${REGION}/`, managedPolicies: [], policies: {} };
  await providers['AWS::IAM::Role'].create({ ...make('shop/dev')('web/taskRole'), props: role });

  expect((await apis(account)).items).toMatchObject([{ kind: 'api', name: 'theirs' }]);
  expect((await clusters(account)).items).toMatchObject([
    { name: 'theirs', state: 'ACTIVE', detail: '0 services · 0 tasks' },
  ]);
  expect(await services(account, 'theirs')).toEqual({ items: [] });
  expect(await tasks(account, { cluster: 'theirs', service: 'web' })).toEqual({ items: [] });
  expect((await vpcLinks(account)).items).toMatchObject([{ name: 'shop--link', state: 'AVAILABLE' }]);
  expect((await loadBalancers(account)).items).toMatchObject([{ name: 'shop-nlb' }]);
  expect((await namespaces(account)).items).toMatchObject([
    { id: namespaceId, name: 'micro.local', detail: 'DNS_PRIVATE' },
  ]);
  expect((await discoveryServices(account, namespaceId)).items).toMatchObject([
    { id: ServiceId, name: 'web', detail: 'A 10 s' },
  ]);
  expect((await instances(account, ServiceId)).items).toEqual([
    { kind: 'instance', id: 'task-1', name: 'task-1', detail: '10.20.0.9:80' },
  ]);
  expect(await listStacks(account)).toEqual([
    { stack: 'shop', nodes: ['link', 'nlb', 'ns'], seen: 3, created: '2026-11-22T10:00:00.000Z' },
    { stack: 'shop/dev', nodes: [], seen: 1, created: '' },
  ]);
});
