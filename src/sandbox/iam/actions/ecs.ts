import { arn, type Context } from '../../context';
import type { ecsHandlers } from '../../ecs/ecs';
import { clusterArn, definitionOf } from '../../ecs/requests';
import { tagsFromLower } from '../../tags';
import type { ConditionKeys, Demand } from '../policyDocument';
import { anywhere, demand, requestTags, resourceTags, serviceLinkedRole, type DemandsOf } from './demands';

const LINKED = 'ecs.amazonaws.com';

function on(context: Context, action: string, resource: string, keys: ConditionKeys = {}): Demand {
  const { clusters, services, tasks } = context.region.ecs;
  const thing = clusters.get(resource) ?? services.get(resource) ?? tasks.get(resource);
  return demand(`ecs:${action}`, resource, { ...resourceTags(thing?.tags), ...keys });
}

/** A member of a cluster, given by name, id or ARN, as ARNs call it. */
function member(
  context: Context,
  type: 'service' | 'task' | 'container-instance',
  cluster: string | undefined,
  nameOrArn: string | undefined = '',
): string {
  if (nameOrArn.startsWith('arn:')) return nameOrArn;
  const name = clusterArn(context, cluster).split('/').at(-1) ?? '';
  return arn(context, 'ecs', `${type}/${name}/${nameOrArn}`);
}

function inCluster(context: Context, cluster: string | undefined): ConditionKeys {
  return { 'ecs:cluster': clusterArn(context, cluster) };
}

/** Tags on create take the right to tag, on what there is to be. */
function tagging(
  context: Context,
  resource: string,
  createAction: string,
  tags: Parameters<typeof tagsFromLower>[0],
): Demand[] {
  if (!tags || tags.length === 0) return [];
  const keys = { ...requestTags(tagsFromLower(tags)), 'ecs:CreateAction': createAction };
  return [on(context, 'TagResource', resource, keys)];
}

/** Roles that tasks are to have are passed to them, once each. */
function passing(...roles: readonly (string | undefined)[]): Demand[] {
  const known = new Set(roles.filter((role) => role !== undefined && role !== ''));
  return [...known].map((role) =>
    demand('iam:PassRole', role ?? '', { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }),
  );
}

function definitionArn(context: Context, name: string | undefined): string {
  return definitionOf(context, name)?.arn ?? arn(context, 'ecs', `task-definition/${name ?? ''}`);
}

const cluster = (action: string) => (context: Context, input: { cluster?: string | undefined }) => [
  on(context, action, clusterArn(context, input.cluster)),
];

const service =
  (action: string) =>
  (context: Context, input: { cluster?: string | undefined; service?: string | undefined }) => [
    on(
      context,
      action,
      member(context, 'service', input.cluster, input.service),
      inCluster(context, input.cluster),
    ),
  ];

/** ECS. */
export const ecsDemands: DemandsOf<typeof ecsHandlers> = {
  ListClustersCommand: anywhere('ecs:ListClusters'),
  DescribeClustersCommand: (context, { clusters }) =>
    (clusters ?? [undefined]).map((one) => on(context, 'DescribeClusters', clusterArn(context, one))),
  CreateClusterCommand: (context, { clusterName, tags }) => {
    const resource = clusterArn(context, clusterName);
    return [
      on(context, 'CreateCluster', resource, requestTags(tagsFromLower(tags))),
      ...tagging(context, resource, 'CreateCluster', tags),
      ...serviceLinkedRole(context, LINKED),
    ];
  },
  UpdateClusterCommand: cluster('UpdateCluster'),
  UpdateClusterSettingsCommand: cluster('UpdateClusterSettings'),
  PutClusterCapacityProvidersCommand: cluster('PutClusterCapacityProviders'),
  DeleteClusterCommand: cluster('DeleteCluster'),

  ListTaskDefinitionFamiliesCommand: anywhere('ecs:ListTaskDefinitionFamilies'),
  ListTaskDefinitionsCommand: anywhere('ecs:ListTaskDefinitions'),
  DescribeTaskDefinitionCommand: anywhere('ecs:DescribeTaskDefinition'),
  RegisterTaskDefinitionCommand: (context, { family, tags, executionRoleArn, taskRoleArn }) => {
    const resource = arn(context, 'ecs', `task-definition/${family ?? ''}:*`);
    return [
      on(context, 'RegisterTaskDefinition', resource, requestTags(tagsFromLower(tags))),
      ...tagging(context, resource, 'RegisterTaskDefinition', tags),
      ...passing(executionRoleArn, taskRoleArn),
    ];
  },
  DeregisterTaskDefinitionCommand: anywhere('ecs:DeregisterTaskDefinition'),
  DeleteTaskDefinitionsCommand: (context, { taskDefinitions }) =>
    (taskDefinitions ?? []).map((one) => on(context, 'DeleteTaskDefinitions', definitionArn(context, one))),

  ListServicesCommand: (context, input) => [
    demand('ecs:ListServices', '*', inCluster(context, input.cluster)),
  ],
  DescribeServicesCommand: (context, { cluster: name, services }) =>
    (services ?? []).map((one) =>
      on(context, 'DescribeServices', member(context, 'service', name, one), inCluster(context, name)),
    ),
  CreateServiceCommand: (context, { cluster: name, serviceName, taskDefinition, tags }) => {
    const resource = member(context, 'service', name, serviceName);
    const { executionRoleArn, taskRoleArn } = definitionOf(context, taskDefinition)?.definition ?? {};
    return [
      on(context, 'CreateService', resource, {
        ...inCluster(context, name),
        ...requestTags(tagsFromLower(tags)),
      }),
      ...tagging(context, resource, 'CreateService', tags),
      ...passing(executionRoleArn, taskRoleArn),
      ...serviceLinkedRole(context, LINKED),
    ];
  },
  UpdateServiceCommand: service('UpdateService'),
  DeleteServiceCommand: service('DeleteService'),
  ListServiceDeploymentsCommand: service('ListServiceDeployments'),
  DescribeServiceDeploymentsCommand: (context, { serviceDeploymentArns }) =>
    (serviceDeploymentArns ?? []).map((one) => on(context, 'DescribeServiceDeployments', one)),
  StopServiceDeploymentCommand: (context, { serviceDeploymentArn = '' }) => {
    const owner = serviceDeploymentArn.replace(':service-deployment/', ':service/').replace(/\/[^/]*$/, '');
    return [owner, serviceDeploymentArn].map((one) => on(context, 'StopServiceDeployment', one));
  },

  // The one resource that this action takes is the container instances of the cluster.
  ListTasksCommand: (context, { cluster: name }) => [
    on(context, 'ListTasks', member(context, 'container-instance', name, '*'), inCluster(context, name)),
  ],
  DescribeTasksCommand: (context, { cluster: name, tasks }) =>
    (tasks ?? []).map((one) =>
      on(context, 'DescribeTasks', member(context, 'task', name, one), inCluster(context, name)),
    ),
  StopTaskCommand: (context, { cluster: name, task }) => [
    on(context, 'StopTask', member(context, 'task', name, task), inCluster(context, name)),
  ],
  ExecuteCommandCommand: (context, { cluster: name, task }) =>
    [clusterArn(context, name), member(context, 'task', name, task)].map((one) =>
      on(context, 'ExecuteCommand', one, inCluster(context, name)),
    ),

  TagResourceCommand: (context, { resourceArn = '', tags }) => [
    on(context, 'TagResource', resourceArn, requestTags(tagsFromLower(tags))),
  ],
  UntagResourceCommand: (context, { resourceArn = '' }) => [on(context, 'UntagResource', resourceArn)],
  ListTagsForResourceCommand: (context, { resourceArn = '' }) => [
    on(context, 'ListTagsForResource', resourceArn),
  ],
};
