import type * as Ecs from '@aws-sdk/client-ecs';
import type { Context } from '../context';
import { tagsToLower } from '../tags';
import { liveTasks } from './requests';
import type { DeploymentState, ServiceState, TaskState } from './state';

function counts(tasks: readonly TaskState[]) {
  const wanted = tasks.filter((task) => task.desired === 'RUNNING');
  const running = wanted.filter((task) => task.status === 'RUNNING').length;
  return { running, pending: wanted.length - running };
}

/** How many tasks a deployment is to have: the PRIMARY all, one that is being replaced none. */
export function wantedBy(service: ServiceState, deployment: DeploymentState): number {
  return deployment.status === 'PRIMARY' && service.status === 'ACTIVE' ? service.desiredCount : 0;
}

function describeDeployment(
  service: ServiceState,
  deployment: DeploymentState,
  tasks: readonly TaskState[],
): Ecs.Deployment {
  const { running, pending } = counts(tasks.filter((task) => task.deploymentId === deployment.id));
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.revision.taskDefinition,
    desiredCount: deployment.rolloutState === 'FAILED' ? 0 : wantedBy(service, deployment),
    pendingCount: pending,
    runningCount: running,
    failedTasks: deployment.failedTasks,
    createdAt: new Date(deployment.createdAt),
    updatedAt: new Date(deployment.updatedAt),
    launchType: service.launchType,
    capacityProviderStrategy:
      service.capacityProviders.length > 0 ? [...service.capacityProviders] : undefined,
    platformVersion: deployment.revision.platformVersion,
    platformFamily: 'Linux',
    networkConfiguration: deployment.revision.network,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutReason,
  };
}

/** The ARN under which ListServiceDeployments knows a deployment. */
export function deploymentArn(service: ServiceState, deployment: DeploymentState): string {
  const id = deployment.id.replace('ecs-svc/', '');
  return `${service.arn.replace(':service/', ':service-deployment/')}/${id}`;
}

/** A service as DescribeServices shows it. */
export function describeService(
  context: Context,
  service: ServiceState,
  include: readonly string[] = ['TAGS'],
): Ecs.Service {
  const tasks = liveTasks(context, service);
  const shown = service.deployments.filter((deployment) => deployment.status !== 'INACTIVE');
  const [primary] = shown;
  const { running, pending } = counts(tasks);
  const current = service.deployments.find((deployment) => deployment.rolloutState === 'COMPLETED');
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.clusterArn,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: running,
    pendingCount: pending,
    launchType: service.launchType,
    capacityProviderStrategy:
      service.capacityProviders.length > 0 ? [...service.capacityProviders] : undefined,
    platformVersion: primary?.revision.platformVersion,
    platformFamily: 'Linux',
    taskDefinition: primary?.revision.taskDefinition,
    deploymentConfiguration: service.deployment,
    deploymentController: { type: 'ECS' },
    deployments: shown.map((deployment) => describeDeployment(service, deployment, tasks)),
    currentServiceDeployment: current && deploymentArn(service, current),
    loadBalancers: [...(primary?.revision.loadBalancers ?? [])],
    serviceRegistries: [...(primary?.revision.registries ?? [])],
    networkConfiguration: primary?.revision.network,
    roleArn: `arn:aws:iam::${context.world.account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    events: service.events.map((event) => ({
      id: event.id,
      createdAt: new Date(event.at),
      message: event.message,
    })),
    createdAt: new Date(service.createdAt),
    createdBy: `arn:aws:iam::${context.world.account}:user/sandbox`,
    placementConstraints: [],
    placementStrategy: [],
    healthCheckGracePeriodSeconds: service.graceSeconds,
    schedulingStrategy: 'REPLICA',
    enableECSManagedTags: service.managedTags,
    propagateTags: service.propagateTags,
    enableExecuteCommand: service.exec,
    availabilityZoneRebalancing: service.zoneRebalancing,
    tags: include.includes('TAGS') ? tagsToLower(service.tags) : undefined,
  };
}
