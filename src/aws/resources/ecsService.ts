import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServicesCommand,
  ListServicesCommand,
  TagResourceCommand,
  UpdateServiceCommand,
  type Service,
} from '@aws-sdk/client-ecs';
import type { Found, Marks, Provider } from '../../engine/provider';
import type { Resolved } from '../../engine/resource';
import type { ServiceProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { foreignError, isCode } from '../errors';
import { createOnce } from '../retry';
import { fromTags, markIn, tagsOf, toLowerList, tokenOf } from '../tags';
import { DONE, notYet, waitFor } from '../wait';
import { chunks, flatMapAsync, foreignIn, must, ofType, pages, unlessGone } from './common';
import { serviceHealth } from './ecsServiceHealth';
import { holdingBoth, lettingGo } from './ecsServiceMoves';
import { createServiceLooks } from './serviceLooks';
import { changesOf, contentOf, foundIn, placementOf } from './ecsServiceShape';

const TYPE = 'AWS::ECS::Service';

export function ecsService(account: Account): Provider<ServiceProps> {
  const { clients, send } = account;
  const lookAt = createServiceLooks(account);

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

  /** The service of a name in a cluster, which must be ours. */
  async function named(
    { name, cluster }: Pick<Resolved<ServiceProps>, 'name' | 'cluster'>,
    { stack, resource }: Pick<Marks, 'stack' | 'resource'>,
    signal?: AbortSignal,
  ): Promise<Service | undefined> {
    const [present] = await describe(cluster, [name], signal);
    if (!present || present.status !== 'ACTIVE') return undefined;
    if (markIn(fromTags(present.tags), stack)?.id === resource) return present;
    throw foreignError('ECS service', `${name} in ${cluster}`, {
      service: 'ecs',
      operation: 'CreateService',
    });
  }

  return {
    type: TYPE,
    replacement: 'deleteFirst',
    lingering: 'waits until its tasks have drained and stopped, a minute or two',
    immutable: ['name', 'cluster'],
    slot: ['name', 'cluster'],
    // Fargate starts a task in half a minute or more; then load balancers check it. To be gone, tasks drain and stop.
    expected: { ready: 32, updated: 32, gone: 45 },
    sets: ['subnetIds', 'securityGroups', 'loadBalancers', 'registries'],
    interruption:
      'No task runs from the deletion of the old service until those of the new one are healthy, two to six minutes.',
    holdingBoth,
    lettingGo,

    under: ['AWS::ECS::Cluster', 'AWS::EC2::SecurityGroup'],
    async find(stack, earlier, signal) {
      const services = await flatMapAsync(clustersToSearch(earlier), async (cluster) => {
        const arns = await listServices(account, cluster, signal);
        return describe(cluster, arns, signal);
      });
      return services.flatMap((it) => foundIn(it, stack, account) ?? []);
    },

    taken: (props, mine, signal) => foreignIn(named(props, mine, signal)),

    async create({ id, props, marks }, signal) {
      const { name, cluster } = props;
      const input = {
        cluster,
        serviceName: name,
        ...placementOf(props),
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
          look: () => named(props, marks, signal),
        },
        signal,
      );
      return {
        physicalId: must(it.serviceArn, 'serviceArn'),
        attributes: { arn: must(it.serviceArn, 'serviceArn'), name, cluster: it.clusterArn ?? cluster },
      };
    },

    async update(request, signal) {
      const { id, marks, found, changed, remark } = request;
      const options = { signal, resource: id };
      if (changed.length > 0) {
        const command = new UpdateServiceCommand({
          cluster: clusterOf(found),
          service: found.physicalId,
          ...changesOf(request),
        });
        await send(clients.ecs, command, options);
      }
      if (remark) {
        const tags = toLowerList(tagsOf({ ...marks, created: found.created }));
        await send(clients.ecs, new TagResourceCommand({ resourceArn: found.physicalId, tags }), options);
      }
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal, waiting } = {}) {
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
          expected: 45_000,
          giveUp: 15 * 60_000,
          waiting,
          async look() {
            const it = await lookAt(cluster, service, signal);
            return it && it.status !== 'INACTIVE'
              ? notYet(`the service is ${it.status ?? 'unknown'} with ${it.runningCount ?? 0} tasks`)
              : DONE;
          },
        },
        signal,
      );
    },

    health: (written, props, signal) => serviceHealth(account, lookAt, written, props, signal),
  };
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

/** What is draining or gone needs no stopping. */
async function unlessStopping(call: Promise<unknown>): Promise<void> {
  try {
    await unlessGone(call);
  } catch (error) {
    if (!isCode(error, 'ServiceNotActiveException')) throw error;
  }
}
