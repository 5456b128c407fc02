import {
  CreateApiCommand,
  CreateRouteCommand,
  CreateStageCommand,
  CreateDeploymentCommand,
  DeleteVpcLinkCommand,
  GetDeploymentCommand,
  GetStageCommand,
  GetVpcLinkCommand,
  UpdateRouteCommand,
} from '@aws-sdk/client-apigatewayv2';
import {
  CreateSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  paginateDescribeSecurityGroups,
  waitUntilSecurityGroupExists,
} from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeClustersCommand,
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
} from '@aws-sdk/client-ecs';
import {
  AddTagsCommand,
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateRoleCommand, GetRoleCommand, ListRolesCommand, paginateListRoles } from '@aws-sdk/client-iam';
import {
  CreatePrivateDnsNamespaceCommand,
  CreateServiceCommand,
  DeleteNamespaceCommand,
  DeleteServiceCommand,
  GetNamespaceCommand,
  GetOperationCommand,
  ListNamespacesCommand,
} from '@aws-sdk/client-servicediscovery';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccount, type Account } from './account';
import { namespace, securityGroup, some, taskDefinition, trust, vpcLink } from './chain';

let aws: Account;
beforeEach(async () => {
  aws = await createAccount();
});
afterEach(() => aws.sandbox.close());

async function interfacesOf(group: string): Promise<number> {
  const { NetworkInterfaces } = await aws.ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'group-id', Values: [group] }] }),
  );
  return NetworkInterfaces?.length ?? 0;
}

describe('a VPC link', () => {
  const status = async (VpcLinkId: string) =>
    (await aws.apiGateway.send(new GetVpcLinkCommand({ VpcLinkId }))).VpcLinkStatus;

  test('is pending for about two minutes', async () => {
    const id = await vpcLink(aws, await securityGroup(aws, 'link'));
    expect(await status(id)).toBe('PENDING');
    aws.clock.advance(123);
    expect(await status(id)).toBe('PENDING');
    aws.clock.advance(2);
    expect(await status(id)).toBe('AVAILABLE');
  });

  test('holds its security group until it is gone', async () => {
    const group = await securityGroup(aws, 'link');
    const id = await vpcLink(aws, group);
    aws.clock.advance(200);
    await aws.apiGateway.send(new DeleteVpcLinkCommand({ VpcLinkId: id }));
    expect(await status(id)).toBe('DELETING');
    expect(await interfacesOf(group)).toBe(2);
    aws.clock.advance(111);
    await expect(status(id)).rejects.toMatchObject({ name: 'NotFoundException' });
    expect(await interfacesOf(group)).toBe(0);
  });
});

describe('a load balancer', () => {
  const create = (more = {}) =>
    aws.elb.send(
      new CreateLoadBalancerCommand({
        Name: 'nlb',
        Type: 'network',
        Scheme: 'internal',
        Subnets: ['subnet-a', 'subnet-b'],
        ...more,
      }),
    );
  const state = async () =>
    (await aws.elb.send(new DescribeLoadBalancersCommand({ Names: ['nlb'] }))).LoadBalancers?.[0]?.State
      ?.Code;

  test('is provisioned for about two minutes', async () => {
    await create();
    expect(await state()).toBe('provisioning');
    aws.clock.advance(117);
    expect(await state()).toBe('active');
  });

  test('that is made twice with the same settings is one', async () => {
    const first = await create();
    const second = await create();
    expect(second.LoadBalancers?.[0]?.LoadBalancerArn).toBe(first.LoadBalancers?.[0]?.LoadBalancerArn);
  });

  test('is gone at once, its network interfaces a little later, and again gone is no error', async () => {
    const group = await securityGroup(aws, 'nlb');
    const { LoadBalancers } = await create({ SecurityGroups: [group] });
    const LoadBalancerArn = some(LoadBalancers?.[0]?.LoadBalancerArn);
    await aws.elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
    await expect(state()).rejects.toMatchObject({ name: 'LoadBalancerNotFoundException' });
    expect(await interfacesOf(group)).toBe(2);
    aws.clock.advance(61);
    expect(await interfacesOf(group)).toBe(0);
    await aws.elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
  });

  test('shows its tags only when asked for them', async () => {
    const { LoadBalancers } = await create({ Tags: [{ Key: 'a', Value: '1' }] });
    const arn = some(LoadBalancers?.[0]?.LoadBalancerArn);
    await aws.elb.send(new AddTagsCommand({ ResourceArns: [arn], Tags: [{ Key: 'b', Value: '2' }] }));
    const { TagDescriptions } = await aws.elb.send(new DescribeTagsCommand({ ResourceArns: [arn] }));
    expect(TagDescriptions).toEqual([
      {
        ResourceArn: arn,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      },
    ]);
  });
});

describe('a namespace', () => {
  const create = (more = {}) =>
    aws.cloudMap.send(
      new CreatePrivateDnsNamespaceCommand({ Name: 'micro.local', Vpc: 'vpc-0123', ...more }),
    );
  const operation = async (OperationId: string | undefined) =>
    (await aws.cloudMap.send(new GetOperationCommand({ OperationId }))).Operation;

  test('appears when its operation succeeds', async () => {
    const { OperationId } = await create({ Description: 'ours' });
    expect((await operation(OperationId))?.Status).toBe('PENDING');
    expect((await aws.cloudMap.send(new ListNamespacesCommand({}))).Namespaces).toEqual([]);
    aws.clock.advance(47);
    const done = await operation(OperationId);
    expect(done?.Status).toBe('SUCCESS');
    const { Namespace } = await aws.cloudMap.send(new GetNamespaceCommand({ Id: done?.Targets?.NAMESPACE }));
    expect(Namespace).toMatchObject({ Name: 'micro.local', Description: 'ours', ServiceCount: 0 });
  });

  test('of a name that the VPC has already fails inside its operation', async () => {
    await namespace(aws);
    const { OperationId } = await create();
    aws.clock.advance(60);
    expect(await operation(OperationId)).toMatchObject({
      Status: 'FAIL',
      ErrorMessage: expect.stringMatching(
        /^The VPC vpc-0123 .*has already been associated with the hosted zone Z\w+ with the same domain name.*ConflictingDomainExists/,
      ) as unknown,
    });
  });

  test('of a VPC that does not exist fails inside its operation', async () => {
    const { OperationId } = await create({ Vpc: 'vpc-none' });
    aws.clock.advance(60);
    expect(await operation(OperationId)).toMatchObject({
      Status: 'FAIL',
      ErrorCode: 'CANNOT_CREATE_HOSTED_ZONE',
    });
  });

  test('asked for again while it is made names the operation, afterwards the namespace', async () => {
    const { OperationId } = await create({ CreatorRequestId: 'token' });
    await expect(create({ CreatorRequestId: 'token' })).rejects.toMatchObject({
      name: 'DuplicateRequest',
      DuplicateOperationId: OperationId,
    });
    aws.clock.advance(60);
    await expect(create({ CreatorRequestId: 'token' })).rejects.toMatchObject({
      name: 'NamespaceAlreadyExists',
      NamespaceId: (await operation(OperationId))?.Targets?.NAMESPACE,
    });
  });

  test('goes by an operation that can still be read afterwards', async () => {
    const id = await namespace(aws);
    const { OperationId } = await aws.cloudMap.send(new DeleteNamespaceCommand({ Id: id }));
    aws.clock.advance(60);
    expect((await operation(OperationId))?.Status).toBe('SUCCESS');
    await expect(aws.cloudMap.send(new GetNamespaceCommand({ Id: id }))).rejects.toMatchObject({
      name: 'NamespaceNotFound',
    });
  });

  test('gives a service that is made again its old id back', async () => {
    const NamespaceId = await namespace(aws);
    const service = () => aws.cloudMap.send(new CreateServiceCommand({ Name: 'user-service', NamespaceId }));
    const first = (await service()).Service?.Id;
    await aws.cloudMap.send(new DeleteServiceCommand({ Id: first }));
    expect((await service()).Service?.Id).toBe(first);
  });
});

describe('a cluster', () => {
  const cluster = () => aws.ecs.send(new CreateClusterCommand({ clusterName: 'c' }));

  test('that is ACTIVE is given back as it is', async () => {
    await aws.ecs.send(new CreateClusterCommand({ clusterName: 'c', tags: [{ key: 'a', value: '1' }] }));
    expect((await cluster()).cluster?.tags).toEqual([{ key: 'a', value: '1' }]);
  });

  test('stays describable as INACTIVE for an hour, and unknown names are failures', async () => {
    await cluster();
    await aws.ecs.send(new DeleteClusterCommand({ cluster: 'c' }));
    const read = () => aws.ecs.send(new DescribeClustersCommand({ clusters: ['c'] }));
    expect((await read()).clusters?.[0]?.status).toBe('INACTIVE');
    aws.clock.advance(3601);
    expect(await read()).toMatchObject({ clusters: [], failures: [{ reason: 'MISSING' }] });
  });

  test('makes the service-linked role of ECS on first use', async () => {
    await cluster();
    const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName: 'AWSServiceRoleForECS' }));
    expect(Role?.Path).toBe('/aws-service-role/ecs.amazonaws.com/');
  });
});

describe('a task definition', () => {
  test('is a new revision each time, whose number is never used again', async () => {
    const first = await taskDefinition(aws);
    expect(first).toMatch(/task-definition\/user-service:1$/);
    await aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: first }));
    await aws.ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: [first] }));
    aws.clock.advance(61);
    await expect(
      aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: first })),
    ).rejects.toMatchObject({ name: 'ClientException' });
    expect(await taskDefinition(aws)).toMatch(/user-service:2$/);
  });

  test('that is ACTIVE cannot be deleted, which is a failure and no error', async () => {
    const arn = await taskDefinition(aws);
    const { failures } = await aws.ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: [arn] }));
    expect(failures).toMatchObject([{ arn, reason: expect.stringContaining('ACTIVE') as unknown }]);
    const { taskDefinitionArns } = await aws.ecs.send(
      new ListTaskDefinitionsCommand({ familyPrefix: 'user-service' }),
    );
    expect(taskDefinitionArns).toEqual([arn]);
  });
});

describe('a stage', () => {
  const api = async () =>
    (await aws.apiGateway.send(new CreateApiCommand({ Name: 'api', ProtocolType: 'HTTP' }))).ApiId;
  const stageOf = (ApiId: string | undefined) =>
    aws.apiGateway.send(new GetStageCommand({ ApiId, StageName: 'prod' }));

  test('with auto-deploy and without a route says so only in its message (T31)', async () => {
    const ApiId = await api();
    await aws.apiGateway.send(new CreateStageCommand({ ApiId, StageName: 'prod', AutoDeploy: true }));
    const before = await stageOf(ApiId);
    expect(before.LastDeploymentStatusMessage).toBe(
      'Deployment attempt failed: At least one route is required before deploying the Api.',
    );
    expect(before.DeploymentId).toBeUndefined();
    await aws.apiGateway.send(new CreateRouteCommand({ ApiId, RouteKey: '$default' }));
    aws.clock.advance(4);
    const after = await stageOf(ApiId);
    expect(after.LastDeploymentStatusMessage).toBe(
      `Successfully deployed stage with deployment ID '${String(after.DeploymentId)}'`,
    );
  });

  test('without auto-deploy answers with what was deployed last', async () => {
    const ApiId = await api();
    const { RouteId } = await aws.apiGateway.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /a' }));
    await aws.apiGateway.send(new CreateStageCommand({ ApiId, StageName: 'prod' }));
    const { DeploymentId } = await aws.apiGateway.send(
      new CreateDeploymentCommand({ ApiId, StageName: 'prod' }),
    );
    const read = () => aws.apiGateway.send(new GetDeploymentCommand({ ApiId, DeploymentId }));
    expect((await read()).DeploymentStatus).toBe('PENDING');
    aws.clock.advance(4);
    expect((await read()).DeploymentStatus).toBe('DEPLOYED');
    await aws.apiGateway.send(new UpdateRouteCommand({ ApiId, RouteId, RouteKey: 'GET /b' }));
    aws.clock.advance(4);
    expect((await stageOf(ApiId)).DeploymentId).toBe(DeploymentId);
  });
});

describe('the start', () => {
  test('is the network of the first example: two private subnets in two zones of the region', async () => {
    const { Subnets } = await aws.ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'map-public-ip-on-launch', Values: ['false'] }] }),
    );
    expect(Subnets?.map((one) => [one.SubnetId, one.AvailabilityZone, one.AvailabilityZoneId])).toEqual([
      ['subnet-a', 'ap-southeast-1a', 'apse1-az1'],
      ['subnet-b', 'ap-southeast-1b', 'apse1-az2'],
    ]);
  });

  test('is one of its own in each region, but roles are of the account', async () => {
    const call = (region: string, client: string, command: string, input: unknown) =>
      aws.sandbox.call({ client, command, input, region });
    await call('us-east-1', 'EC2Client', 'CreateSecurityGroupCommand', {
      GroupName: 'a',
      Description: 'a',
      VpcId: 'vpc-0123',
    });
    const groups = await call('eu-west-1', 'EC2Client', 'DescribeSecurityGroupsCommand', {});
    expect(groups).toMatchObject({ SecurityGroups: [{ GroupName: 'default' }] });
    await call('us-east-1', 'IAMClient', 'CreateRoleCommand', {
      RoleName: 'r',
      AssumeRolePolicyDocument: trust,
    });
    const role = await call('eu-west-1', 'IAMClient', 'GetRoleCommand', { RoleName: 'r' });
    expect(role).toMatchObject({ Role: { RoleName: 'r' } });
  });
});

describe("the SDK's own helpers", () => {
  test('page through lists', async () => {
    for (let index = 0; index < 7; index++) await securityGroup(aws, `group-${index}`);
    const pages: number[] = [];
    for await (const page of paginateDescribeSecurityGroups({ client: aws.ec2, pageSize: 5 }, {})) {
      pages.push(page.SecurityGroups?.length ?? 0);
    }
    expect(pages).toEqual([5, 3]);
  });

  test('page through roles of one path, without their tags', async () => {
    for (const name of ['a', 'b', 'c']) {
      await aws.iam.send(
        new CreateRoleCommand({
          RoleName: name,
          Path: '/ecs-topology/shop/eu-west-1/',
          AssumeRolePolicyDocument: trust,
          Tags: [{ Key: 'k', Value: 'v' }],
        }),
      );
    }
    const names: (string | undefined)[] = [];
    const paginator = paginateListRoles(
      { client: aws.iam, pageSize: 2 },
      { PathPrefix: '/ecs-topology/shop/' },
    );
    for await (const page of paginator) names.push(...(page.Roles ?? []).map((role) => role.RoleName));
    expect(names).toEqual(['a', 'b', 'c']);
    const { Roles } = await aws.iam.send(new ListRolesCommand({ PathPrefix: '/ecs-topology/' }));
    expect(Roles?.every((role) => role.Tags === undefined)).toBe(true);
    const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName: 'a' }));
    expect(Role?.Tags).toEqual([{ Key: 'k', Value: 'v' }]);
    expect(JSON.parse(decodeURIComponent(some(Role?.AssumeRolePolicyDocument)))).toEqual(JSON.parse(trust));
  });

  test('wait', async () => {
    const { GroupId } = await aws.ec2.send(
      new CreateSecurityGroupCommand({ GroupName: 'a', Description: 'a', VpcId: 'vpc-0123' }),
    );
    const waited = await waitUntilSecurityGroupExists(
      { client: aws.ec2, maxWaitTime: 10 },
      { GroupIds: [some(GroupId)] },
    );
    expect(waited.state).toBe('SUCCESS');
  });

  test('need neither credentials nor a network', async () => {
    // A client whose credentials cannot be had still gets its answer.
    aws.sts.config.credentials = () => Promise.reject(new Error('no credentials'));
    const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    expect((await aws.sts.send(new GetCallerIdentityCommand({}))).Account).toBe('123456789012');
  });
});
