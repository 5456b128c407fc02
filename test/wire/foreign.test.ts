import { CreateApiCommand } from '@aws-sdk/client-apigatewayv2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { CreateLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  CreateServiceCommand as CreateDiscoveryServiceCommand,
  RegisterInstanceCommand,
} from '@aws-sdk/client-servicediscovery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCloud } from '../../src/aws/cloud';
import { createProviders } from '../../src/aws/resources/registry';
import { tagsOf, toLowerList } from '../../src/aws/tags';
import { createChildren, type Children } from '../../src/explorer/children';
import type { ExplorerItem } from '../../src/explorer/items';
import type { ConnectionStore } from '../../src/host/connection';
import type { StatusStore } from '../../src/host/statusStore';
import { createRegistry, KINDS } from '../../src/kinds/index';
import { prepare } from '../../src/live/prepare';
import type { Session } from '../../src/live/session';
import { createWatcher } from '../../src/live/watch';
import { readStatus } from '../../src/live/status';
import { startMoto, type Moto } from './moto';
import { accountOn, makeNetwork, marksOf, REGION, type WireAccount } from './stage';

/** More than the ten that ECS lists and describes at a time. */
const SERVICES = 23;
const BALANCERS = 101;
const names = Array.from({ length: SERVICES }, (_none, index) => `s${index + 1}`);

let moto: Moto;
let account: WireAccount;
let session: Session;
let tree: Children;
let vpcId: string;
let subnetIds: readonly string[];
let cluster: string;
let namespaceId: string;

/** Everything is made with plain calls; what the topology is to know as its own carries its marks as tags. */
beforeAll(async () => {
  moto = await startMoto();
  account = accountOn(moto.url);
  const network = await makeNetwork(account);
  ({ vpcId, subnetIds } = network);
  const { clients, send } = account;
  const marked = (resource: string) => toLowerList(tagsOf(marksOf(resource, 'shop')));
  await send(clients.apigatewayv2, new CreateApiCommand({ Name: 'theirs', ProtocolType: 'HTTP' }));
  for (let index = 0; index < BALANCERS; index += 1) {
    const Name = `nlb-${String(index).padStart(3, '0')}`;
    const command = new CreateLoadBalancerCommand({ Name, Type: 'network', Subnets: [...subnetIds] });
    await send(clients.elbv2, command);
  }
  const made = await send(
    clients.ecs,
    new CreateClusterCommand({ clusterName: 'shop--cluster', tags: marked('cluster/cluster') }),
  );
  cluster = made.cluster?.clusterArn ?? '';
  const definition = new RegisterTaskDefinitionCommand({
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'web', image: 'nginx', portMappings: [{ containerPort: 80 }] }],
  });
  await send(clients.ecs, definition);
  for (const serviceName of names) {
    const command = new CreateServiceCommand({
      cluster,
      serviceName,
      taskDefinition: 'web',
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...subnetIds],
          securityGroups: [network.defaultGroup],
          assignPublicIp: 'DISABLED',
        },
      },
      tags: marked(`${serviceName}/service`),
    });
    await send(clients.ecs, command);
  }
  const namespace = await createProviders(account)['AWS::ServiceDiscovery::PrivateDnsNamespace'].create({
    id: 'names/namespace',
    marks: marksOf('names/namespace', 'shop'),
    props: { name: 'shop.local', vpcId },
  });
  namespaceId = namespace.physicalId;
  const { Service: discovery } = await send(
    clients.servicediscovery,
    new CreateDiscoveryServiceCommand({ Name: 'theirs', NamespaceId: namespaceId }),
  );
  for (let index = 0; index < 3; index += 1) {
    const command = new RegisterInstanceCommand({
      ServiceId: discovery?.Id,
      InstanceId: `task-${index}`,
      Attributes: { AWS_INSTANCE_IPV4: `10.20.0.${index + 9}` },
    });
    await send(clients.servicediscovery, command);
  }

  session = {
    account,
    cloud: createCloud(account),
    identity: { account: account.id, arn: '', partition: 'aws' },
    region: REGION,
  };
  tree = createChildren({
    registry: createRegistry(KINDS),
    // Only what the tree looks at.
    connection: {
      choice: { kind: 'endpoint', url: moto.url },
      session: async () => session,
    } as unknown as ConnectionStore,
    status: { report: () => undefined } as unknown as StatusStore,
    environments: { shown: () => undefined },
    findTopologies: async () => [],
    document: async () => undefined,
    welcome: () => undefined,
  });
}, 120_000);
afterAll(() => moto.stop());

const nameOf = (item: ExplorerItem) => (item.kind === 'thing' ? item.thing.name : item.kind);

describe('what somebody else made', () => {
  test('is in the tree, however many pages that is', async () => {
    expect(await tree.of()).toEqual([{ kind: 'connection' }]);
    expect((await tree.of({ kind: 'list', list: 'apis' })).map(nameOf)).toEqual(['theirs']);

    const balancers = { kind: 'list', list: 'loadBalancers' } as const;
    const first = await tree.of(balancers);
    expect([first.length, first.at(-1)?.kind]).toEqual([101, 'more']);
    tree.more(balancers);
    const all = await tree.of(balancers);
    expect(new Set(all.map(nameOf)).size).toBe(BALANCERS);
    expect(all[0]).toMatchObject({ thing: { health: expect.stringMatching(/ok|pending/) as string } });
  });

  test('is there below its cluster and its namespace', async () => {
    const [shop] = await tree.of({ kind: 'list', list: 'clusters' });
    if (!shop) throw new Error('there is no cluster');
    expect(shop).toMatchObject({ thing: { name: 'shop--cluster', health: 'ok' } });
    // Ten a page on AWS; moto answers with all of them.
    for (let page = 10; page < SERVICES; page += 10) tree.more(shop);
    const found = (await tree.of(shop)).filter(({ kind }) => kind === 'thing');
    expect(found.map(nameOf).sort()).toEqual([...names].sort());

    const [namespace] = await tree.of({ kind: 'list', list: 'namespaces' });
    const [service] = await tree.of(namespace);
    expect((await tree.of(service)).map(nameOf)).toEqual(['task-0', 'task-1', 'task-2']);
  });

  test('is found by a filter behind the first page', async () => {
    tree.filter('nlb-100');
    expect((await tree.of({ kind: 'list', list: 'loadBalancers' })).map(nameOf)).toEqual(['nlb-100']);
    tree.filter('');
  });

  test('is in the status as far as it carries the marks of the stack, and asked for once', async () => {
    const service = { kind: 'ecsService', cluster: 'cluster', image: 'nginx:1', port: 80 };
    const document = {
      version: 1,
      name: 'shop',
      network: { vpcId, subnetIds: [...subnetIds] },
      nodes: {
        cluster: { kind: 'ecsCluster' },
        names: { kind: 'cloudMap', name: 'shop.local' },
        ...Object.fromEntries(names.map((name) => [name, service])),
      },
      edges: [],
    };
    const prepared = prepare(document, createRegistry(KINDS), { region: REGION });
    if (!prepared.ok) throw new Error(JSON.stringify(prepared.problems));

    const watcher = createWatcher(session);
    const { report } = await watcher.look(prepared.value);
    expect(report).toEqual(await readStatus(session, prepared.value));
    const found = report.resources.filter(({ physicalId }) => physicalId !== undefined);
    expect(found.map(({ id }) => id).sort()).toEqual(
      ['cluster/cluster', 'names/namespace', ...names.map((name) => `${name}/service`)].sort(),
    );
    expect(report.resources.find(({ id }) => id === 's23/service')?.summary).toMatch(/^\d\/1 running$/);

    const before = account.calls.length;
    await watcher.look(prepared.value);
    expect(account.calls.length - before).toBeLessThan(10);
  });
});
