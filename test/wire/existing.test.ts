import { DescribeClustersCommand, DescribeServicesCommand } from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetVpcLinksCommand } from '@aws-sdk/client-apigatewayv2';
import { ListNamespacesCommand, ListServicesCommand } from '@aws-sdk/client-servicediscovery';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/aws/clock';
import type { Plan } from '../../src/engine/plan';
import { createRegistry, KINDS } from '../../src/kinds/index';
import { planDeploy, planDestroy, runPlan } from '../../src/live/deploy';
import { prepare, type Prepared } from '../../src/live/prepare';
import { openSession, type Session } from '../../src/live/session';
import { startMoto, type Moto } from './moto';
import { makeNetwork, REGION } from './stage';

let moto: Moto;
let session: Session;
let network: { readonly vpcId: string; readonly subnetIds: readonly string[] };

beforeAll(async () => {
  moto = await startMoto();
  session = await openSession(
    { kind: 'endpoint', url: moto.url, region: REGION },
    { clock: systemClock(), random: Math.random },
  );
  const { vpcId, subnetIds } = await makeNetwork(session.account);
  network = { vpcId, subnetIds };
});
afterAll(async () => {
  session.account.dispose();
  await moto.stop();
});

/** Nodes and wires of a file, in the network of the test. */
function prepared(name: string, nodes: object, edges: readonly object[]): Prepared {
  // Plain values are JSON.
  const document = { version: 1, name, network, nodes, edges } as never;
  const result = prepare(document, createRegistry(KINDS), { region: REGION });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.value;
}

async function carryOut(plan: Plan): Promise<void> {
  const run = runPlan(plan, session, { noWait: true });
  for (;;) {
    const step = await run.next();
    if (!step.done) continue;
    expect(step.value.failures).toEqual([]);
    return;
  }
}

/** What one team keeps, as anybody reads it. */
async function shared() {
  const { clients, send } = session.account;
  const [clusters, balancers, links, namespaces] = await Promise.all([
    send(clients.ecs, new DescribeClustersCommand({ clusters: ['shared'], include: ['TAGS', 'SETTINGS'] })),
    send(clients.elbv2, new DescribeLoadBalancersCommand({ Names: ['shared-nlb'] })),
    send(clients.apigatewayv2, new GetVpcLinksCommand({})),
    send(clients.servicediscovery, new ListNamespacesCommand({})),
  ]);
  const [cluster] = clusters.clusters ?? [];
  return {
    // Counts follow what runs in it.
    cluster: [cluster?.clusterArn, cluster?.status, cluster?.tags, cluster?.settings],
    balancers: balancers.LoadBalancers,
    links: links.Items,
    namespaces: namespaces.Namespaces?.map(({ Id, Name, Description }) => [Id, Name, Description]),
  };
}

test('a chain is built on what somebody else made, and taken down without touching it', async () => {
  const { clients, send } = session.account;
  const platform = prepared(
    'platform',
    {
      link: { kind: 'vpcLink', name: 'shared-link' },
      nlb: { kind: 'nlb', name: 'shared-nlb' },
      cluster: { kind: 'ecsCluster', name: 'shared' },
      names: { kind: 'cloudMap', name: 'shop.internal' },
    },
    [],
  );
  await carryOut(await planDeploy(platform, session));
  const before = await shared();

  const shop = prepared(
    'shop',
    {
      client: { kind: 'client' },
      api: { kind: 'apiGateway' },
      link: { kind: 'vpcLink', existing: 'shared-link' },
      nlb: { kind: 'nlb', existing: 'shared-nlb' },
      cluster: { kind: 'ecsCluster', existing: 'shared' },
      users: { kind: 'ecsService', cluster: 'cluster', image: 'nginxdemos/hello:0.4', port: 80 },
      names: { kind: 'cloudMap', name: 'shop.internal', existing: 'shop.internal' },
    },
    [
      { from: 'client', to: 'api' },
      { from: 'api', to: 'link' },
      { from: 'link', to: 'nlb', routes: ['ANY /users', 'ANY /users/{proxy+}'] },
      { from: 'nlb', to: 'users' },
      { from: 'users', to: 'names' },
    ],
  );
  await carryOut(await planDeploy(shop, session));
  expect((await planDeploy(shop, session)).changes).toEqual([]);
  expect(await shared()).toEqual(before);

  const LoadBalancerArn = before.balancers?.[0]?.LoadBalancerArn;
  const listeners = async () =>
    (await send(clients.elbv2, new DescribeListenersCommand({ LoadBalancerArn }))).Listeners?.map(
      ({ Port }) => Port,
    );
  const names = async () =>
    (await send(clients.servicediscovery, new ListServicesCommand({}))).Services?.map(({ Name }) => Name);
  const describe = new DescribeServicesCommand({ cluster: 'shared', services: ['users'] });
  expect(await listeners()).toEqual([80]);
  expect(await names()).toEqual(['users']);
  expect((await send(clients.ecs, describe)).services?.[0]?.status).toBe('ACTIVE');

  await carryOut(await planDestroy('shop', session, { logs: true }));
  expect((await planDestroy('shop', session, { logs: true })).changes).toEqual([]);
  expect([await listeners(), await names()]).toEqual([[], []]);
  expect(await shared()).toEqual(before);
});
