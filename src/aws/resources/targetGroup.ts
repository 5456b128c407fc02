import {
  AddTagsCommand,
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Found, Marks, Provider } from '../../engine/provider';
import type { TargetGroupProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { foreignError } from '../errors';
import { createOnce } from '../retry';
import { markIn, tagsOf, toUpperList, type Tags } from '../tags';
import { changedMembers, compact, foreignIn, foundOf, mapAsync, must, pages, unlessGone } from './common';
import { attributeMap, elbTags } from './elb';

const TYPE = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const DELAY = 'deregistration_delay.timeout_seconds';

export function targetGroup(account: Account): Provider<TargetGroupProps> {
  const { clients, send } = account;
  const client = clients.elbv2;

  /** Target groups of the stack without their attributes. */
  async function locate(stack: string, _earlier: readonly Found[], signal?: AbortSignal): Promise<Found[]> {
    const all = await listTargetGroups(account, signal);
    const tags = await elbTags(
      account,
      all.flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []),
      signal,
    );
    return all.flatMap((it) => foundIn(it, tags.get(it.TargetGroupArn ?? '') ?? {}, stack) ?? []);
  }

  /** A target group that was located, in full. */
  async function withAttributes(located: Found, signal?: AbortSignal): Promise<Found> {
    const command = new DescribeTargetGroupAttributesCommand({ TargetGroupArn: located.physicalId });
    const answer = await unlessGone(send(client, command, { signal }));
    const deregistrationDelay = numeric(attributeMap(answer?.Attributes).get(DELAY));
    return { ...located, props: compact({ ...located.props, deregistrationDelay }) };
  }

  async function setDelay(
    TargetGroupArn: string,
    seconds: number,
    resource: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const Attributes = [{ Key: DELAY, Value: String(seconds) }];
    await send(client, new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }), {
      signal,
      resource,
    });
  }

  /** The target group of a name, which must be ours. */
  async function named(
    name: string,
    { stack, resource }: Pick<Marks, 'stack' | 'resource'>,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const command = new DescribeTargetGroupsCommand({ Names: [name] });
    const answer = await unlessGone(send(client, command, { signal }));
    const present = answer?.TargetGroups?.[0]?.TargetGroupArn;
    if (present === undefined) return undefined;
    const mark = markIn((await elbTags(account, [present], signal)).get(present) ?? {}, stack);
    if (mark?.id === resource) return present;
    throw foreignError('target group', name, { service: 'elbv2', operation: 'CreateTargetGroup' });
  }

  return {
    type: TYPE,
    replacement: 'sideBySide',
    immutable: ['name', 'port', 'vpcId'],
    uniqueNameLimit: 32,
    probation: ({ health: { interval, healthy } }) => interval * healthy,

    locate,
    async find(stack, earlier, signal) {
      return mapAsync(await locate(stack, earlier, signal), (it) => withAttributes(it, signal));
    },

    taken: ({ name }, mine, signal) => foreignIn(named(name, mine, signal)),

    async create({ id, props, marks }, signal) {
      const { name, port, vpcId } = props;
      const look = () => named(name, marks, signal);
      const create = async () => {
        const command = new CreateTargetGroupCommand({
          Name: name,
          Protocol: 'TCP',
          Port: port,
          VpcId: vpcId,
          // Tasks of awsvpc are addresses; AWS's own default is `instance`.
          TargetType: 'ip',
          ...healthCheck(props.health),
          Tags: toUpperList(tagsOf(marks)),
        });
        const { TargetGroups } = await send(client, command, { signal, resource: id });
        return must(TargetGroups?.[0]?.TargetGroupArn, 'TargetGroupArn');
      };
      // CreateTargetGroup with the settings of an existing one succeeds and returns that one, whoever it belongs to.
      const exists = ['DuplicateTargetGroupNameException'];
      const arn = (await look()) ?? (await createOnce(account, { look, create, exists }, signal));
      return { physicalId: arn, attributes: { arn } };
    },

    // Matters when the first target leaves.
    finish: (id, { physicalId }, props) => setDelay(physicalId, props.deregistrationDelay, id),

    async update({ id, props, marks, found, changed, remark }, signal) {
      const members = changedMembers(changed);
      const TargetGroupArn = found.physicalId;
      if (members.has('health')) {
        const command = new ModifyTargetGroupCommand({ TargetGroupArn, ...healthCheck(props.health) });
        await send(client, command, { signal, resource: id });
      }
      if (members.has('deregistrationDelay'))
        await setDelay(TargetGroupArn, props.deregistrationDelay, id, signal);
      if (remark) {
        const Tags = toUpperList(tagsOf({ ...marks, created: found.created }));
        await send(client, new AddTagsCommand({ ResourceArns: [TargetGroupArn], Tags }), {
          signal,
          resource: id,
        });
      }
      return { physicalId: TargetGroupArn, attributes: found.attributes };
    },

    async delete(found, { signal } = {}) {
      const command = new DeleteTargetGroupCommand({ TargetGroupArn: found.physicalId });
      await unlessGone(send(client, command, { signal, resource: found.id }));
    },
  };
}

function foundIn(it: TargetGroup, tags: Tags, stack: string): Found | undefined {
  const mark = markIn(tags, stack);
  if (!mark || it.TargetGroupArn === undefined) return undefined;
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.TargetGroupArn,
    props: {
      name: it.TargetGroupName,
      port: it.Port,
      vpcId: it.VpcId,
      health: compact({
        protocol: it.HealthCheckProtocol,
        // A TCP check has no path; some endpoints return their default all the same.
        path: it.HealthCheckProtocol === 'TCP' ? undefined : it.HealthCheckPath,
        port: it.HealthCheckPort === 'traffic-port' ? undefined : numeric(it.HealthCheckPort),
        interval: it.HealthCheckIntervalSeconds,
        timeout: it.HealthCheckTimeoutSeconds,
        healthy: it.HealthyThresholdCount,
        unhealthy: it.UnhealthyThresholdCount,
      }),
    },
    attributes: { arn: it.TargetGroupArn },
    pointsTo: [it.VpcId],
  });
}

/** The region's target groups, of all types. */
export async function listTargetGroups(
  { clients, send }: Account,
  signal?: AbortSignal,
): Promise<TargetGroup[]> {
  return pages(async (Marker) => {
    const page = await send(clients.elbv2, new DescribeTargetGroupsCommand({ Marker }), { signal });
    return { items: page.TargetGroups, next: page.NextMarker };
  });
}

function healthCheck(health: TargetGroupProps['health']) {
  return {
    HealthCheckProtocol: health.protocol,
    ...(health.path !== undefined && { HealthCheckPath: health.path }),
    HealthCheckPort: health.port === undefined ? 'traffic-port' : String(health.port),
    HealthCheckIntervalSeconds: health.interval,
    HealthCheckTimeoutSeconds: health.timeout,
    HealthyThresholdCount: health.healthy,
    UnhealthyThresholdCount: health.unhealthy,
  };
}

function numeric(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
