import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServicesCommand,
  ListServicesCommand,
  TagResourceCommand,
  UpdateServiceCommand,
  type Service,
} from '@aws-sdk/client-ecs';
import type { Found, Provider, UpdateRequest } from '../../engine/provider';
import type { Resolved } from '../../engine/resource';
import type { ServiceProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { foreignError, isCode } from '../errors';
import { createOnce } from '../retry';
import { fromTags, markIn, ownTag, tagsOf, toLowerList, tokenOf } from '../tags';
import { DONE, notYet, waitFor } from '../wait';
import {
  changedMembers,
  chunks,
  compact,
  flatMapAsync,
  foundOf,
  must,
  ofType,
  pages,
  sorted,
  unlessGone,
} from './common';
import { serviceHealth } from './ecsServiceHealth';

const TYPE = 'AWS::ECS::Service';
/** Stands behind a task definition whose rollout failed, so that it differs from any that is asked for. */
const FAILED = ' (deployment failed)';

export function ecsService(account: Account): Provider<ServiceProps> {
  const { clients, send } = account;

  async function describe(
    cluster: string,
    names: readonly string[],
    signal?: AbortSignal,
  ): Promise<Service[]> {
    const some = await flatMapAsync(chunks(names, 10), async (services) => {
      const command = new DescribeServicesCommand({ cluster, services, include: ['TAGS'] });
      return (await unlessGone(send(clients.ecs, command, { signal })))?.services;
    });
    // A deleted service stays describable for a while.
    return some.filter(({ status }) => status !== 'INACTIVE');
  }

  return {
    type: TYPE,
    replacement: 'deleteFirst',
    immutable: ['name', 'cluster'],
    slot: ['name', 'cluster'],
    sets: ['subnetIds', 'securityGroups', 'loadBalancers', 'registries'],

    async find(stack, earlier, signal) {
      const services = await flatMapAsync(clustersToSearch(earlier), async (cluster) => {
        const arns = await listServices(account, cluster, signal);
        return describe(cluster, arns, signal);
      });
      return services.flatMap((it) => foundIn(it, stack) ?? []);
    },

    async read(found, signal) {
      const [it] = await describe(clusterOf(found), [found.physicalId], signal);
      return it && foundIn(it, ownTag(fromTags(it.tags), 'stack') ?? '');
    },

    async create({ id, props, marks }, signal) {
      const { name, cluster } = props;
      const input = {
        cluster,
        serviceName: name,
        launchType: 'FARGATE' as const,
        ...contentOf(props),
        enableECSManagedTags: true,
        propagateTags: 'SERVICE' as const,
        tags: toLowerList(tagsOf(marks)),
      };
      const it = await createOnce(
        account,
        {
          exists: ['InvalidParameterException', 'ClientException'],
          existsReason: /not idempotent/i,
          async create() {
            const command = new CreateServiceCommand({ ...input, clientToken: tokenOf(input, 32) });
            return must((await send(clients.ecs, command, { signal, resource: id })).service, 'service');
          },
          async look() {
            const [present] = await describe(cluster, [name], signal);
            if (!present || present.status !== 'ACTIVE') return undefined;
            if (markIn(fromTags(present.tags), marks.stack)?.id === marks.resource) return present;
            throw foreignError('ECS service', `${name} in ${cluster}`, {
              service: 'ecs',
              operation: 'CreateService',
            });
          },
        },
        signal,
      );
      return {
        physicalId: must(it.serviceArn, 'serviceArn'),
        attributes: { arn: must(it.serviceArn, 'serviceArn'), name, cluster: it.clusterArn ?? cluster },
      };
    },

    async update(request, signal) {
      const { id, marks, found, changed } = request;
      const options = { signal, resource: id };
      if (changed.length > 0) {
        const command = new UpdateServiceCommand({
          cluster: clusterOf(found),
          service: found.physicalId,
          ...changesOf(request),
        });
        await send(clients.ecs, command, options);
      }
      const tags = toLowerList(tagsOf({ ...marks, created: found.created }));
      await send(clients.ecs, new TagResourceCommand({ resourceArn: found.physicalId, tags }), options);
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, signal) {
      const cluster = clusterOf(found);
      const service = found.physicalId;
      const options = { signal, resource: found.id };
      // Tasks stop at once and the delete is not refused for being scaled above zero.
      await unlessStopping(
        send(clients.ecs, new UpdateServiceCommand({ cluster, service, desiredCount: 0 }), options),
      );
      await unlessStopping(
        send(clients.ecs, new DeleteServiceCommand({ cluster, service, force: true }), options),
      );
      await waitFor(
        account,
        {
          what: `Deletion of service ${String(found.props.name)}`,
          call: { service: 'ecs', operation: 'DescribeServices' },
          every: 10_000,
          giveUp: 15 * 60_000,
          async look() {
            const [it] = await describe(cluster, [service], signal);
            return it
              ? notYet(`the service is ${it.status ?? 'unknown'} with ${it.runningCount ?? 0} tasks`)
              : DONE;
          },
        },
        signal,
      );
    },

    health: (written, props, signal) => serviceHealth(account, written, props, signal),
  };

  function foundIn(it: Service, stack: string): Found | undefined {
    const mark = markIn(fromTags(it.tags), stack);
    if (!mark || it.serviceArn === undefined) return undefined;
    const running = runningDefinition(it, account);
    const network = it.networkConfiguration?.awsvpcConfiguration;
    const { deploymentConfiguration: deployment, loadBalancers = [], serviceRegistries = [] } = it;
    const breaker = deployment?.deploymentCircuitBreaker;
    const threshold = breaker?.thresholdConfiguration;
    return foundOf({
      type: TYPE,
      mark,
      physicalId: it.serviceArn,
      props: {
        // A draining one keeps its name taken until it is gone: it is replaced, and the delete waits.
        name: it.status === 'DRAINING' ? `${it.serviceName ?? ''} (draining)` : it.serviceName,
        cluster: it.clusterArn,
        taskDefinition: running.failed ? `${running.arn ?? ''}${FAILED}` : running.arn,
        desiredCount: it.desiredCount,
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
}

/** ARNs of a cluster's services; none when there is no such cluster. */
export async function listServices(
  { clients, send }: Account,
  cluster: string,
  signal?: AbortSignal,
): Promise<string[]> {
  return pages(async (nextToken) => {
    const command = new ListServicesCommand({ cluster, nextToken, maxResults: 100 });
    const page = await unlessGone(send(clients.ecs, command, { signal }));
    return { items: page?.serviceArns, next: page?.nextToken };
  });
}

/** Our clusters, and those that the security groups of our services name: a service may live in somebody's cluster. */
function clustersToSearch(earlier: readonly Found[]): string[] {
  const own = ofType(earlier, 'AWS::ECS::Cluster');
  const known = new Set(own.flatMap(({ attributes: { arn, name } }) => [arn, name]));
  const named = ofType(earlier, 'AWS::EC2::SecurityGroup')
    .map(({ props: { cluster } }) => cluster)
    .filter((name): name is string => typeof name === 'string' && !known.has(name));
  return [...own.map(({ physicalId }) => physicalId), ...new Set(named)];
}

function clusterOf(found: Found): string {
  return must(found.attributes.cluster, 'cluster');
}

/** The revision that runs: of a rolled back service, its PRIMARY deployment still names the old one. */
function runningDefinition(
  it: Service,
  { connection }: Account,
): { arn: string | undefined; failed: boolean } {
  // Emulators run no tasks; there the deployment keeps the revision that it was born with.
  if (connection.kind === 'endpoint') return { arn: it.taskDefinition, failed: false };
  const primary = it.deployments?.find(({ status }) => status === 'PRIMARY');
  return { arn: primary?.taskDefinition ?? it.taskDefinition, failed: primary?.rolloutState === 'FAILED' };
}

function contentOf(props: Resolved<ServiceProps>) {
  const { minimumHealthyPercent, maximumPercent, circuitBreaker, rollback, failedTasks } = props.deployment;
  return {
    taskDefinition: props.taskDefinition,
    desiredCount: props.desiredCount,
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: [...props.subnetIds],
        securityGroups: [...props.securityGroups],
        assignPublicIp: 'DISABLED' as const,
      },
    },
    loadBalancers: props.loadBalancers.map((entry) => ({ ...entry })),
    serviceRegistries: props.registries.map((entry) => ({ ...entry })),
    ...(props.grace !== undefined && { healthCheckGracePeriodSeconds: props.grace }),
    deploymentConfiguration: {
      minimumHealthyPercent,
      maximumPercent,
      deploymentCircuitBreaker: {
        enable: circuitBreaker,
        rollback,
        ...(failedTasks !== undefined && {
          thresholdConfiguration: { type: 'COUNT' as const, value: failedTasks },
        }),
      },
    },
    // On unless it is said; without room above 100 % ECS refuses it.
    ...(maximumPercent <= 100 && { availabilityZoneRebalancing: 'DISABLED' as const }),
    enableExecuteCommand: props.exec,
  };
}

/** Only what differs: what is left out stays, and some members start a deployment just by being sent. */
function changesOf({ props, found, changed }: UpdateRequest<ServiceProps>) {
  const members = changedMembers(changed);
  const content = contentOf(props);
  const has = (...names: (keyof ServiceProps)[]) => names.some((name) => members.has(name));
  return {
    ...(has('taskDefinition') && { taskDefinition: content.taskDefinition }),
    ...(has('desiredCount') && { desiredCount: content.desiredCount }),
    ...(has('subnetIds', 'securityGroups') && { networkConfiguration: content.networkConfiguration }),
    ...(has('loadBalancers') && { loadBalancers: content.loadBalancers }),
    // A Cloud Map service made anew may have its old ARN, and ECS registers tasks only when they start.
    ...(has('registries') && { serviceRegistries: content.serviceRegistries, forceNewDeployment: true }),
    ...(has('grace') && props.grace !== undefined && { healthCheckGracePeriodSeconds: props.grace }),
    ...(has('deployment') && deploymentOf(props, changed)),
    ...(has('exec') && { enableExecuteCommand: content.enableExecuteCommand }),
    // The revision may be the one that failed; only a new deployment tries it again.
    ...(String(found.props.taskDefinition).endsWith(FAILED) && { forceNewDeployment: true }),
  };
}

/** What a bound was must be said again once it is none; left out it might stay. Source: ThresholdConfiguration. */
function deploymentOf(props: Resolved<ServiceProps>, changed: readonly string[]) {
  const { deploymentConfiguration, availabilityZoneRebalancing } = contentOf(props);
  const { deploymentCircuitBreaker } = deploymentConfiguration;
  const isUnbound = changed.includes('deployment.failedTasks') && props.deployment.failedTasks === undefined;
  return {
    ...(availabilityZoneRebalancing && { availabilityZoneRebalancing }),
    deploymentConfiguration: {
      ...deploymentConfiguration,
      deploymentCircuitBreaker: {
        ...deploymentCircuitBreaker,
        ...(isUnbound && { thresholdConfiguration: { type: 'BOUNDED_PERCENT' as const, value: 50 } }),
      },
    },
  };
}

/** What is draining or gone needs no stopping. */
async function unlessStopping(call: Promise<unknown>): Promise<void> {
  try {
    await unlessGone(call);
  } catch (error) {
    if (!isCode(error, 'ServiceNotActiveException')) throw error;
  }
}
