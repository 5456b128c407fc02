import { readFile } from 'node:fs/promises';
import {
  CreateApiCommand,
  GetApisCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
  GetVpcLinksCommand,
} from '@aws-sdk/client-apigatewayv2';
import { CreateClusterCommand, DescribeClustersCommand, DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { DescribeSecurityGroupRulesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListNamespacesCommand } from '@aws-sdk/client-servicediscovery';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/aws/clock';
import { listStacks } from '../../src/aws/stacks';
import { KINDS, createRegistry } from '../../src/kinds/index';
import { planDeploy, planDestroy, runPlan, type RunSummary } from '../../src/live/deploy';
import { prepare, type Prepared } from '../../src/live/prepare';
import { openSession, type Session } from '../../src/live/session';
import { parseText } from '../../src/model/text/parse';
import type { Plan } from '../../src/engine/plan';
import { startMoto, type Moto } from './moto';
import { makeNetwork, REGION } from './stage';

let moto: Moto;
let session: Session;
let prepared: Prepared;

beforeAll(async () => {
  moto = await startMoto();
  session = await openSession(
    { kind: 'endpoint', url: moto.url, region: REGION },
    { clock: systemClock(), random: Math.random },
  );
  const { vpcId, subnetIds } = await makeNetwork(session.account);
  const text = await readFile(new URL('../fixtures/original-chain.topology.json', import.meta.url), 'utf8');
  const parsed = parseText(
    text
      .replace('"vpc-0123"', JSON.stringify(vpcId))
      .replace(/\["subnet-a", "subnet-b"\]/, JSON.stringify(subnetIds)),
  );
  if (!parsed.ok) throw new Error('The fixture does not parse');
  const preparation = prepare(parsed.value, createRegistry(KINDS), {
    region: REGION,
    account: session.identity.account,
  });
  if (!preparation.ok) throw new Error(JSON.stringify(preparation.problems));
  prepared = preparation.value;
});
afterAll(async () => {
  session.account.dispose();
  await moto.stop();
});

async function carryOut(plan: Plan): Promise<RunSummary> {
  const run = runPlan(plan, session, { noWait: true });
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}

/** As an account looks to somebody who knows nothing of us. */
async function look() {
  const { clients, send } = session.account;
  const [balancers, groups, links, apis, namespaces] = await Promise.all([
    send(clients.elbv2, new DescribeLoadBalancersCommand({})),
    send(clients.elbv2, new DescribeTargetGroupsCommand({})),
    send(clients.apigatewayv2, new GetVpcLinksCommand({})),
    send(clients.apigatewayv2, new GetApisCommand({})),
    send(clients.servicediscovery, new ListNamespacesCommand({})),
  ]);
  return {
    balancers: balancers.LoadBalancers ?? [],
    groups: groups.TargetGroups ?? [],
    links: links.Items ?? [],
    apis: apis.Items ?? [],
    namespaces: namespaces.Namespaces ?? [],
  };
}

test('the original chain is deployed, planned again to nothing, and destroyed, and what was there stays', async () => {
  const { clients, send } = session.account;
  await send(
    clients.apigatewayv2,
    new CreateApiCommand({ Name: 'microservice-api', ProtocolType: 'HTTP', Tags: { owner: 'them' } }),
  );
  await send(clients.ecs, new CreateClusterCommand({ clusterName: 'microservices' }));

  const plan = await planDeploy(prepared, session);
  expect(new Set(plan.changes.map(({ action }) => action))).toEqual(new Set(['create']));
  expect(await carryOut(plan)).toMatchObject({ failures: [], result: 'accepted' });

  const { balancers, groups, links, apis, namespaces } = await look();
  expect(balancers).toMatchObject([
    { Type: 'network', Scheme: 'internal', LoadBalancerName: 'nlb-user-service' },
  ]);
  expect(balancers[0]?.SecurityGroups).toHaveLength(1);
  expect(groups).toMatchObject([{ TargetType: 'ip', Protocol: 'TCP', Port: 80 }]);
  const { Listeners } = await send(
    clients.elbv2,
    new DescribeListenersCommand({ LoadBalancerArn: balancers[0]?.LoadBalancerArn }),
  );
  expect(Listeners).toMatchObject([{ Port: 80, Protocol: 'TCP' }]);
  expect(links).toMatchObject([{ Name: 'ecs-vpc-link', SecurityGroupIds: [expect.any(String)] }]);
  expect(namespaces).toMatchObject([{ Name: 'micro.local', Type: 'DNS_PRIVATE' }]);
  const ours = apis.find(({ Tags }) => Tags?.['ecs-topology:stack'] === 'microservices');
  const ApiId = ours?.ApiId;
  const { Items: integrations } = await send(clients.apigatewayv2, new GetIntegrationsCommand({ ApiId }));
  expect(integrations).toMatchObject([
    {
      ConnectionType: 'VPC_LINK',
      ConnectionId: links[0]?.VpcLinkId,
      IntegrationUri: Listeners?.[0]?.ListenerArn,
      RequestParameters: { 'overwrite:path': '$request.path' },
    },
  ]);
  const { Items: routes } = await send(clients.apigatewayv2, new GetRoutesCommand({ ApiId }));
  expect(routes?.map(({ RouteKey }) => RouteKey).sort()).toEqual(['ANY /users', 'ANY /users/{proxy+}']);
  const { Items: stages } = await send(clients.apigatewayv2, new GetStagesCommand({ ApiId }));
  expect(stages).toMatchObject([{ StageName: 'prod', AutoDeploy: true }]);
  const { services } = await send(
    clients.ecs,
    new DescribeServicesCommand({ cluster: 'microservices-cluster', services: ['user-service'] }),
  );
  expect(services?.[0]).toMatchObject({
    desiredCount: 2,
    loadBalancers: [
      { targetGroupArn: groups[0]?.TargetGroupArn, containerName: 'user-service', containerPort: 80 },
    ],
    serviceRegistries: [{ registryArn: expect.stringContaining(':service/') as string }],
  });
  const { SecurityGroupRules } = await send(clients.ec2, new DescribeSecurityGroupRulesCommand({}));
  const admitting = SecurityGroupRules?.filter(
    ({ ReferencedGroupInfo, Tags }) => ReferencedGroupInfo && Tags?.length,
  );
  // Link → load balancer → tasks.
  expect(admitting).toHaveLength(2);

  const again = await planDeploy(prepared, session);
  expect(again.changes).toEqual([]);
  expect(await listStacks(session.account)).toMatchObject([{ stack: 'microservices' }]);

  const destroy = await planDestroy('microservices', session, { logs: true });
  expect(destroy.changes).toHaveLength(plan.changes.length);
  expect(await carryOut(destroy)).toMatchObject({ failures: [] });
  const after = await look();
  expect([after.balancers, after.groups, after.links, after.namespaces]).toEqual([[], [], [], []]);
  expect(after.apis).toMatchObject([{ Name: 'microservice-api', Tags: { owner: 'them' } }]);
  const { clusters } = await send(clients.ecs, new DescribeClustersCommand({ clusters: ['microservices'] }));
  expect(clusters?.[0]?.status).toBe('ACTIVE');
  expect((await planDestroy('microservices', session, { logs: true })).changes).toEqual([]);
  expect(await listStacks(session.account)).toEqual([]);
});
