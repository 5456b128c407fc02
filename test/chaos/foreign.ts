import { CreateApiCommand } from '@aws-sdk/client-apigatewayv2';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateSecurityGroupCommand } from '@aws-sdk/client-ec2';
import { CreateClusterCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { CreateTargetGroupCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreatePrivateDnsNamespaceCommand } from '@aws-sdk/client-servicediscovery';
import type { Session } from '../../src/live/session';

/** Puts things of other people into the account, under names that are easily taken for ours. */
export async function settleForeigners({ account }: Session): Promise<void> {
  const { clients, send } = account;
  const other = {
    'ecs-topology:stack': 'microservices-two',
    'ecs-topology:node': 'api',
    'ecs-topology:resource': 'api/api',
    'ecs-topology:created': '2025-01-01T00:00:00.000Z',
  };
  await send(clients.apigatewayv2, new CreateApiCommand({ Name: 'microservice-api', ProtocolType: 'HTTP' }));
  await send(
    clients.apigatewayv2,
    new CreateApiCommand({ Name: 'microservice-api', ProtocolType: 'HTTP', Tags: other }),
  );
  await send(clients.ecs, new CreateClusterCommand({ clusterName: 'microservices-cluster-2' }));
  await send(
    clients.ecs,
    new RegisterTaskDefinitionCommand({
      family: 'microservices-user-service',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'main', image: 'nginxdemos/hello:latest' }],
    }),
  );
  await send(clients.logs, new CreateLogGroupCommand({ logGroupName: '/ecs/microservices/somebody' }));
  await send(
    clients.ec2,
    new CreateSecurityGroupCommand({
      GroupName: 'microservices',
      Description: 'not ours',
      VpcId: 'vpc-0123',
    }),
  );
  await send(
    clients.elbv2,
    new CreateTargetGroupCommand({
      Name: 'microservices',
      Protocol: 'TCP',
      Port: 80,
      VpcId: 'vpc-0123',
      TargetType: 'ip',
    }),
  );
  await send(
    clients.servicediscovery,
    new CreatePrivateDnsNamespaceCommand({ Name: 'micro.localhost', Vpc: 'vpc-0123' }),
  );
}
