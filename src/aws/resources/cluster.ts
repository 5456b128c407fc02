import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClustersCommand,
  ListClustersCommand,
  PutClusterCapacityProvidersCommand,
  TagResourceCommand,
  UpdateClusterCommand,
  type Cluster,
} from '@aws-sdk/client-ecs';
import type { Found, Marks, Provider } from '../../engine/provider';
import type { ClusterProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { foreignError, type AwsError } from '../errors';
import { createOnce } from '../retry';
import { fromTags, markIn, tagsOf, toLowerList } from '../tags';
import { changedMembers, chunks, flatMapAsync, foreignIn, foundOf, must, pages, unlessGone } from './common';
import { lookUpCluster } from './existing';

const TYPE = 'AWS::ECS::Cluster';
/** The capacity providers of Fargate, which every account has. */
const OURS: readonly string[] = ['FARGATE', 'FARGATE_SPOT'];

export function cluster(account: Account): Provider<ClusterProps> {
  const { clients, send } = account;

  async function describe(names: readonly string[], signal?: AbortSignal): Promise<Cluster[]> {
    const some = await flatMapAsync(chunks(names, 100), async (piece) => {
      const command = new DescribeClustersCommand({ clusters: piece, include: ['TAGS', 'SETTINGS'] });
      return (await send(clients.ecs, command, { signal })).clusters;
    });
    // A deleted cluster stays describable for a while.
    return some.filter(({ status }) => status !== 'INACTIVE');
  }

  /** The cluster of a name, which must be ours. */
  async function named(
    name: string,
    { stack, resource }: Pick<Marks, 'stack' | 'resource'>,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const [it] = await describe([name], signal);
    if (!it) return undefined;
    if (markIn(fromTags(it.tags), stack)?.id === resource) return it.clusterArn;
    throw foreignError('ECS cluster', name, {
      service: 'ecs',
      operation: 'CreateCluster',
      isShareable: true,
    });
  }

  return {
    type: TYPE,
    replacement: 'deleteFirst',
    interruption:
      'All services of the cluster go with it: no task runs until those of the new services are healthy, three to eight minutes.',
    immutable: ['name'],
    slot: ['name'],
    sets: ['capacityProviders'],

    async find(stack, _earlier, signal) {
      const arns = await listClusters(account, signal);
      return (await describe(arns, signal)).flatMap((it) => foundIn(it, stack) ?? []);
    },

    lookup: (sought, signal) => lookUpCluster(account, sought, { signal }),

    taken: ({ name }, mine, signal) => foreignIn(named(name, mine, signal)),

    async create({ id, props: { name, containerInsights, capacityProviders }, marks }, signal) {
      const look = () => named(name, marks, signal);
      // CreateCluster with the name of an existing one succeeds and returns that one, whoever it belongs to.
      const present = await look();
      const clusterArn =
        present ??
        (await createOnce(
          account,
          {
            look,
            async create() {
              const command = new CreateClusterCommand({
                clusterName: name,
                settings: [insights(containerInsights)],
                capacityProviders: [...capacityProviders],
                tags: toLowerList(tagsOf(marks)),
              });
              return must(
                (await send(clients.ecs, command, { signal, resource: id })).cluster?.clusterArn,
                'clusterArn',
              );
            },
          },
          signal,
        ));
      return { physicalId: clusterArn, attributes: { arn: clusterArn, name } };
    },

    async update({ id, props, marks, found, changed, remark }, signal) {
      const options = { signal, resource: id };
      if (changedMembers(changed).has('capacityProviders')) {
        const [it] = await describe([found.physicalId], signal);
        const command = new PutClusterCapacityProvidersCommand({
          cluster: found.physicalId,
          // What somebody else has joined to it stays.
          capacityProviders: [
            ...(it?.capacityProviders ?? []).filter((name) => !OURS.includes(name)),
            ...props.capacityProviders,
          ],
          defaultCapacityProviderStrategy: it?.defaultCapacityProviderStrategy ?? [],
        });
        await send(clients.ecs, command, options);
      }
      if (changedMembers(changed).has('containerInsights')) {
        const settings = [insights(props.containerInsights)];
        await send(clients.ecs, new UpdateClusterCommand({ cluster: found.physicalId, settings }), options);
      }
      if (remark) {
        const tags = toLowerList(tagsOf({ ...marks, created: found.created }));
        await send(clients.ecs, new TagResourceCommand({ resourceArn: found.physicalId, tags }), options);
      }
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal, waiting } = {}) {
      const command = new DeleteClusterCommand({ cluster: found.physicalId });
      const onRetry = ({ reason }: AwsError) => waiting?.(reason);
      await unlessGone(send(clients.ecs, command, { signal, resource: found.id, onRetry }));
    },
  };
}

/** ARNs of the clusters of the region. */
export async function listClusters({ clients, send }: Account, signal?: AbortSignal): Promise<string[]> {
  return pages(async (nextToken) => {
    const page = await send(clients.ecs, new ListClustersCommand({ nextToken }), { signal });
    return { items: page.clusterArns, next: page.nextToken };
  });
}

function insights(on: boolean) {
  return { name: 'containerInsights', value: on ? 'enabled' : 'disabled' } as const;
}

function foundIn(it: Cluster, stack: string): Found | undefined {
  const mark = markIn(fromTags(it.tags), stack);
  if (!mark || it.clusterArn === undefined) return undefined;
  const setting = it.settings?.find(({ name }) => name === 'containerInsights')?.value;
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.clusterArn,
    // `enhanced` is a kind of on.
    props: {
      name: it.clusterName,
      containerInsights: setting === undefined ? undefined : setting !== 'disabled',
      // Others than ours may have been joined to it.
      capacityProviders: it.capacityProviders?.filter((one) => OURS.includes(one)),
    },
    attributes: { arn: it.clusterArn, name: it.clusterName },
  });
}
