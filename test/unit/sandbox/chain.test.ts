import {
  DeleteApiCommand,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  DeleteVpcLinkCommand,
  GetApiCommand,
  GetRoutesCommand,
  GetVpcLinkCommand,
} from '@aws-sdk/client-apigatewayv2';
import {
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  DeleteClusterCommand,
  DeleteServiceCommand,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeServicesCommand,
  ListTaskDefinitionFamiliesCommand,
} from '@aws-sdk/client-ecs';
import {
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DeleteRoleCommand, DetachRolePolicyCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  DeleteNamespaceCommand,
  DeleteServiceCommand as DeleteDiscoveryServiceCommand,
  ListInstancesCommand,
  ListNamespacesCommand,
} from '@aws-sdk/client-servicediscovery';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccount, type Account } from './account';
import { deployChain } from './chain';

let aws: Account;
beforeEach(async () => {
  aws = await createAccount();
});
afterEach(() => aws.sandbox.close());

describe('the chain, by raw SDK calls', () => {
  test('is deployed, answers, logs and is torn down until nothing is left', async () => {
    await aws.sandbox.listen();
    const chain = await deployChain(aws);

    const { services } = await aws.ecs.send(
      new DescribeServicesCommand({ cluster: 'microservices-cluster', services: ['user-service'] }),
    );
    expect(services?.[0]).toMatchObject({ status: 'ACTIVE', runningCount: 2, pendingCount: 0 });
    expect(services?.[0]?.deployments).toMatchObject([{ status: 'PRIMARY', rolloutState: 'COMPLETED' }]);
    expect(services?.[0]?.events?.[0]?.message).toBe('(service user-service) has reached a steady state.');
    const health = await aws.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: chain.targetGroupArn }),
    );
    expect(health.TargetHealthDescriptions?.map((one) => one.TargetHealth?.State)).toEqual([
      'healthy',
      'healthy',
    ]);
    const instances = await aws.cloudMap.send(new ListInstancesCommand({ ServiceId: chain.discoveryId }));
    expect(instances.Instances).toHaveLength(2);

    const { ApiEndpoint } = await aws.apiGateway.send(new GetApiCommand({ ApiId: chain.apiId }));
    for (const path of ['/users', '/users/42']) {
      const response = await fetch(`${String(ApiEndpoint)}/prod${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toContain('text/plain');
      expect((await response.text()).split('\n')[0]).toBe(`GET ${path}`);
    }
    const nowhere = await fetch(`${String(ApiEndpoint)}/prod/orders`);
    expect([nowhere.status, await nowhere.text()]).toEqual([404, '{"message":"Not Found"}']);

    const lines = await messages('/ecs/microservices/user-service', 'GET');
    expect(lines).toEqual([
      expect.stringMatching(/^GET \/users 200 /),
      expect.stringMatching(/^GET \/users\/42 200 /),
    ]);
    const access = await messages('/aws/vendedlogs/apis/microservices/api');
    expect(access.map((line) => (JSON.parse(line) as { route: string }).route)).toEqual([
      'ANY /users',
      'ANY /users/{proxy+}',
      '-',
    ]);

    await tearDown(chain);
    const interfaces = await aws.ec2.send(new DescribeNetworkInterfacesCommand({}));
    expect(interfaces.NetworkInterfaces).toEqual([]);
    const groups = await aws.ec2.send(new DescribeSecurityGroupsCommand({}));
    expect(groups.SecurityGroups?.map((group) => group.GroupName)).toEqual(['default']);
    expect((await aws.cloudMap.send(new ListNamespacesCommand({}))).Namespaces).toEqual([]);
    expect((await aws.logs.send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
    expect((await aws.ecs.send(new ListTaskDefinitionFamiliesCommand({}))).families).toEqual([]);
    const roles = await aws.iam.send(new ListRolesCommand({}));
    // What AWS made for itself stays the account's.
    expect(roles.Roles?.every((role) => role.Path?.startsWith('/aws-service-role/'))).toBe(true);
  });
});

async function messages(logGroupName: string, filterPattern?: string): Promise<string[]> {
  const { events } = await aws.logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
  return (events ?? []).map((event) => event.message ?? '');
}

/** The order of aws-reference §3.2. */
async function tearDown(chain: Awaited<ReturnType<typeof deployChain>>): Promise<void> {
  const { apiGateway, cloudMap, ec2, ecs, elb, iam, logs, clock } = aws;
  const cluster = 'microservices-cluster';
  const { Items: routes } = await apiGateway.send(new GetRoutesCommand({ ApiId: chain.apiId }));
  for (const { RouteId } of routes ?? []) {
    await apiGateway.send(new DeleteRouteCommand({ ApiId: chain.apiId, RouteId }));
  }
  await apiGateway.send(
    new DeleteIntegrationCommand({ ApiId: chain.apiId, IntegrationId: chain.integrationId }),
  );
  await apiGateway.send(new DeleteApiCommand({ ApiId: chain.apiId }));
  await apiGateway.send(new DeleteVpcLinkCommand({ VpcLinkId: chain.vpcLinkId }));
  await ecs.send(new DeleteServiceCommand({ cluster, service: 'user-service', force: true }));
  clock.advance(120);
  await expect(apiGateway.send(new GetVpcLinkCommand({ VpcLinkId: chain.vpcLinkId }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: ['user-service'] }));
  expect(services?.[0]?.status).toBe('INACTIVE');
  await cloudMap.send(new DeleteDiscoveryServiceCommand({ Id: chain.discoveryId }));
  await cloudMap.send(new DeleteNamespaceCommand({ Id: chain.namespaceId }));
  await elb.send(new DeleteListenerCommand({ ListenerArn: chain.listenerArn }));
  await elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: chain.loadBalancerArn }));
  await elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: chain.targetGroupArn }));
  await ecs.send(new DeleteClusterCommand({ cluster }));
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: chain.taskDefinition }));
  await ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: [chain.taskDefinition] }));
  clock.advance(120);
  const rules = await ec2.send(new DescribeSecurityGroupRulesCommand({}));
  for (const rule of rules.SecurityGroupRules ?? []) {
    if (rule.IsEgress || rule.GroupId === 'sg-0123') continue;
    await ec2.send(
      new RevokeSecurityGroupIngressCommand({
        GroupId: rule.GroupId,
        SecurityGroupRuleIds: [rule.SecurityGroupRuleId ?? ''],
      }),
    );
  }
  for (const GroupId of Object.values(chain.groups))
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
  await iam.send(
    new DetachRolePolicyCommand({
      RoleName: 'execution',
      PolicyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
    }),
  );
  await iam.send(new DeleteRoleCommand({ RoleName: 'execution' }));
  for (const logGroupName of ['/ecs/microservices/user-service', '/aws/vendedlogs/apis/microservices/api']) {
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
  }
}
