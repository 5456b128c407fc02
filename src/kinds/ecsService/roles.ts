import { ref } from '../../engine/resource';
import type { Graph } from '../kind';
import type { PolicyDocument, Reference, TopologyResource } from '../resourceTypes';
import type { EcsServiceConfig, ServiceNode } from './model';

const EXECUTION_POLICY = 'iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';

/** The role that starts tasks (`execution`) or that their code has (`task`): the given one, or ours. */
export function roleReference({ id, config }: ServiceNode, part: 'execution' | 'task'): Reference {
  return (part === 'execution' ? config.executionRole : config.taskRole) ?? ref(`${id}/${part}Role`, 'arn');
}

/** The roles that the service does not bring along, with no more rights than it needs. */
export function roles(node: ServiceNode, graph: Graph): TopologyResource[] {
  const { id, config } = node;
  const make = (part: 'execution' | 'task', managed: string[], policies: Record<string, PolicyDocument>) => ({
    id: `${id}/${part}Role`,
    type: 'AWS::IAM::Role' as const,
    props: {
      name: graph.names.role(node, part),
      path: graph.names.rolePath(),
      managedPolicies: managed,
      policies,
      ...(graph.permissionsBoundary === undefined ? {} : { permissionsBoundary: graph.permissionsBoundary }),
    },
  });
  return [
    ...(config.executionRole === undefined
      ? [make('execution', [`arn:${graph.partition}:${EXECUTION_POLICY}`], secretsPolicy(config))]
      : []),
    ...(config.taskRole === undefined ? [make('task', [], config.exec ? { exec: EXEC_POLICY } : {})] : []),
  ];
}

/** What the agent of ECS Exec needs of the task role. Source: ECS developer guide, ECS Exec. */
export const EXEC_ACTIONS: readonly string[] = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];

const EXEC_POLICY: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: [...EXEC_ACTIONS], Resource: '*' }],
};

/**
 * The services of AWS that tasks and their agent call, by the names that endpoints carry. Layers of images come from S3.
 * Source: ECS developer guide, VPC endpoints.
 */
export function calledServices(config: EcsServiceConfig): string[] {
  const stores = new Set(secretArns(config).map((arn) => arn.split(':')[2] ?? ''));
  return [
    ...['ecr.api', 'ecr.dkr', 's3', 'logs'],
    ...['secretsmanager', 'ssm'].filter((store) => stores.has(store)),
    ...(config.exec ? ['ssmmessages'] : []),
  ];
}

/** What the service's own container and its sidecars get their secrets from. */
function secretArns(config: EcsServiceConfig): string[] {
  return [config.secrets, ...Object.values(config.sidecars).map((sidecar) => sidecar.secrets ?? {})].flatMap(
    (secrets) => Object.values(secrets),
  );
}

function secretsPolicy(config: EcsServiceConfig): Record<string, PolicyDocument> {
  const arns = secretArns(config);
  const ofService = (service: string) =>
    [...new Set(arns.filter((arn) => arn.split(':')[2] === service).map(withoutKey))].sort();
  const statements = [
    { Action: ['secretsmanager:GetSecretValue'], Resource: ofService('secretsmanager') },
    { Action: ['ssm:GetParameters'], Resource: ofService('ssm') },
  ].filter((statement) => statement.Resource.length > 0);
  if (statements.length === 0) return {};
  return {
    secrets: {
      Version: '2012-10-17',
      Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
    },
  };
}

/** A secret's ARN may go on with `:json-key:stage:version`, which a policy does not know. */
function withoutKey(arn: string): string {
  return arn.split(':').slice(0, 7).join(':');
}
