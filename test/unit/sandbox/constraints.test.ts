import {
  CreateApiCommand,
  CreateDeploymentCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  CreateVpcLinkCommand,
  DeleteApiCommand,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  DeleteStageCommand,
  DeleteVpcLinkCommand,
  GetApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogStreamsCommand,
  PutRetentionPolicyCommand,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteClusterCommand,
  DeleteServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ModifyLoadBalancerAttributesCommand,
  SetSecurityGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
} from '@aws-sdk/client-iam';
import {
  CreateServiceCommand as CreateDiscoveryServiceCommand,
  DeleteNamespaceCommand,
  DeleteServiceCommand as DeleteDiscoveryServiceCommand,
  GetOperationCommand,
} from '@aws-sdk/client-servicediscovery';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccount, type Account } from './account';
import {
  allow,
  balancer,
  deployChain,
  namespace,
  securityGroup,
  serviceInput,
  taskDefinition,
  trust,
} from './chain';

let aws: Account;
beforeEach(async () => {
  aws = await createAccount();
});
afterEach(() => aws.sandbox.close());

/** What is tried, the name of the error, and what its message says. */
type Refused = [what: string, attempt: () => Promise<unknown>, name: string, message: string | RegExp];

function refuses(cases: Refused[]) {
  test.each(cases)('refuses %s', async (_what, attempt, name, message) => {
    await expect(attempt()).rejects.toMatchObject({
      name,
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as unknown),
    });
  });
}

describe('EC2', () => {
  const tcp = (port: number, GroupId: string) => [
    { IpProtocol: 'tcp', FromPort: port, ToPort: port, UserIdGroupPairs: [{ GroupId }] },
  ];
  refuses([
    [
      'a VPC that does not exist',
      () => aws.ec2.send(new DescribeVpcsCommand({ VpcIds: ['vpc-none'] })),
      'InvalidVpcID.NotFound',
      "The vpc ID 'vpc-none' does not exist",
    ],
    [
      'a subnet that does not exist',
      () => aws.ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-a', 'subnet-none'] })),
      'InvalidSubnetID.NotFound',
      "The subnet ID 'subnet-none' does not exist",
    ],
    [
      'a security group that does not exist',
      () => aws.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-none'] })),
      'InvalidGroup.NotFound',
      "The security group 'sg-none' does not exist",
    ],
    [
      'a security group in a VPC that does not exist',
      () =>
        aws.ec2.send(new CreateSecurityGroupCommand({ GroupName: 'x', Description: 'x', VpcId: 'vpc-none' })),
      'InvalidVpcID.NotFound',
      "The vpc ID 'vpc-none' does not exist",
    ],
    [
      'a second group of the name in other letters',
      async () => {
        await securityGroup(aws, 'Task');
        await securityGroup(aws, 'task');
      },
      'InvalidGroup.Duplicate',
      "The security group 'task' already exists for VPC 'vpc-0123'",
    ],
    [
      'the same rule twice',
      async () => {
        const group = await securityGroup(aws, 'a');
        await allow(aws, group, group, 80);
        await allow(aws, group, group, 80);
      },
      'InvalidPermission.Duplicate',
      /^the specified rule "peer: sg-\w+, TCP, from port: 80, to port: 80, ALLOW" already exists$/,
    ],
    [
      'to revoke a rule that is not there',
      async () => {
        const GroupId = await securityGroup(aws, 'a');
        await aws.ec2.send(
          new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: tcp(80, GroupId) }),
        );
      },
      'InvalidPermission.NotFound',
      'The specified rule does not exist in this security group.',
    ],
    [
      'to delete a group that a rule of another names',
      async () => {
        const a = await securityGroup(aws, 'a');
        const b = await securityGroup(aws, 'b');
        await allow(aws, a, b, 80);
        await aws.ec2.send(new DeleteSecurityGroupCommand({ GroupId: a }));
      },
      'DependencyViolation',
      /has a dependent object$/,
    ],
    [
      'to delete a group that protects a network interface',
      async () => {
        const { groups } = await deployChain(aws);
        await aws.ec2.send(new DeleteSecurityGroupCommand({ GroupId: groups.link }));
      },
      'DependencyViolation',
      /has a dependent object$/,
    ],
    [
      'the default group its deletion',
      () => aws.ec2.send(new DeleteSecurityGroupCommand({ GroupId: 'sg-0123' })),
      'CannotDelete',
      /cannot be deleted by a user$/,
    ],
    [
      'a dry run with the words that mean yes',
      () =>
        aws.ec2.send(
          new AuthorizeSecurityGroupIngressCommand({
            GroupId: 'sg-0123',
            IpPermissions: tcp(80, 'sg-0123'),
            DryRun: true,
          }),
        ),
      'DryRunOperation',
      'Request would have succeeded, but DryRun flag is set.',
    ],
    [
      'a filter that does not exist',
      () => aws.ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] })),
      'InvalidParameterValue',
      "The filter 'colour' is invalid",
    ],
  ]);
});

describe('IAM', () => {
  const role = (RoleName: string) =>
    aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  refuses([
    [
      'a role that does not exist',
      () => aws.iam.send(new GetRoleCommand({ RoleName: 'none' })),
      'NoSuchEntityException',
      'The role with name none cannot be found.',
    ],
    [
      'a second role of the name in other letters',
      async () => {
        await role('Execution');
        await role('execution');
      },
      'EntityAlreadyExistsException',
      'Role with name execution already exists.',
    ],
    ['a name of 65 characters', () => role('r'.repeat(65)), 'ValidationError', /less than or equal to 64/],
    [
      'a trust policy that is no JSON',
      () => aws.iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: '{' })),
      'MalformedPolicyDocumentException',
      'This policy contains invalid Json',
    ],
    [
      'a managed policy that does not exist',
      async () => {
        await role('r');
        await aws.iam.send(
          new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn: 'arn:aws:iam::aws:policy/None' }),
        );
      },
      'NoSuchEntityException',
      'Policy arn:aws:iam::aws:policy/None does not exist or is not attachable.',
    ],
    [
      'to delete a role that has policies',
      async () => {
        await role('r');
        const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
        await aws.iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn }));
        await aws.iam.send(new DeleteRoleCommand({ RoleName: 'r' }));
      },
      'DeleteConflictException',
      'Cannot delete entity, must detach all policies first.',
    ],
    [
      'a service-linked role that is there',
      async () => {
        const create = new CreateServiceLinkedRoleCommand({ AWSServiceName: 'ecs.amazonaws.com' });
        await aws.iam.send(create);
        await aws.iam.send(create);
      },
      'InvalidInputException',
      /AWSServiceRoleForECS has been taken in this account/,
    ],
  ]);
});

describe('CloudWatch Logs', () => {
  const group = () => aws.logs.send(new CreateLogGroupCommand({ logGroupName: '/ecs/a' }));
  refuses([
    [
      'a second group of the name',
      async () => {
        await group();
        await group();
      },
      'ResourceAlreadyExistsException',
      'The specified log group already exists',
    ],
    [
      'a name with a space',
      () => aws.logs.send(new CreateLogGroupCommand({ logGroupName: 'a b' })),
      'InvalidParameterException',
      /regular expression pattern/,
    ],
    [
      'a retention of 8 days',
      async () => {
        await group();
        await aws.logs.send(new PutRetentionPolicyCommand({ logGroupName: '/ecs/a', retentionInDays: 8 }));
      },
      'InvalidParameterException',
      /enum value set: \[1, 3, 5, 7, 14/,
    ],
    [
      'to delete a group that is gone',
      () => aws.logs.send(new DeleteLogGroupCommand({ logGroupName: '/ecs/none' })),
      'ResourceNotFoundException',
      'The specified log group does not exist.',
    ],
    [
      'to order streams by time and to narrow them by prefix at once',
      async () => {
        await group();
        await aws.logs.send(
          new DescribeLogStreamsCommand({
            logGroupName: '/ecs/a',
            orderBy: 'LastEventTime',
            logStreamNamePrefix: 'ecs/',
          }),
        );
      },
      'InvalidParameterException',
      'Cannot order by LastEventTime with a logStreamNamePrefix.',
    ],
    [
      'a live tail of an ARN that ends in an asterisk',
      () =>
        aws.logs.send(
          new StartLiveTailCommand({
            logGroupIdentifiers: ['arn:aws:logs:ap-southeast-1:123456789012:log-group:/ecs/a:*'],
          }),
        ),
      'InvalidParameterException',
      'Log group identifiers must be ARNs that do not end with an asterisk.',
    ],
  ]);
});

describe('Cloud Map', () => {
  const service = (NamespaceId: string, Name = 'user-service') =>
    aws.cloudMap.send(
      new CreateDiscoveryServiceCommand({
        Name,
        NamespaceId,
        DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 10 }] },
      }),
    );
  refuses([
    ['a service in no namespace', () => service('ns-none'), 'NamespaceNotFound', 'ns-none not found.'],
    [
      'a second service of the name in other letters',
      async () => {
        const id = await namespace(aws);
        await service(id);
        await service(id, 'User-Service');
      },
      'ServiceAlreadyExists',
      'Service already exists: user-service',
    ],
    [
      'to delete a namespace that has services',
      async () => {
        const id = await namespace(aws);
        await service(id);
        await aws.cloudMap.send(new DeleteNamespaceCommand({ Id: id }));
      },
      'ResourceInUse',
      /delete the services before/,
    ],
    [
      'a service in a namespace that is on its way out',
      async () => {
        const id = await namespace(aws);
        await aws.cloudMap.send(new DeleteNamespaceCommand({ Id: id }));
        await service(id);
      },
      'NamespaceNotFound',
      /not found/,
    ],
    [
      'to delete a service that has instances',
      async () => {
        const { discoveryId } = await deployChain(aws);
        await aws.cloudMap.send(new DeleteDiscoveryServiceCommand({ Id: discoveryId }));
      },
      'ResourceInUse',
      /contains registered instances/,
    ],
    [
      'to delete a service twice',
      async () => {
        const { Service } = await service(await namespace(aws));
        await aws.cloudMap.send(new DeleteDiscoveryServiceCommand({ Id: Service?.Id }));
        await aws.cloudMap.send(new DeleteDiscoveryServiceCommand({ Id: Service?.Id }));
      },
      'ServiceNotFound',
      /not found/,
    ],
    [
      'an operation that never was',
      () => aws.cloudMap.send(new GetOperationCommand({ OperationId: 'none' })),
      'OperationNotFound',
      'Operation not found: none',
    ],
  ]);
});

describe('load balancing', () => {
  const nlb = async (more: Partial<ConstructorParameters<typeof CreateLoadBalancerCommand>[0]> = {}) =>
    aws.elb.send(
      new CreateLoadBalancerCommand({
        Name: 'nlb',
        Type: 'network',
        Scheme: 'internal',
        Subnets: ['subnet-a', 'subnet-b'],
        ...more,
      }),
    );
  const group = (more: Partial<ConstructorParameters<typeof CreateTargetGroupCommand>[0]> = {}) =>
    aws.elb.send(
      new CreateTargetGroupCommand({
        Name: 'group',
        Protocol: 'TCP',
        Port: 80,
        VpcId: 'vpc-0123',
        TargetType: 'ip',
        ...more,
      }),
    );
  refuses([
    [
      'a load balancer name of 33 characters',
      () => nlb({ Name: 'n'.repeat(33) }),
      'ValidationError',
      `The load balancer name '${'n'.repeat(33)}' cannot be longer than '32' characters`,
    ],
    [
      'a target group name of 33 characters',
      () => group({ Name: 'g'.repeat(33) }),
      'ValidationError',
      `The target group name '${'g'.repeat(33)}' cannot be longer than '32' characters`,
    ],
    [
      'a name that begins with internal-',
      () => nlb({ Name: 'internal-nlb' }),
      'ValidationError',
      "The load balancer name 'internal-nlb' cannot begin with 'internal-'",
    ],
    [
      'a name that ends with a hyphen',
      () => nlb({ Name: 'nlb-' }),
      'ValidationError',
      /begin or end with a hyphen/,
    ],
    [
      'a subnet that does not exist',
      () => nlb({ Subnets: ['subnet-none'] }),
      'SubnetNotFoundException',
      "The subnet ID 'subnet-none' does not exist",
    ],
    [
      'two subnets of one zone',
      () => nlb({ Subnets: ['subnet-a', 'subnet-public'] }),
      'InvalidConfigurationRequestException',
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    ],
    [
      'a security group that does not exist',
      () => nlb({ SecurityGroups: ['sg-none'] }),
      'InvalidSecurityGroupException',
      /sg-none/,
    ],
    [
      'the same name with other settings',
      async () => {
        await nlb();
        await nlb({ Subnets: ['subnet-a'] });
      },
      'DuplicateLoadBalancerNameException',
      "A load balancer with the same name 'nlb' exists, but with different settings",
    ],
    [
      'security groups on a load balancer born without (T7)',
      async () => {
        const { LoadBalancers } = await nlb();
        await aws.elb.send(
          new SetSecurityGroupsCommand({
            LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
            SecurityGroups: ['sg-0123'],
          }),
        );
      },
      'InvalidConfigurationRequestException',
      /created without security groups/,
    ],
    [
      'to delete a load balancer that is protected',
      async () => {
        const { LoadBalancers } = await nlb();
        const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
        await aws.elb.send(
          new ModifyLoadBalancerAttributesCommand({
            LoadBalancerArn,
            Attributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }],
          }),
        );
        await aws.elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
      },
      'OperationNotPermittedException',
      /because deletion protection is enabled$/,
    ],
    [
      'a load balancer that does not exist',
      () => aws.elb.send(new DescribeLoadBalancersCommand({ Names: ['none'] })),
      'LoadBalancerNotFoundException',
      "Load balancers '[none]' not found",
    ],
    [
      'a target group that does not exist',
      () => aws.elb.send(new DescribeTargetGroupsCommand({ Names: ['none'] })),
      'TargetGroupNotFoundException',
      'One or more target groups not found',
    ],
    [
      'a target group in a VPC that does not exist',
      () => group({ VpcId: 'vpc-none' }),
      'ValidationError',
      "The VPC ID 'vpc-none' is not found",
    ],
    [
      'the same target group with another port',
      async () => {
        await group();
        await group({ Port: 8080 });
      },
      'DuplicateTargetGroupNameException',
      "A target group with the same name 'group' exists, but with different settings",
    ],
    [
      'a second listener on the port with another action',
      async () => {
        const { loadBalancerArn } = await balancer(aws, 'sg-0123');
        const { TargetGroups } = await group();
        await aws.elb.send(
          new CreateListenerCommand({
            LoadBalancerArn: loadBalancerArn,
            Protocol: 'TCP',
            Port: 80,
            DefaultActions: [{ Type: 'forward', TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn }],
          }),
        );
      },
      'DuplicateListenerException',
      /^A listener already exists on this port for this load balancer/,
    ],
    [
      'to delete a target group that a listener uses',
      async () => {
        const { targetGroupArn } = await balancer(aws, 'sg-0123');
        await aws.elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: targetGroupArn }));
      },
      'ResourceInUseException',
      /is currently in use by a listener or a rule$/,
    ],
  ]);
});

describe('ECS', () => {
  const cluster = 'microservices-cluster';
  const register = (more: Partial<ConstructorParameters<typeof RegisterTaskDefinitionCommand>[0]> = {}) =>
    aws.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'f',
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        containerDefinitions: [{ name: 'c', image: 'nginx', essential: true }],
        ...more,
      }),
    );
  const create = async (more: Parameters<typeof serviceInput>[2] = {}) => {
    await aws.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
    const definition = await taskDefinition(aws);
    return aws.ecs.send(new CreateServiceCommand(serviceInput(definition, 'sg-0123', more)));
  };
  refuses([
    [
      'cpu and memory that do not go together',
      () => register({ cpu: '256', memory: '4096' }),
      'ClientException',
      /^No Fargate configuration exists for given values/,
    ],
    [
      'Fargate in another network mode',
      () => register({ networkMode: 'bridge' }),
      'ClientException',
      /only supports network mode/,
    ],
    [
      'another host port than the container port',
      () =>
        register({
          containerDefinitions: [
            { name: 'c', image: 'nginx', portMappings: [{ containerPort: 80, hostPort: 8080 }] },
          ],
        }),
      'ClientException',
      /host ports and container ports in port mappings must match/,
    ],
    [
      'a role that does not exist',
      () => register({ executionRoleArn: 'arn:aws:iam::123456789012:role/none' }),
      'ClientException',
      'Role is not valid',
    ],
    [
      'a task definition that does not exist',
      () => aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'none' })),
      'ClientException',
      'Unable to describe task definition.',
    ],
    [
      'services of a cluster that does not exist',
      () => aws.ecs.send(new DescribeServicesCommand({ cluster: 'none', services: ['a'] })),
      'ClusterNotFoundException',
      'Cluster not found.',
    ],
    [
      'to describe eleven services at once',
      async () => {
        await aws.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
        const services = Array.from({ length: 11 }, (_, index) => `s${index}`);
        await aws.ecs.send(new DescribeServicesCommand({ cluster, services }));
      },
      'InvalidParameterException',
      'Services cannot have more than 10 elements.',
    ],
    [
      'a service without a network',
      () => create({ networkConfiguration: undefined }),
      'InvalidParameterException',
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    ],
    [
      'a service in a subnet that does not exist',
      () => create({ networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-none'] } } }),
      'InvalidParameterException',
      /The subnet ID 'subnet-none' does not exist/,
    ],
    [
      'a target group that no listener forwards to',
      async () => {
        const { TargetGroups } = await aws.elb.send(
          new CreateTargetGroupCommand({
            Name: 'lonely',
            Protocol: 'TCP',
            Port: 80,
            VpcId: 'vpc-0123',
            TargetType: 'ip',
          }),
        );
        const targetGroupArn = TargetGroups?.[0]?.TargetGroupArn;
        await create({
          loadBalancers: [{ targetGroupArn, containerName: 'user-service', containerPort: 80 }],
        });
      },
      'InvalidParameterException',
      /^The target group with targetGroupArn \S+ does not have an associated load balancer\.$/,
    ],
    [
      'a container that the task definition does not have',
      async () => {
        const { targetGroupArn } = await balancer(aws, 'sg-0123');
        await create({ loadBalancers: [{ targetGroupArn, containerName: 'other', containerPort: 80 }] });
      },
      'InvalidParameterException',
      'The container other does not exist in the task definition.',
    ],
    [
      'two service registries',
      () => create({ serviceRegistries: [{ registryArn: 'a' }, { registryArn: 'b' }] }),
      'InvalidParameterException',
      'service registries can have at most 1 items.',
    ],
    [
      'a port with a registry of A records',
      async () => {
        const { Service } = await aws.cloudMap.send(
          new CreateDiscoveryServiceCommand({
            Name: 'user-service',
            NamespaceId: await namespace(aws),
            DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 10 }] },
          }),
        );
        await create({ serviceRegistries: [{ registryArn: Service?.Arn, port: 80 }] });
      },
      'InvalidParameterException',
      /A record in awsvpc mode/,
    ],
    [
      'a second service of the name with other input',
      async () => {
        await create();
        await create({ desiredCount: 3 });
      },
      'InvalidParameterException',
      'Creation of service was not idempotent.',
    ],
    [
      'to create a service that is draining',
      async () => {
        await create();
        aws.clock.advance(60);
        await aws.ecs.send(new DeleteServiceCommand({ cluster, service: 'user-service', force: true }));
        await create();
      },
      'InvalidParameterException',
      'Unable to Start a service that is still Draining.',
    ],
    [
      'to update a service that is draining',
      async () => {
        await create();
        aws.clock.advance(60);
        await aws.ecs.send(new DeleteServiceCommand({ cluster, service: 'user-service', force: true }));
        await aws.ecs.send(new UpdateServiceCommand({ cluster, service: 'user-service', desiredCount: 1 }));
      },
      'ServiceNotActiveException',
      'Service was not ACTIVE.',
    ],
    [
      'to delete a service that is scaled above 0',
      async () => {
        await create();
        await aws.ecs.send(new DeleteServiceCommand({ cluster, service: 'user-service' }));
      },
      'InvalidParameterException',
      'The service cannot be stopped while it is scaled above 0.',
    ],
    [
      'to delete a cluster that has services',
      async () => {
        await create();
        await aws.ecs.send(new DeleteClusterCommand({ cluster }));
      },
      'ClusterContainsServicesException',
      'The Cluster cannot be deleted while Services are active.',
    ],
  ]);
});

describe('API Gateway', () => {
  const api = async () =>
    (await aws.apiGateway.send(new CreateApiCommand({ Name: 'api', ProtocolType: 'HTTP' }))).ApiId;
  const link = async (advance = 200) => {
    const { VpcLinkId } = await aws.apiGateway.send(
      new CreateVpcLinkCommand({ Name: 'link', SubnetIds: ['subnet-a'], SecurityGroupIds: ['sg-0123'] }),
    );
    aws.clock.advance(advance);
    return VpcLinkId;
  };
  const integration = async (IntegrationUri: string | undefined, linkAge?: number) =>
    aws.apiGateway.send(
      new CreateIntegrationCommand({
        ApiId: await api(),
        IntegrationType: 'HTTP_PROXY',
        IntegrationMethod: 'ANY',
        ConnectionType: 'VPC_LINK',
        ConnectionId: await link(linkAge),
        IntegrationUri,
        PayloadFormatVersion: '1.0',
      }),
    );
  const notAnArn =
    'For VpcLink VPC_LINK, integration uri should be a valid ELB listener ARN or a valid Cloud Map service ARN.';
  refuses([
    [
      'an API that does not exist',
      () => aws.apiGateway.send(new GetApiCommand({ ApiId: 'none' })),
      'NotFoundException',
      'Invalid API identifier specified 123456789012:none',
    ],
    [
      'to delete an API twice',
      async () => {
        const ApiId = await api();
        await aws.apiGateway.send(new DeleteApiCommand({ ApiId }));
        await aws.apiGateway.send(new DeleteApiCommand({ ApiId }));
      },
      'NotFoundException',
      /^Invalid API identifier/,
    ],
    [
      'to delete a route that does not exist',
      async () => aws.apiGateway.send(new DeleteRouteCommand({ ApiId: await api(), RouteId: 'none' })),
      'NotFoundException',
      'Invalid Route identifier specified',
    ],
    [
      'to delete a stage that does not exist',
      async () => aws.apiGateway.send(new DeleteStageCommand({ ApiId: await api(), StageName: 'none' })),
      'NotFoundException',
      'Invalid Stage identifier specified',
    ],
    [
      'a link in a subnet that does not exist',
      () => aws.apiGateway.send(new CreateVpcLinkCommand({ Name: 'l', SubnetIds: ['subnet-none'] })),
      'BadRequestException',
      "The subnet ID 'subnet-none' does not exist",
    ],
    [
      'a URL behind a link (T3)',
      () => integration('http://nlb.example.com:80'),
      'BadRequestException',
      notAnArn,
    ],
    [
      'a load balancer behind a link',
      () => integration('arn:aws:elasticloadbalancing:ap-southeast-1:123456789012:loadbalancer/net/nlb/0123'),
      'BadRequestException',
      notAnArn,
    ],
    [
      'a listener that does not exist',
      () => integration('arn:aws:elasticloadbalancing:ap-southeast-1:123456789012:listener/net/nlb/0/1'),
      'BadRequestException',
      'Unable to retrieve listener port and load balancer DNS name from ELB listener',
    ],
    [
      'a link that is still pending',
      async () => integration((await balancer(aws, 'sg-0123')).listenerArn, 10),
      'BadRequestException',
      /is not in AVAILABLE state$/,
    ],
    [
      'a mapping of a reserved header',
      async () =>
        aws.apiGateway.send(
          new CreateIntegrationCommand({
            ApiId: await api(),
            IntegrationType: 'HTTP_PROXY',
            IntegrationMethod: 'ANY',
            IntegrationUri: 'https://example.com',
            RequestParameters: { 'overwrite:header.Authorization': 'x' },
          }),
        ),
      'BadRequestException',
      'Operations on header Authorization are restricted',
    ],
    [
      'the same route twice',
      async () => {
        const ApiId = await api();
        await aws.apiGateway.send(new CreateRouteCommand({ ApiId, RouteKey: 'ANY /users' }));
        await aws.apiGateway.send(new CreateRouteCommand({ ApiId, RouteKey: 'ANY /users' }));
      },
      'ConflictException',
      'Route with key ANY /users already exists for this API',
    ],
    [
      'two names for one variable',
      async () => {
        const ApiId = await api();
        await aws.apiGateway.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /users/{id}' }));
        await aws.apiGateway.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /users/{userId}/x' }));
      },
      'ConflictException',
      /has a conflicting variable on the same hierarchical level as GET \/users\/\{id\}$/,
    ],
    ...['/users', 'FETCH /users', 'GET users', 'GET /users/', 'GET /{a+}/b', 'GET /a{b}'].map(
      (RouteKey): Refused => [
        `the route key ${RouteKey}`,
        async () => aws.apiGateway.send(new CreateRouteCommand({ ApiId: await api(), RouteKey })),
        'BadRequestException',
        /^The provided route key is not formatted properly/,
      ],
    ),
    [
      'a target that does not exist',
      async () =>
        aws.apiGateway.send(
          new CreateRouteCommand({ ApiId: await api(), RouteKey: '$default', Target: 'integrations/none' }),
        ),
      'BadRequestException',
      'Unable to find Integration for target integrations/none',
    ],
    [
      'the same stage twice',
      async () => {
        const ApiId = await api();
        await aws.apiGateway.send(new CreateStageCommand({ ApiId, StageName: 'prod' }));
        await aws.apiGateway.send(new CreateStageCommand({ ApiId, StageName: 'prod' }));
      },
      'ConflictException',
      'Stage already exists',
    ],
    [
      'settings of a route that does not exist (T28)',
      async () =>
        aws.apiGateway.send(
          new CreateStageCommand({
            ApiId: await api(),
            StageName: 'prod',
            RouteSettings: { 'GET /x': { ThrottlingBurstLimit: 1 } },
          }),
        ),
      'NotFoundException',
      'Unable to find Route by key GET /x within the provided RouteSettings',
    ],
    [
      'a deployment id on an auto-deploy stage',
      async () => {
        const ApiId = await api();
        await aws.apiGateway.send(new CreateStageCommand({ ApiId, StageName: 'prod', AutoDeploy: true }));
        await aws.apiGateway.send(new UpdateStageCommand({ ApiId, StageName: 'prod', DeploymentId: 'x' }));
      },
      'BadRequestException',
      'Deployment ID cannot be set on a stage with auto deploy enabled',
    ],
    [
      'access logs into a group that does not exist',
      async () =>
        aws.apiGateway.send(
          new CreateStageCommand({
            ApiId: await api(),
            StageName: 'prod',
            AccessLogSettings: {
              DestinationArn: 'arn:aws:logs:ap-southeast-1:123456789012:log-group:/none',
              Format: '$context.requestId',
            },
          }),
        ),
      'BadRequestException',
      /^Access log destination does not exist/,
    ],
    [
      'a deployment without a route',
      async () => aws.apiGateway.send(new CreateDeploymentCommand({ ApiId: await api() })),
      'BadRequestException',
      'At least one route is required before deploying the Api',
    ],
    [
      'to delete an integration that routes use',
      async () => {
        const { apiId, integrationId } = await deployChain(aws);
        await aws.apiGateway.send(
          new DeleteIntegrationCommand({ ApiId: apiId, IntegrationId: integrationId }),
        );
      },
      'ConflictException',
      /^Cannot delete Integration because it is referenced by the following Routes with Ids: \[\w+, \w+\]$/,
    ],
    [
      'to delete a link that an API uses',
      async () => {
        const { vpcLinkId } = await deployChain(aws);
        await aws.apiGateway.send(new DeleteVpcLinkCommand({ VpcLinkId: vpcLinkId }));
      },
      'BadRequestException',
      /^Cannot delete vpc link\. Vpc link '\w+', is referenced in \[ANY:\w+, ANY:\w+\] in format of \[Method:Resource\]$/,
    ],
  ]);
});

describe('the account', () => {
  refuses([
    [
      'a call that it does not know, by name',
      () =>
        aws.sandbox.call({
          client: 'ECSClient',
          command: 'RunTaskCommand',
          input: {},
          region: 'us-east-1',
        }),
      'NotImplemented',
      'The sandbox does not know this call: ECSClient.RunTaskCommand',
    ],
    [
      'members that every object has as commands',
      () => aws.sandbox.call({ client: 'constructor', command: 'toString', input: {}, region: 'us-east-1' }),
      'NotImplemented',
      'The sandbox does not know this call: constructor.toString',
    ],
    [
      'a region that is none',
      () =>
        aws.sandbox.call({
          client: 'STSClient',
          command: 'GetCallerIdentityCommand',
          input: {},
          region: '__proto__',
        }),
      'UnknownEndpoint',
      'There is no such region: __proto__',
    ],
  ]);
});
