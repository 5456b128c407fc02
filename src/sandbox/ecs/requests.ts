import { grouped } from '../../engine/grouped';
import { arn, type Context } from '../context';
import { awsError } from '../errors';
import { page } from '../page';
import type { ClusterState, DefinitionState, ServiceState, TaskState } from './state';

/** `InvalidParameterException` of ECS. */
export function invalidParameter(message: string): Error {
  return awsError('InvalidParameterException', message);
}

/** `ClientException` of ECS. */
export function clientException(message: string): Error {
  return awsError('ClientException', message);
}

/** The ARN of a cluster given by name, by ARN, or not at all ("default"). */
export function clusterArn(context: Context, nameOrArn: string | undefined): string {
  if (nameOrArn?.startsWith('arn:')) return nameOrArn;
  return arn(context, 'ecs', `cluster/${nameOrArn ?? 'default'}`);
}

/** The ACTIVE cluster, or ClusterNotFoundException. */
export function clusterOf(context: Context, nameOrArn: string | undefined): ClusterState {
  const cluster = context.region.ecs.clusters.get(clusterArn(context, nameOrArn));
  if (cluster?.status !== 'ACTIVE') throw awsError('ClusterNotFoundException', 'Cluster not found.');
  return cluster;
}

/** The ARN of a service of a cluster, given by name or ARN. */
export function serviceArn(context: Context, cluster: ClusterState, nameOrArn: string | undefined): string {
  if (nameOrArn?.startsWith('arn:')) return nameOrArn;
  return arn(context, 'ecs', `service/${cluster.name}/${nameOrArn ?? ''}`);
}

/** The service that is not INACTIVE, or ServiceNotFoundException. */
export function serviceOf(
  context: Context,
  cluster: ClusterState,
  nameOrArn: string | undefined,
): ServiceState {
  const service = context.region.ecs.services.get(serviceArn(context, cluster, nameOrArn));
  if (!service || service.status === 'INACTIVE') {
    throw awsError('ServiceNotFoundException', 'Service not found.');
  }
  return service;
}

/** A task definition by ARN, `family:revision` or `family` (the newest ACTIVE). */
export function definitionOf(context: Context, name: string | undefined): DefinitionState | undefined {
  const text = name?.split('task-definition/').at(-1) ?? '';
  const [family = '', revision] = text.split(':');
  const definitions = context.region.ecs.families.get(family)?.definitions;
  if (!definitions) return undefined;
  if (revision !== undefined) return definitions.get(arn(context, 'ecs', `task-definition/${text}`));
  return [...definitions.values()].findLast((one) => one.status === 'ACTIVE');
}

/** A task of a cluster by id or ARN. */
export function taskOf(context: Context, cluster: ClusterState, idOrArn: string): TaskState | undefined {
  const full = idOrArn.startsWith('arn:') ? idOrArn : arn(context, 'ecs', `task/${cluster.name}/${idOrArn}`);
  return context.region.ecs.tasks.get(full);
}

/** The tasks of a service that are not STOPPED, oldest first. */
export function liveTasks(context: Context, service: ServiceState): TaskState[] {
  return [...context.region.ecs.tasks.values()].filter(
    (task) => task.serviceArn === service.arn && task.status !== 'STOPPED',
  );
}

/** The same of every service that has any, by its ARN: for who looks at all services. */
export function liveTasksByService(context: Context): Map<string, TaskState[]> {
  const tasks = [...context.region.ecs.tasks.values()];
  return grouped(
    tasks.filter(({ status }) => status !== 'STOPPED'),
    ({ serviceArn }) => serviceArn,
  );
}

/** A page of ECS's list calls: at most 100. */
export function ecsPage<T>(
  items: readonly T[],
  input: { maxResults?: number | undefined; nextToken?: string | undefined },
  size = 100,
) {
  return page(items, {
    size: input.maxResults ?? size,
    limit: 100,
    token: input.nextToken,
    invalid: invalidParameter,
  });
}
