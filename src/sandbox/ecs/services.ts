import type * as Ecs from '@aws-sdk/client-ecs';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { tagsFromLower } from '../tags';
import { checkStrategy } from './capacity';
import { describeService } from './describeService';
import { startDeployment } from './deployments';
import { clusterOf, ecsPage, invalidParameter, serviceArn, serviceOf } from './requests';
import { checkParts } from './serviceChecks';
import type { Revision, ServiceState } from './state';

/** The repeated create: same token and same request give the service back, anything else is refused. */
function checkRepeat(known: ServiceState, input: Ecs.CreateServiceRequest): void {
  if (known.status === 'DRAINING') {
    throw invalidParameter('Unable to Start a service that is still Draining.');
  }
  if (
    input.clientToken === undefined ||
    input.clientToken !== known.clientToken ||
    known.request !== JSON.stringify(input)
  ) {
    throw invalidParameter('Creation of service was not idempotent.');
  }
}

function checkCreate(input: Ecs.CreateServiceRequest): void {
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(input.serviceName ?? '')) {
    throw invalidParameter('Service names may have up to 255 letters, digits, hyphens and underscores.');
  }
  if ((input.clientToken?.length ?? 0) > 36)
    throw invalidParameter('clientToken may have up to 36 characters.');
  if (input.launchType && input.capacityProviderStrategy) {
    throw invalidParameter('Specifying both a launch type and capacity provider strategy is not supported.');
  }
  if (input.desiredCount === undefined) throw invalidParameter('desiredCount must be specified.');
  checkCount(input.desiredCount);
  checkGrace(input.healthCheckGracePeriodSeconds, input.loadBalancers);
}

function checkCount(count: number): void {
  if (!Number.isInteger(count) || count < 0) throw invalidParameter('desiredCount must not be negative.');
}

function checkGrace(
  seconds: number | undefined,
  loadBalancers: readonly Ecs.LoadBalancer[] | undefined,
): void {
  if (seconds !== undefined && (loadBalancers ?? []).length === 0) {
    throw invalidParameter(
      'Health check grace period is only valid for services configured to use load balancers',
    );
  }
}

function checkPercents(deployment: Ecs.DeploymentConfiguration): void {
  const { minimumHealthyPercent: low = 100, maximumPercent: high = 200 } = deployment;
  if (low < 0 || high < 100 || low > high || (low === 100 && high === 100)) {
    throw invalidParameter(
      'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
    );
  }
}

function deploymentDefaults(
  wanted: Ecs.DeploymentConfiguration | undefined,
  before: Ecs.DeploymentConfiguration,
) {
  const merged: Ecs.DeploymentConfiguration = { ...before, ...wanted };
  checkPercents(merged);
  return merged;
}

/** Services: what is asked of them; `rollout.ts` brings it about. */
export const serviceHandlers = {
  CreateServiceCommand(context, input) {
    const cluster = clusterOf(context, input.cluster);
    checkCreate(input);
    const { services } = context.region.ecs;
    const arn = serviceArn(context, cluster, input.serviceName);
    const known = services.get(arn);
    if (known && known.status !== 'INACTIVE') {
      checkRepeat(known, input);
      return { service: describeService(context, known) };
    }
    const revision: Omit<Revision, 'taskDefinition'> = {
      network: withDefaults(input.networkConfiguration),
      loadBalancers: input.loadBalancers ?? [],
      registries: input.serviceRegistries ?? [],
      platformVersion: input.platformVersion ?? 'LATEST',
    };
    const definition = checkParts(context, { ...revision, taskDefinition: input.taskDefinition });
    const launchType = input.launchType ?? (input.capacityProviderStrategy ? undefined : 'EC2');
    const service: ServiceState = {
      arn,
      name: input.serviceName ?? '',
      clusterArn: cluster.arn,
      status: 'ACTIVE',
      since: context.now(),
      createdAt: context.now(),
      clientToken: input.clientToken,
      request: JSON.stringify(input),
      desiredCount: input.desiredCount ?? 0,
      launchType: launchType === 'MANAGED_INSTANCES' ? undefined : launchType,
      capacityProviders: checkStrategy(cluster, input.capacityProviderStrategy ?? []),
      deployment: deploymentDefaults(input.deploymentConfiguration, {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: false, rollback: false },
        strategy: 'ROLLING',
        bakeTimeInMinutes: 0,
      }),
      graceSeconds:
        input.healthCheckGracePeriodSeconds ?? (revision.loadBalancers.length > 0 ? 0 : undefined),
      exec: input.enableExecuteCommand ?? false,
      managedTags: input.enableECSManagedTags ?? false,
      propagateTags: input.propagateTags ?? 'NONE',
      zoneRebalancing: input.availabilityZoneRebalancing ?? 'ENABLED',
      deployments: [],
      lastCompleted: undefined,
      steady: false,
      events: [],
      tags: tagsFromLower(input.tags),
    };
    services.set(arn, service);
    startDeployment(context, service, { ...revision, taskDefinition: definition.arn });
    return { service: describeService(context, service) };
  },

  UpdateServiceCommand(context, input) {
    const cluster = clusterOf(context, input.cluster);
    const service = serviceOf(context, cluster, input.service);
    if (service.status !== 'ACTIVE') throw awsError('ServiceNotActiveException', 'Service was not ACTIVE.');
    if (input.desiredCount !== undefined) checkCount(input.desiredCount);
    const [primary] = service.deployments;
    if (!primary) throw new Error(`a service without a deployment: ${service.arn}`);
    const before = primary.revision;
    const parts = {
      network: input.networkConfiguration ? withDefaults(input.networkConfiguration) : before.network,
      loadBalancers: input.loadBalancers ?? before.loadBalancers,
      registries: input.serviceRegistries ?? before.registries,
      platformVersion: input.platformVersion ?? before.platformVersion,
    };
    const touched =
      input.taskDefinition ?? input.networkConfiguration ?? input.loadBalancers ?? input.serviceRegistries;
    const taskDefinition = touched
      ? checkParts(context, { ...parts, taskDefinition: input.taskDefinition ?? before.taskDefinition }).arn
      : before.taskDefinition;
    checkGrace(input.healthCheckGracePeriodSeconds, [...parts.loadBalancers]);
    const deployment = deploymentDefaults(input.deploymentConfiguration, service.deployment);

    if (input.capacityProviderStrategy) {
      service.capacityProviders = checkStrategy(cluster, input.capacityProviderStrategy);
      // An empty one is the way back to the launch type; tasks that run stay where they are.
      service.launchType = service.capacityProviders.length > 0 ? undefined : 'FARGATE';
    }
    service.deployment = deployment;
    service.desiredCount = input.desiredCount ?? service.desiredCount;
    service.graceSeconds = input.healthCheckGracePeriodSeconds ?? service.graceSeconds;
    service.exec = input.enableExecuteCommand ?? service.exec;
    service.managedTags = input.enableECSManagedTags ?? service.managedTags;
    service.propagateTags = input.propagateTags ?? service.propagateTags;
    service.zoneRebalancing = input.availabilityZoneRebalancing ?? service.zoneRebalancing;
    service.steady = false;
    const after: Revision = { ...parts, taskDefinition };
    if (input.forceNewDeployment || JSON.stringify(sorted(after)) !== JSON.stringify(sorted(before))) {
      startDeployment(context, service, after);
    }
    return { service: describeService(context, service) };
  },

  DeleteServiceCommand(context, input) {
    const cluster = clusterOf(context, input.cluster);
    const service = serviceOf(context, cluster, input.service);
    if (service.status === 'ACTIVE' && service.desiredCount > 0 && !input.force) {
      throw invalidParameter('The service cannot be stopped while it is scaled above 0.');
    }
    if (service.status === 'ACTIVE') {
      service.status = 'DRAINING';
      service.since = context.now();
      service.desiredCount = 0;
    }
    return { service: describeService(context, service) };
  },

  DescribeServicesCommand(context, input) {
    const cluster = clusterOf(context, input.cluster);
    const names = input.services ?? [];
    if (names.length === 0) throw invalidParameter('Services cannot be empty.');
    if (names.length > 10) throw invalidParameter('Services cannot have more than 10 elements.');
    const found = names
      .map((name) => serviceArn(context, cluster, name))
      .map((arn) => ({ arn, service: context.region.ecs.services.get(arn) }));
    return {
      services: found.flatMap(({ service }) =>
        service ? [describeService(context, service, input.include ?? [])] : [],
      ),
      failures: found.flatMap(({ arn, service }) => (service ? [] : [{ arn, reason: 'MISSING' }])),
    };
  },

  ListServicesCommand(context, input) {
    const cluster = clusterOf(context, input.cluster);
    const found = [...context.region.ecs.services.values()].filter(
      (service) =>
        service.clusterArn === cluster.arn &&
        service.status !== 'INACTIVE' &&
        (input.launchType === undefined || service.launchType === input.launchType),
    );
    // 10 unless asked for more (aws-reference §1.13).
    const { items, next } = ecsPage(found, input, 10);
    return { serviceArns: items.map((service) => service.arn), nextToken: next };
  },
} satisfies HandlersOf<typeof Ecs>;

function withDefaults(network: Ecs.NetworkConfiguration | undefined): Ecs.NetworkConfiguration | undefined {
  const vpc = network?.awsvpcConfiguration;
  if (!vpc) return network;
  return {
    awsvpcConfiguration: {
      subnets: vpc.subnets,
      securityGroups: vpc.securityGroups ?? [],
      assignPublicIp: vpc.assignPublicIp ?? 'DISABLED',
    },
  };
}

/** The same revision written in another order is the same. */
function sorted(revision: Revision): unknown {
  const list = (values: readonly string[] | undefined) => [...(values ?? [])].sort();
  const vpc = revision.network?.awsvpcConfiguration;
  return [
    revision.taskDefinition,
    revision.platformVersion,
    vpc && [list(vpc.subnets), list(vpc.securityGroups), vpc.assignPublicIp],
    list(
      revision.loadBalancers.map((one) => [one.targetGroupArn, one.containerName, one.containerPort].join()),
    ),
    list(
      revision.registries.map((one) =>
        [one.registryArn, one.port, one.containerName, one.containerPort].join(),
      ),
    ),
  ];
}
