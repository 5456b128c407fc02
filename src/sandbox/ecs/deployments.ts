import type * as Ecs from '@aws-sdk/client-ecs';
import type { Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { digits } from '../ids';
import { deploymentArn, wantedBy } from './describeService';
import { clusterOf, ecsPage, invalidParameter, liveTasks, serviceOf } from './requests';
import { addEvent } from './serviceEvents';
import type { DeploymentState, Revision, ServiceState } from './state';

/** Ended deployments stay listed up to this many (AWS: 90 days). */
const kept = 20;

/** Makes a revision the PRIMARY deployment; the one before goes on as ACTIVE until its tasks are gone. */
export function startDeployment(
  context: Context,
  service: ServiceState,
  revision: Revision,
  rollbackOf?: DeploymentState,
): DeploymentState {
  const id = `ecs-svc/${digits(context.random, 19)}`;
  for (const other of service.deployments) if (other.status === 'PRIMARY') other.status = 'ACTIVE';
  const deployment: DeploymentState = {
    id,
    revision,
    status: 'PRIMARY',
    createdAt: context.now(),
    updatedAt: context.now(),
    failedTasks: 0,
    rolloutState: 'IN_PROGRESS',
    rolloutReason: rollbackOf
      ? `ECS deployment circuit breaker: rolling back to deploymentId ${id}.`
      : `ECS deployment ${id} in progress.`,
    retryAt: 0,
    finishedAt: undefined,
    rollbackOf: rollbackOf?.id,
    rolledBackBy: undefined,
  };
  service.deployments = [deployment, ...service.deployments].slice(0, kept);
  service.steady = false;
  return deployment;
}

/** Gives a deployment up and, where one was completed before, goes back to that. */
export function failDeployment(
  context: Context,
  service: ServiceState,
  deployment: DeploymentState,
  { reason, rollback }: { readonly reason: string; readonly rollback: boolean },
): void {
  deployment.rolloutState = 'FAILED';
  deployment.rolloutReason = reason;
  deployment.updatedAt = context.now();
  deployment.finishedAt = context.now();
  // The first deployment has nothing to go back to; nor has a rollback.
  if (!rollback || !service.lastCompleted || deployment.rollbackOf !== undefined) return;
  const successor = startDeployment(context, service, service.lastCompleted, deployment);
  deployment.rolledBackBy = successor.id;
  addEvent(context, service, `rolling back to (deployment ${successor.id}).`);
}

/** The circuit breaker's limit: half the desired tasks, at least 3, at most 200 (aws-reference §1.13). */
export function breakerThreshold(service: ServiceState): number {
  const { thresholdConfiguration: own } = service.deployment.deploymentCircuitBreaker ?? {};
  const value = own?.value ?? 50;
  if (own?.type === 'COUNT') return value;
  const share = Math.ceil((service.desiredCount * value) / 100);
  return own?.type === 'UNBOUNDED_PERCENT' ? Math.max(1, share) : Math.min(200, Math.max(3, share));
}

function statusOf(service: ServiceState, deployment: DeploymentState): Ecs.ServiceDeploymentStatus {
  const successor = service.deployments.find((one) => one.rollbackOf === deployment.id);
  if (successor) {
    if (successor.rolloutState === 'COMPLETED') return 'ROLLBACK_SUCCESSFUL';
    return successor.rolloutState === 'FAILED' ? 'ROLLBACK_FAILED' : 'ROLLBACK_IN_PROGRESS';
  }
  if (deployment.rolloutState === 'COMPLETED') return 'SUCCESSFUL';
  if (deployment.rolloutState === 'FAILED' || deployment.status !== 'PRIMARY') return 'STOPPED';
  return 'IN_PROGRESS';
}

function breakerStatus(service: ServiceState, deployment: DeploymentState) {
  if (!service.deployment.deploymentCircuitBreaker?.enable) return 'DISABLED' as const;
  if (deployment.rolloutState === 'FAILED') return 'TRIGGERED' as const;
  return deployment.rolloutState === 'COMPLETED' ? ('MONITORING_COMPLETE' as const) : ('MONITORING' as const);
}

function describe(
  context: Context,
  service: ServiceState,
  deployment: DeploymentState,
): Ecs.ServiceDeployment {
  const tasks = liveTasks(context, service).filter((task) => task.deploymentId === deployment.id);
  const running = tasks.filter((task) => task.status === 'RUNNING').length;
  return {
    ...brief(service, deployment),
    updatedAt: new Date(deployment.updatedAt),
    targetServiceRevision: {
      arn: deploymentArn(service, deployment).replace(':service-deployment/', ':service-revision/'),
      requestedTaskCount: wantedBy(service, deployment),
      runningTaskCount: running,
      pendingTaskCount: tasks.length - running,
    },
    deploymentConfiguration: service.deployment,
    deploymentCircuitBreaker: {
      status: breakerStatus(service, deployment),
      failureCount: deployment.failedTasks,
      threshold: breakerThreshold(service),
    },
  };
}

function brief(service: ServiceState, deployment: DeploymentState): Ecs.ServiceDeploymentBrief {
  return {
    serviceDeploymentArn: deploymentArn(service, deployment),
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    createdAt: new Date(deployment.createdAt),
    startedAt: new Date(deployment.createdAt),
    finishedAt: deployment.finishedAt === undefined ? undefined : new Date(deployment.finishedAt),
    status: statusOf(service, deployment),
    statusReason: deployment.rolloutReason,
  };
}

/** The deployments of services, with the ones that have ended. */
export const deploymentHandlers = {
  ListServiceDeploymentsCommand(context, input) {
    const service = serviceOf(context, clusterOf(context, input.cluster), input.service);
    const found = service.deployments
      .map((deployment) => brief(service, deployment))
      .filter((one) => !input.status || (one.status !== undefined && input.status.includes(one.status)));
    const { items, next } = ecsPage(found, input);
    return { serviceDeployments: items, nextToken: next };
  },

  DescribeServiceDeploymentsCommand(context, input) {
    const arns = input.serviceDeploymentArns ?? [];
    if (arns.length > 20) throw invalidParameter('At most 20 service deployments can be described.');
    const all = [...context.region.ecs.services.values()].flatMap((service) =>
      service.deployments.map((deployment) => ({ service, deployment })),
    );
    const found = arns.map((arn) => ({
      arn,
      one: all.find(({ service, deployment }) => deploymentArn(service, deployment) === arn),
    }));
    return {
      serviceDeployments: found.flatMap(({ one }) =>
        one ? [describe(context, one.service, one.deployment)] : [],
      ),
      failures: found.flatMap(({ arn, one }) => (one ? [] : [{ arn, reason: 'MISSING' }])),
    };
  },

  StopServiceDeploymentCommand(context, input) {
    const arn = input.serviceDeploymentArn;
    for (const service of context.region.ecs.services.values()) {
      const found = service.deployments.find((one) => deploymentArn(service, one) === arn);
      if (!found) continue;
      const status = statusOf(service, found);
      if (status !== 'IN_PROGRESS')
        throw awsError('ConflictException', `The service deployment is ${status}.`);
      failDeployment(context, service, found, {
        reason: `ECS deployment ${found.id} was stopped.`,
        rollback: (input.stopType ?? 'ROLLBACK') === 'ROLLBACK',
      });
      return { serviceDeploymentArn: arn };
    }
    throw awsError('ServiceDeploymentNotFoundException', 'The service deployment was not found.');
  },
} satisfies HandlersOf<typeof Ecs>;
