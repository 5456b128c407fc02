import { DescribeSecurityGroupsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { DescribeClustersCommand } from '@aws-sdk/client-ecs';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import type { Account } from './account';
import { chunks, flatMapAsync, pages } from './resources/common';
import { listApis } from './resources/api';
import { listClusters } from './resources/cluster';
import { elbTags } from './resources/elb';
import { listNetworkLoadBalancers } from './resources/loadBalancer';
import { listPrivateNamespaces } from './resources/namespace';
import { listTargetGroups } from './resources/targetGroup';
import { listVpcLinks } from './resources/vpcLink';
import { fromTags, ownTag, TAG_PREFIX, type Tags } from './tags';

/** What our tags say the account holds. */
export interface Stack {
  /** `name` or `name/environment`. */
  readonly stack: string;
  /** Ids of the nodes of which something was seen, sorted. */
  readonly nodes: readonly string[];
  /** How many things were seen; `find` of each type sees all of them. */
  readonly seen: number;
  /** When the oldest of them was made, ISO 8601. */
  readonly created: string;
}

interface Sight {
  readonly stack: string;
  readonly node: string;
  readonly created: string;
}

/**
 * The stacks of the account, from the lists that need few calls. Every stack that a deploy has begun holds a VPC, a
 * security group, an API, a cluster, a role or a namespace, so none is missed; what hangs under those is not counted.
 */
export async function listStacks(account: Account, signal?: AbortSignal): Promise<Stack[]> {
  const sights = (
    await Promise.all([
      securityGroups(account, signal),
      vpcs(account, signal),
      gateway(account, signal),
      clusters(account, signal),
      loadBalancing(account, signal),
      namespaces(account, signal),
      roles(account, signal),
    ])
  ).flat();
  const names = [...new Set(sights.map(({ stack }) => stack))].sort();
  return names.map((stack) => {
    const own = sights.filter((sight) => sight.stack === stack);
    const times = own.map(({ created }) => created).filter((time) => time !== '');
    return {
      stack,
      nodes: [...new Set(own.map(({ node }) => node).filter((node) => node !== ''))].sort(),
      seen: own.length,
      created: times.sort()[0] ?? '',
    };
  });
}

function sightOf(tags: Tags): Sight[] {
  const stack = ownTag(tags, 'stack');
  if (stack === undefined) return [];
  return [{ stack, node: ownTag(tags, 'node') ?? '', created: ownTag(tags, 'created') ?? '' }];
}

async function securityGroups({ clients, send }: Account, signal?: AbortSignal): Promise<Sight[]> {
  const Filters = [{ Name: 'tag-key', Values: [`${TAG_PREFIX}stack`] }];
  const groups = await pages(async (NextToken) => {
    const page = await send(clients.ec2, new DescribeSecurityGroupsCommand({ Filters, NextToken }), {
      signal,
    });
    return { items: page.SecurityGroups, next: page.NextToken };
  });
  return groups.flatMap(({ Tags: tags }) => sightOf(fromTags(tags)));
}

async function vpcs({ clients, send }: Account, signal?: AbortSignal): Promise<Sight[]> {
  const Filters = [{ Name: 'tag-key', Values: [`${TAG_PREFIX}stack`] }];
  const all = await pages(async (NextToken) => {
    const page = await send(clients.ec2, new DescribeVpcsCommand({ Filters, NextToken }), { signal });
    return { items: page.Vpcs, next: page.NextToken };
  });
  return all.flatMap(({ Tags: tags }) => sightOf(fromTags(tags)));
}

async function gateway(account: Account, signal?: AbortSignal): Promise<Sight[]> {
  const [apis, links] = await Promise.all([listApis(account, signal), listVpcLinks(account, signal)]);
  return [...apis, ...links].flatMap(({ Tags: tags }) => sightOf(fromTags(tags)));
}

async function clusters(account: Account, signal?: AbortSignal): Promise<Sight[]> {
  const arns = await listClusters(account, signal);
  const all = await flatMapAsync(chunks(arns, 100), async (piece) => {
    const command = new DescribeClustersCommand({ clusters: piece, include: ['TAGS'] });
    return (await account.send(account.clients.ecs, command, { signal })).clusters;
  });
  return all.filter(({ status }) => status !== 'INACTIVE').flatMap(({ tags }) => sightOf(fromTags(tags)));
}

async function loadBalancing(account: Account, signal?: AbortSignal): Promise<Sight[]> {
  const [balancers, groups] = await Promise.all([
    listNetworkLoadBalancers(account, signal),
    listTargetGroups(account, signal),
  ]);
  const arns = [
    ...balancers.map(({ LoadBalancerArn }) => LoadBalancerArn),
    ...groups.flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []),
  ];
  return [...(await elbTags(account, arns, signal)).values()].flatMap(sightOf);
}

async function namespaces(account: Account, signal?: AbortSignal): Promise<Sight[]> {
  return (await listPrivateNamespaces(account, signal)).flatMap(({ Description }) => {
    const [word, stack, node, , created] = (Description ?? '').split(' ');
    return word === 'ecs-topology' && stack !== undefined
      ? [{ stack, node: node ?? '', created: created ?? '' }]
      : [];
  });
}

/** A role's path names its stack: `/ecs-topology/<stack>/<region>/`. */
async function roles({ clients, send, connection }: Account, signal?: AbortSignal): Promise<Sight[]> {
  const PathPrefix = '/ecs-topology/';
  const all = await pages(async (Marker) => {
    const page = await send(clients.iam, new ListRolesCommand({ PathPrefix, Marker }), { signal });
    return { items: page.Roles, next: page.Marker };
  });
  const end = `/${connection.region}/`;
  return all.flatMap(({ Path = '' }) =>
    Path.endsWith(end) && Path.length > PathPrefix.length + end.length - 1
      ? [{ stack: Path.slice(PathPrefix.length, -end.length), node: '', created: '' }]
      : [],
  );
}
