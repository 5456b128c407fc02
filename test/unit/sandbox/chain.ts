import {
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  CreateVpcLinkCommand,
  GetVpcLinkCommand,
} from '@aws-sdk/client-apigatewayv2';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AuthorizeSecurityGroupIngressCommand, CreateSecurityGroupCommand } from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  RegisterTaskDefinitionCommand,
  type ContainerDefinition,
  type CreateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  CreatePrivateDnsNamespaceCommand,
  CreateServiceCommand as CreateDiscoveryServiceCommand,
  GetOperationCommand,
} from '@aws-sdk/client-servicediscovery';
import type { Account, Clients } from './account';

const vpcId = 'vpc-0123';
const subnets = ['subnet-a', 'subnet-b'];

export const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

/** A text that must be there. */
export function some(value: string | undefined): string {
  if (value === undefined) throw new Error('missing');
  return value;
}

export async function securityGroup(aws: Clients, name: string): Promise<string> {
  const { GroupId } = await aws.ec2.send(
    new CreateSecurityGroupCommand({ GroupName: name, Description: name, VpcId: vpcId }),
  );
  return some(GroupId);
}

/** Lets TCP from one group into another. */
export async function allow(aws: Clients, from: string, to: string, port: number): Promise<void> {
  await aws.ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: to,
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: port, ToPort: port, UserIdGroupPairs: [{ GroupId: from }] },
      ],
    }),
  );
}

export async function executionRole(aws: Clients, name = 'execution'): Promise<string> {
  const { Role } = await aws.iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }),
  );
  await aws.iam.send(
    new AttachRolePolicyCommand({
      RoleName: name,
      PolicyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
    }),
  );
  return some(Role?.Arn);
}

export async function namespace(aws: Account, name = 'micro.local'): Promise<string> {
  const { OperationId } = await aws.cloudMap.send(
    new CreatePrivateDnsNamespaceCommand({ Name: name, Vpc: vpcId }),
  );
  aws.clock.advance(60);
  const { Operation } = await aws.cloudMap.send(new GetOperationCommand({ OperationId }));
  return some(Operation?.Targets?.NAMESPACE);
}

export interface TaskOptions {
  image?: string;
  port?: number;
  family?: string;
  role?: string;
  environment?: { name: string; value: string }[];
  healthCheck?: ContainerDefinition['healthCheck'];
}

export async function taskDefinition(aws: Clients, options: TaskOptions = {}): Promise<string> {
  const { image = 'nginxdemos/hello:latest', port = 80, family = 'user-service' } = options;
  const { taskDefinition } = await aws.ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn: options.role,
      containerDefinitions: [
        {
          name: family,
          image,
          essential: true,
          portMappings: [{ containerPort: port }],
          environment: options.environment,
          healthCheck: options.healthCheck,
          logConfiguration: options.role
            ? {
                logDriver: 'awslogs',
                options: {
                  'awslogs-group': `/ecs/microservices/${family}`,
                  'awslogs-region': 'ap-southeast-1',
                  'awslogs-stream-prefix': 'ecs',
                },
              }
            : undefined,
        },
      ],
    }),
  );
  return some(taskDefinition?.taskDefinitionArn);
}

/** The NLB with its listener on port 80 to one target group. */
export async function balancer(aws: Clients, group: string, port = 80, listenerPort = 80) {
  const { LoadBalancers } = await aws.elb.send(
    new CreateLoadBalancerCommand({
      Name: 'nlb-user-service',
      Type: 'network',
      Scheme: 'internal',
      Subnets: subnets,
      SecurityGroups: [group],
    }),
  );
  const loadBalancerArn = some(LoadBalancers?.[0]?.LoadBalancerArn);
  const { TargetGroups } = await aws.elb.send(
    new CreateTargetGroupCommand({
      Name: 'user-service',
      Protocol: 'TCP',
      Port: port,
      VpcId: vpcId,
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 10,
      HealthyThresholdCount: 2,
    }),
  );
  const targetGroupArn = some(TargetGroups?.[0]?.TargetGroupArn);
  await aws.elb.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: targetGroupArn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
    }),
  );
  const { Listeners } = await aws.elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancerArn,
      Protocol: 'TCP',
      Port: listenerPort,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    }),
  );
  return { loadBalancerArn, targetGroupArn, listenerArn: some(Listeners?.[0]?.ListenerArn) };
}

export function serviceInput(
  taskDefinition: string,
  group: string,
  more: Partial<CreateServiceCommandInput> = {},
): CreateServiceCommandInput {
  return {
    cluster: 'microservices-cluster',
    serviceName: 'user-service',
    taskDefinition,
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups: [group] } },
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    ...more,
  };
}

export async function vpcLink(aws: Account, group: string): Promise<string> {
  const { VpcLinkId } = await aws.apiGateway.send(
    new CreateVpcLinkCommand({ Name: 'ecs-vpc-link', SubnetIds: subnets, SecurityGroupIds: [group] }),
  );
  return some(VpcLinkId);
}

/** The whole chain of aws-reference §6, with what the guide gets wrong done right. */
export async function deployChain(aws: Account) {
  const link = await securityGroup(aws, 'link');
  const nlb = await securityGroup(aws, 'nlb');
  const task = await securityGroup(aws, 'task');
  await allow(aws, link, nlb, 80);
  await allow(aws, nlb, task, 80);
  await aws.logs.send(new CreateLogGroupCommand({ logGroupName: '/ecs/microservices/user-service' }));
  await aws.logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/vendedlogs/apis/microservices/api' }));
  const role = await executionRole(aws);
  const vpcLinkId = await vpcLink(aws, link);
  const balancing = await balancer(aws, nlb);
  const namespaceId = await namespace(aws);
  const { Service: discovery } = await aws.cloudMap.send(
    new CreateDiscoveryServiceCommand({
      Name: 'user-service',
      NamespaceId: namespaceId,
      DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 10 }] },
      HealthCheckCustomConfig: {},
    }),
  );
  await aws.ecs.send(new CreateClusterCommand({ clusterName: 'microservices-cluster' }));
  const definition = await taskDefinition(aws, { role });
  await aws.ecs.send(
    new CreateServiceCommand(
      serviceInput(definition, task, {
        loadBalancers: [
          {
            targetGroupArn: balancing.targetGroupArn,
            containerName: 'user-service',
            containerPort: 80,
          },
        ],
        serviceRegistries: [{ registryArn: discovery?.Arn }],
        healthCheckGracePeriodSeconds: 60,
      }),
    ),
  );
  aws.clock.advance(240);
  const { VpcLinkStatus } = await aws.apiGateway.send(new GetVpcLinkCommand({ VpcLinkId: vpcLinkId }));
  if (VpcLinkStatus !== 'AVAILABLE') throw new Error(`the link is ${String(VpcLinkStatus)}`);
  const api = await aws.apiGateway.send(
    new CreateApiCommand({ Name: 'microservice-api', ProtocolType: 'HTTP' }),
  );
  const ApiId = some(api.ApiId);
  const integration = await aws.apiGateway.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'ANY',
      ConnectionType: 'VPC_LINK',
      ConnectionId: vpcLinkId,
      IntegrationUri: balancing.listenerArn,
      PayloadFormatVersion: '1.0',
      RequestParameters: { 'overwrite:path': '$request.path' },
    }),
  );
  const Target = `integrations/${some(integration.IntegrationId)}`;
  for (const RouteKey of ['ANY /users', 'ANY /users/{proxy+}']) {
    await aws.apiGateway.send(new CreateRouteCommand({ ApiId, RouteKey, Target }));
  }
  await aws.apiGateway.send(
    new CreateStageCommand({
      ApiId,
      StageName: 'prod',
      AutoDeploy: true,
      AccessLogSettings: {
        DestinationArn:
          'arn:aws:logs:ap-southeast-1:123456789012:log-group:/aws/vendedlogs/apis/microservices/api',
        Format: '{"id":"$context.requestId","route":"$context.routeKey","status":"$context.status"}',
      },
    }),
  );
  aws.clock.advance(5);
  return {
    apiId: ApiId,
    integrationId: some(integration.IntegrationId),
    vpcLinkId,
    ...balancing,
    namespaceId,
    discoveryId: some(discovery?.Id),
    groups: { link, nlb, task },
    taskDefinition: definition,
  };
}
