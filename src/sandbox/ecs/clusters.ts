import type * as Ecs from '@aws-sdk/client-ecs';
import { after, arn, type Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { ensureServiceLinkedRole } from '../iam/serviceLinkedRoles';
import { tagsFromLower, tagsToLower } from '../tags';
import { clusterArn, clusterOf, ecsPage, invalidParameter } from './requests';
import type { ClusterState } from './state';

function describe(
  context: Context,
  cluster: ClusterState,
  include: readonly string[] = ['TAGS', 'SETTINGS'],
): Ecs.Cluster {
  const tasks = [...context.region.ecs.tasks.values()].filter((task) => task.clusterArn === cluster.arn);
  const running = tasks.filter((task) => task.status === 'RUNNING').length;
  const pending = tasks.filter((task) =>
    ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(task.status),
  ).length;
  const statistics: Readonly<Record<string, number>> = {
    runningFargateTasksCount: running,
    pendingFargateTasksCount: pending,
    activeServiceCount: servicesOf(context, cluster, 'ACTIVE'),
    drainingServiceCount: servicesOf(context, cluster, 'DRAINING'),
  };
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: running,
    pendingTasksCount: pending,
    activeServicesCount: servicesOf(context, cluster, 'ACTIVE'),
    statistics: include.includes('STATISTICS')
      ? Object.entries(statistics).map(([name, value]) => ({ name, value: String(value) }))
      : [],
    tags: include.includes('TAGS') ? tagsToLower(cluster.tags) : [],
    settings: include.includes('SETTINGS') ? cluster.settings : [],
    capacityProviders: [...cluster.capacityProviders],
    defaultCapacityProviderStrategy: cluster.defaultStrategy,
  };
}

function servicesOf(context: Context, cluster: ClusterState, status: 'ACTIVE' | 'DRAINING'): number {
  return [...context.region.ecs.services.values()].filter(
    (service) => service.clusterArn === cluster.arn && service.status === status,
  ).length;
}

/** `clusterForgotten`: an INACTIVE cluster is no longer described, unless it was made anew. */
export function clusterForgotten(context: Context, arn: string, since: number): void {
  const { clusters } = context.region.ecs;
  const cluster = clusters.get(arn);
  if (cluster?.status === 'INACTIVE' && cluster.since === since) clusters.delete(arn);
}

/** Clusters. */
export const clusterHandlers = {
  CreateClusterCommand(context, input) {
    const { clusters } = context.region.ecs;
    const name = input.clusterName ?? 'default';
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) {
      throw invalidParameter('Cluster names may have up to 255 letters, digits, hyphens and underscores.');
    }
    const known = clusters.get(clusterArn(context, name));
    // An ACTIVE one of the name is given back as it is, without an error (aws-reference §1.11).
    if (known?.status === 'ACTIVE') return { cluster: describe(context, known) };
    ensureServiceLinkedRole(context, 'ecs.amazonaws.com');
    const cluster: ClusterState = {
      arn: arn(context, 'ecs', `cluster/${name}`),
      name,
      status: 'ACTIVE',
      since: context.now(),
      settings: input.settings ?? [{ name: 'containerInsights', value: 'disabled' }],
      capacityProviders: input.capacityProviders ?? [],
      defaultStrategy: input.defaultCapacityProviderStrategy ?? [],
      tags: tagsFromLower(input.tags),
    };
    clusters.set(cluster.arn, cluster);
    return { cluster: describe(context, cluster) };
  },

  DescribeClustersCommand(context, input) {
    const asked = (input.clusters ?? ['default']).map((one) => clusterArn(context, one));
    if (asked.length > 100) throw invalidParameter('Clusters cannot have more than 100 elements.');
    const found = asked.map((arn) => ({ arn, cluster: context.region.ecs.clusters.get(arn) }));
    return {
      clusters: found.flatMap(({ cluster }) =>
        cluster ? [describe(context, cluster, input.include ?? [])] : [],
      ),
      failures: found.flatMap(({ arn, cluster }) => (cluster ? [] : [{ arn, reason: 'MISSING' }])),
    };
  },

  ListClustersCommand(context, input) {
    const active = [...context.region.ecs.clusters.values()].filter((one) => one.status === 'ACTIVE');
    const { items, next } = ecsPage(active, input);
    return { clusterArns: items.map((one) => one.arn), nextToken: next };
  },

  UpdateClusterCommand(context, input) {
    const cluster = clusterOf(context, input.cluster);
    cluster.settings = mergeSettings(cluster.settings, input.settings);
    return { cluster: describe(context, cluster) };
  },

  UpdateClusterSettingsCommand(context, input) {
    const cluster = clusterOf(context, input.cluster);
    cluster.settings = mergeSettings(cluster.settings, input.settings);
    return { cluster: describe(context, cluster) };
  },

  PutClusterCapacityProvidersCommand(context, input) {
    const cluster = clusterOf(context, input.cluster);
    const left = input.capacityProviders ?? [];
    const used = [...context.region.ecs.services.values()]
      .filter(({ clusterArn, status }) => clusterArn === cluster.arn && status !== 'INACTIVE')
      .flatMap(({ capacityProviders }) => capacityProviders.map((one) => one.capacityProvider))
      .find((one) => !left.includes(one));
    if (used !== undefined) {
      throw awsError(
        'ResourceInUseException',
        `The capacity provider ${used} is in use by a service of the cluster and cannot be removed.`,
      );
    }
    cluster.capacityProviders = left;
    cluster.defaultStrategy = input.defaultCapacityProviderStrategy ?? [];
    return { cluster: describe(context, cluster) };
  },

  DeleteClusterCommand(context, input) {
    const cluster = clusterOf(context, input.cluster);
    if (servicesOf(context, cluster, 'ACTIVE') + servicesOf(context, cluster, 'DRAINING') > 0) {
      throw awsError(
        'ClusterContainsServicesException',
        'The Cluster cannot be deleted while Services are active.',
      );
    }
    const { tasks } = context.region.ecs;
    if ([...tasks.values()].some((task) => task.clusterArn === cluster.arn && task.status !== 'STOPPED')) {
      throw awsError(
        'ClusterContainsTasksException',
        'The Cluster cannot be deleted while Tasks are active.',
      );
    }
    cluster.status = 'INACTIVE';
    cluster.since = context.now();
    after(context, context.latencies.inactiveKept.seconds, {
      kind: 'clusterForgotten',
      arn: cluster.arn,
      since: cluster.since,
    });
    return { cluster: describe(context, cluster) };
  },
} satisfies HandlersOf<typeof Ecs>;

function mergeSettings(before: Ecs.ClusterSetting[], changes: Ecs.ClusterSetting[] | undefined) {
  const names = changes?.map((one) => one.name) ?? [];
  return [...before.filter((one) => !names.includes(one.name)), ...(changes ?? [])];
}
