import {
  AddTagsCommand,
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  ModifyLoadBalancerAttributesCommand,
  SetSecurityGroupsCommand,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Found, Marks, Provider } from '../../engine/provider';
import type { LoadBalancerProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { createBatch } from '../batch';
import { AwsError, foreignError, isCode } from '../errors';
import { raceAbort } from '../raceAbort';
import { createOnce } from '../retry';
import { markIn, tagsOf, toUpperList, type Tags } from '../tags';
import { DONE, notYet, waitFor } from '../wait';
import {
  changedMembers,
  compact,
  foreignIn,
  foundOf,
  mapAsync,
  must,
  pages,
  sorted,
  unlessGone,
} from './common';
import { attributeMap, elbTags } from './elb';
import { lookUpLoadBalancer } from './existing';

const TYPE = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const CROSS_ZONE = 'load_balancing.cross_zone.enabled';
const PROTECTION = 'deletion_protection.enabled';

export function loadBalancer(account: Account): Provider<LoadBalancerProps> {
  const { clients, send } = account;
  const client = clients.elbv2;

  const look = createBatch<LoadBalancer>(account, { size: 20, ask: describe });

  async function describe(LoadBalancerArns: readonly string[]): Promise<Map<string, LoadBalancer>> {
    const command = new DescribeLoadBalancersCommand({ LoadBalancerArns: [...LoadBalancerArns] });
    const answer = await unlessGone(send(client, command));
    // One that is gone fails the whole call.
    if (!answer && LoadBalancerArns.length > 1) {
      const answers = await Promise.all(LoadBalancerArns.map((arn) => describe([arn])));
      return new Map(answers.flatMap((one) => [...one]));
    }
    return new Map((answer?.LoadBalancers ?? []).map((it) => [it.LoadBalancerArn ?? '', it]));
  }

  const one = (arn: string, signal?: AbortSignal) => raceAbort(look(arn), signal);

  /** Load balancers of the stack without their attributes. */
  async function locate(stack: string, _earlier: readonly Found[], signal?: AbortSignal): Promise<Found[]> {
    const all = await listNetworkLoadBalancers(account, signal);
    const tags = await elbTags(
      account,
      all.map(({ LoadBalancerArn }) => LoadBalancerArn),
      signal,
    );
    return all.flatMap((it) => foundIn(it, tags.get(it.LoadBalancerArn) ?? {}, stack) ?? []);
  }

  /** A load balancer that was located, in full. */
  async function withAttributes(located: Found, signal?: AbortSignal): Promise<Found> {
    const command = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: located.physicalId });
    const attributes = attributeMap((await unlessGone(send(client, command, { signal })))?.Attributes);
    return {
      ...located,
      props: compact({
        ...located.props,
        crossZone: flag(attributes.get(CROSS_ZONE)),
        deletionProtection: flag(attributes.get(PROTECTION)),
      }),
    };
  }

  /** The load balancer of a name, which must be ours. */
  async function named(
    name: string,
    { stack, resource }: Pick<Marks, 'stack' | 'resource'>,
    signal?: AbortSignal,
  ): Promise<LoadBalancer | undefined> {
    const answer = await unlessGone(
      send(client, new DescribeLoadBalancersCommand({ Names: [name] }), { signal }),
    );
    const present = answer?.LoadBalancers?.[0];
    const arn = present?.LoadBalancerArn;
    if (!present || arn === undefined) return undefined;
    const mark = markIn((await elbTags(account, [arn], signal)).get(arn) ?? {}, stack);
    if (mark?.id === resource) return present;
    throw foreignError('load balancer', name, {
      service: 'elbv2',
      operation: 'CreateLoadBalancer',
      isShareable: true,
    });
  }

  async function setAttributes(
    LoadBalancerArn: string,
    { crossZone, deletionProtection }: { crossZone: boolean; deletionProtection: boolean },
    resource: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const Attributes = [
      { Key: CROSS_ZONE, Value: String(crossZone) },
      { Key: PROTECTION, Value: String(deletionProtection) },
    ];
    const command = new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes });
    await send(client, command, { signal, resource });
  }

  return {
    type: TYPE,
    replacement: 'createFirst',
    // Subnets can be added in place but not taken away, and one rule is easier to foresee than two.
    lingering: 'its network interfaces linger for up to five minutes and hold its security group',
    immutable: ['name', 'subnetIds'],
    slot: ['name'],
    sets: ['subnetIds', 'securityGroups'],
    uniqueNameLimit: 32,
    // Three Terraform logs: 142, 157 and 161 s.
    expected: { ready: 155, gone: 2 },

    locate,
    async find(stack, earlier, signal) {
      return mapAsync(await locate(stack, earlier, signal), (it) => withAttributes(it, signal));
    },

    lookup: (sought, signal) => lookUpLoadBalancer(account, sought, { signal }),

    taken: ({ name }, mine, signal) => foreignIn(named(name, mine, signal)),

    async create({ id, props, marks }, signal) {
      const { name, subnetIds, securityGroups } = props;
      const it = await createOnce(
        account,
        {
          exists: ['DuplicateLoadBalancerNameException'],
          async create() {
            const command = new CreateLoadBalancerCommand({
              Name: name,
              // AWS's own defaults are an internet-facing application load balancer.
              Type: 'network',
              Scheme: 'internal',
              IpAddressType: 'ipv4',
              Subnets: [...subnetIds],
              // One created without a group can never get any.
              SecurityGroups: [...securityGroups],
              Tags: toUpperList(tagsOf(marks)),
            });
            return must(
              (await send(client, command, { signal, resource: id })).LoadBalancers?.[0],
              'LoadBalancers',
            );
          },
          look: () => named(name, marks, signal),
        },
        signal,
      );
      const arn = must(it.LoadBalancerArn, 'LoadBalancerArn');
      await setAttributes(arn, props, id, signal);
      return { physicalId: arn, attributes: { arn, dnsName: must(it.DNSName, 'DNSName') } };
    },

    async update({ id, props, marks, found, changed, remark }, signal) {
      const members = changedMembers(changed);
      const LoadBalancerArn = found.physicalId;
      if (members.has('securityGroups')) {
        const SecurityGroups = [...props.securityGroups];
        await send(client, new SetSecurityGroupsCommand({ LoadBalancerArn, SecurityGroups }), {
          signal,
          resource: id,
        });
      }
      if (members.has('crossZone') || members.has('deletionProtection')) {
        await setAttributes(LoadBalancerArn, props, id, signal);
      }
      if (remark) {
        const Tags = toUpperList(tagsOf({ ...marks, created: found.created }));
        await send(client, new AddTagsCommand({ ResourceArns: [LoadBalancerArn], Tags }), {
          signal,
          resource: id,
        });
      }
      return { physicalId: LoadBalancerArn, attributes: found.attributes };
    },

    async delete(found, { signal, waiting } = {}) {
      const command = new DeleteLoadBalancerCommand({ LoadBalancerArn: found.physicalId });
      try {
        await unlessGone(send(client, command, { signal, resource: found.id }));
      } catch (error) {
        throw isCode(error, 'OperationNotPermittedException') ? kept(error, found) : error;
      }
      await waitFor(
        account,
        {
          what: `Deletion of load balancer ${found.physicalId}`,
          call: { service: 'elbv2', operation: 'DescribeLoadBalancers' },
          expected: 2_000,
          giveUp: 5 * 60_000,
          waiting,
          look: async () => ((await one(found.physicalId, signal)) ? notYet('it is still listed') : DONE),
        },
        signal,
      );
    },

    async health(written, _props, signal) {
      const state = (await one(written.physicalId, signal))?.State;
      switch (state?.Code) {
        case 'active':
        case 'active_impaired':
          return { state: 'ready' };
        case 'failed':
          return { state: 'failed', reason: state.Reason ?? 'AWS gives no reason' };
        default:
          return { state: 'pending', reason: `the load balancer is ${state?.Code ?? 'not visible yet'}` };
      }
    },
  };
}

function foundIn(it: LoadBalancer, tags: Tags, stack: string): Found | undefined {
  const mark = markIn(tags, stack);
  if (!mark || it.LoadBalancerArn === undefined) return undefined;
  const subnetIds = sorted(it.AvailabilityZones?.flatMap(({ SubnetId }) => SubnetId ?? []));
  const securityGroups = sorted(it.SecurityGroups);
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.LoadBalancerArn,
    props: {
      name: it.LoadBalancerName,
      // One that failed never recovers; it differs from what is wanted in what only a replacement changes.
      subnetIds: it.State?.Code === 'failed' ? [`failed: ${it.State.Reason ?? 'no reason'}`] : subnetIds,
      securityGroups,
    },
    attributes: { arn: it.LoadBalancerArn, dnsName: it.DNSName },
    pointsTo: [...(subnetIds ?? []), ...(securityGroups ?? [])],
  });
}

/** The region's network load balancers. The type is a member: emulators write `app` into every ARN. */
export async function listNetworkLoadBalancers(
  { clients, send }: Account,
  signal?: AbortSignal,
): Promise<(LoadBalancer & { LoadBalancerArn: string })[]> {
  const all = await pages(async (Marker) => {
    const page = await send(clients.elbv2, new DescribeLoadBalancersCommand({ Marker }), { signal });
    return { items: page.LoadBalancers, next: page.NextMarker };
  });
  return all.flatMap(({ LoadBalancerArn, ...it }) =>
    it.Type === 'network' && LoadBalancerArn !== undefined ? [{ ...it, LoadBalancerArn }] : [],
  );
}

/** Somebody asked for it to be kept; it is not for us to overrule them. */
function kept(error: AwsError, { physicalId }: Found): AwsError {
  const sentence =
    'The load balancer is protected from deletion; deploy it with deletionProtection false, then go on';
  return new AwsError(`${sentence}: ${physicalId} (${error.reason})`, error, { cause: error });
}

function flag(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : value === 'true';
}
