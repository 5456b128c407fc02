import type { CapacityProviderStrategyItem, Service } from '@aws-sdk/client-ecs';
import type { Found, UpdateRequest } from '../../engine/provider';
import { initialOf, type Resolved } from '../../engine/resource';
import type { ServiceDeployment, ServiceProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import type { Connection } from '../connection';
import { fromTags, markIn } from '../tags';
import { changedMembers, compact, foundOf, sorted } from './common';

type Strategy = NonNullable<ServiceProps['capacityProviderStrategy']>;

/** Stands behind a task definition whose rollout failed, so that it differs from any that is asked for. */
const FAILED = ' (deployment failed)';

/** A service of the stack, with the properties that were asked for; undefined when it is not of the stack. */
export function foundIn(
  it: Service,
  stack: string,
  { connection }: Pick<Account, 'connection'>,
): Found | undefined {
  const mark = markIn(fromTags(it.tags), stack);
  if (!mark || it.serviceArn === undefined) return undefined;
  const running = runningDefinition(it, connection.kind);
  const network = it.networkConfiguration?.awsvpcConfiguration;
  const { deploymentConfiguration: deployment, loadBalancers = [], serviceRegistries = [] } = it;
  const breaker = deployment?.deploymentCircuitBreaker;
  const threshold = breaker?.thresholdConfiguration;
  return foundOf({
    type: 'AWS::ECS::Service',
    mark,
    physicalId: it.serviceArn,
    props: {
      // A draining one keeps its name taken until it is gone: it is replaced, and the delete waits.
      name: it.status === 'DRAINING' ? `${it.serviceName ?? ''} (draining)` : it.serviceName,
      cluster: it.clusterArn,
      taskDefinition: running.failed ? `${running.arn ?? ''}${FAILED}` : running.arn,
      desiredCount: it.desiredCount,
      capacityProviderStrategy: strategyProps(it),
      subnetIds: sorted(network?.subnets),
      securityGroups: sorted(network?.securityGroups),
      loadBalancers: loadBalancers.map(({ targetGroupArn, containerName, containerPort }) =>
        compact({ targetGroupArn, containerName, containerPort }),
      ),
      registries: serviceRegistries.map(({ registryArn, containerName, containerPort }) =>
        compact({ registryArn, containerName, containerPort }),
      ),
      // Without a load balancer it means nothing, and AWS answers 0.
      grace: loadBalancers.length === 0 ? undefined : it.healthCheckGracePeriodSeconds,
      deployment:
        deployment &&
        compact({
          minimumHealthyPercent: deployment.minimumHealthyPercent,
          maximumPercent: deployment.maximumPercent,
          circuitBreaker: breaker?.enable,
          rollback: breaker?.rollback,
          failedTasks: threshold?.type === 'COUNT' ? threshold.value : undefined,
        }),
      exec: it.enableExecuteCommand,
    },
    attributes: { arn: it.serviceArn, name: it.serviceName, cluster: it.clusterArn },
    pointsTo: [
      it.clusterArn,
      ...(it.deployments ?? []).map(({ taskDefinition }) => taskDefinition),
      it.taskDefinition,
      ...(network?.subnets ?? []),
      ...(network?.securityGroups ?? []),
      ...loadBalancers.map(({ targetGroupArn }) => targetGroupArn),
      ...serviceRegistries.map(({ registryArn }) => registryArn),
    ],
  });
}

/** The revision that runs: of a rolled back service, its PRIMARY deployment still names the old one. */
function runningDefinition(
  it: Service,
  connection: Connection['kind'],
): { arn: string | undefined; failed: boolean } {
  // Emulators run no tasks; there the deployment keeps the revision that it was born with.
  if (connection === 'endpoint') return { arn: it.taskDefinition, failed: false };
  const primary = it.deployments?.find(({ status }) => status === 'PRIMARY');
  return { arn: primary?.taskDefinition ?? it.taskDefinition, failed: primary?.rolloutState === 'FAILED' };
}

/** On what a new service runs: the launch type, or a strategy; both ECS refuses. */
export function placementOf({ capacityProviderStrategy }: Resolved<ServiceProps>) {
  return capacityProviderStrategy
    ? { capacityProviderStrategy: strategyOf(capacityProviderStrategy) }
    : { launchType: 'FARGATE' as const };
}

/** An empty one is the way back to the launch type. Source: API reference, UpdateService. */
function strategyOf({ FARGATE, FARGATE_SPOT }: Resolved<Strategy> = {}): CapacityProviderStrategyItem[] {
  return [
    ...(FARGATE ? [{ capacityProvider: 'FARGATE', ...FARGATE }] : []),
    ...(FARGATE_SPOT ? [{ capacityProvider: 'FARGATE_SPOT', ...FARGATE_SPOT }] : []),
  ];
}

/** Fargate alone is what nothing is said of, whether as a launch type or as a strategy. */
function strategyProps({ capacityProviderStrategy: strategy = [] }: Service): object | undefined {
  if (strategy.every(({ capacityProvider }) => capacityProvider === 'FARGATE')) return undefined;
  return Object.fromEntries(
    strategy.map(({ capacityProvider = '', base = 0, weight = 0 }) => [capacityProvider, { base, weight }]),
  );
}

/** What a create says of a service, beside its name, its tags and what it runs on. */
export function contentOf(props: Resolved<ServiceProps>) {
  return {
    taskDefinition: props.taskDefinition,
    desiredCount: initialOf(props.desiredCount),
    networkConfiguration: networkOf(props),
    loadBalancers: props.loadBalancers.map((entry) => ({ ...entry })),
    serviceRegistries: props.registries.map((entry) => ({ ...entry })),
    ...(props.grace !== undefined && { healthCheckGracePeriodSeconds: props.grace }),
    ...deploymentOf(props.deployment),
    enableExecuteCommand: props.exec,
  };
}

/**
 * Only what differs: what is left out stays, and some members start a deployment just by being sent. What does not
 * differ is not looked at: a step that lets go of something is asked with what was found, and that may lack some.
 */
export function changesOf({ props, found, changed }: UpdateRequest<ServiceProps>) {
  const members = changedMembers(changed);
  const isUnbound = changed.includes('deployment.failedTasks') && props.deployment.failedTasks === undefined;
  const has = (...names: (keyof ServiceProps)[]) => names.some((name) => members.has(name));
  return {
    ...(has('taskDefinition') && { taskDefinition: props.taskDefinition }),
    ...(has('desiredCount') && { desiredCount: initialOf(props.desiredCount) }),
    // Tasks that run stay where they are, so that only new ones bring it about.
    ...(has('capacityProviderStrategy') && {
      capacityProviderStrategy: strategyOf(props.capacityProviderStrategy),
      forceNewDeployment: true,
    }),
    ...(has('subnetIds', 'securityGroups') && { networkConfiguration: networkOf(props) }),
    ...(has('loadBalancers') && { loadBalancers: props.loadBalancers.map((entry) => ({ ...entry })) }),
    // A Cloud Map service made anew may have its old ARN, and ECS registers tasks only when they start.
    ...(has('registries') && {
      serviceRegistries: props.registries.map((entry) => ({ ...entry })),
      forceNewDeployment: true,
    }),
    ...(has('grace') && props.grace !== undefined && { healthCheckGracePeriodSeconds: props.grace }),
    ...(has('deployment') && deploymentOf(props.deployment, isUnbound)),
    ...(has('exec') && { enableExecuteCommand: props.exec }),
    // The revision may be the one that failed; only a new deployment tries it again.
    ...(String(found.props.taskDefinition).endsWith(FAILED) && { forceNewDeployment: true }),
  };
}

function networkOf({ subnetIds, securityGroups }: Resolved<ServiceProps>) {
  return {
    awsvpcConfiguration: {
      subnets: [...subnetIds],
      securityGroups: [...securityGroups],
      assignPublicIp: 'DISABLED' as const,
    },
  };
}

/** What a bound was must be said again once it is none; left out it might stay. Source: ThresholdConfiguration. */
function deploymentOf(
  { minimumHealthyPercent, maximumPercent, circuitBreaker, rollback, failedTasks }: ServiceDeployment,
  isUnbound = false,
) {
  return {
    // On unless it is said; without room above 100 % ECS refuses it.
    ...(maximumPercent <= 100 && { availabilityZoneRebalancing: 'DISABLED' as const }),
    deploymentConfiguration: {
      minimumHealthyPercent,
      maximumPercent,
      deploymentCircuitBreaker: {
        enable: circuitBreaker,
        rollback,
        ...(failedTasks !== undefined && {
          thresholdConfiguration: { type: 'COUNT' as const, value: failedTasks },
        }),
        ...(isUnbound && { thresholdConfiguration: { type: 'BOUNDED_PERCENT' as const, value: 50 } }),
      },
    },
  };
}
