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
import type { Found, Provider } from '../../engine/provider';
import type { TargetGroupProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { foreignError } from '../errors';
import { createOnce } from '../retry';
import { markIn, tagsOf, toUpperList, type Tags } from '../tags';
import { changedMembers, compact, foundOf, mapAsync, must, pages, unlessGone } from './common';
import { attributeMap, elbTags } from './elb';

const TYPE = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const DELAY = 'deregistration_delay.timeout_seconds';

export function targetGroup(account: Account): Provider<TargetGroupProps> {
  const { clients, send } = account;
  const client = clients.elbv2;

  async function foundIn(
    it: TargetGroup,
    tags: Tags,
    stack: string,
    signal?: AbortSignal,
  ): Promise<Found | undefined> {
    const mark = markIn(tags, stack);
    const TargetGroupArn = it.TargetGroupArn;
    if (!mark || TargetGroupArn === undefined) return undefined;
    const answer = await unlessGone(
      send(client, new DescribeTargetGroupAttributesCommand({ TargetGroupArn }), { signal }),
    );
    const delay = attributeMap(answer?.Attributes).get(DELAY);
    return foundOf({
      type: TYPE,
      mark,
      physicalId: TargetGroupArn,
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
        deregistrationDelay: numeric(delay),
      },
      attributes: { arn: TargetGroupArn },
      pointsTo: [it.VpcId],
    });
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

  return {
    type: TYPE,
    replacement: 'sideBySide',
    immutable: ['name', 'port', 'vpcId'],
    uniqueNameLimit: 32,
    probation: ({ health: { interval, healthy } }) => interval * healthy,

    async find(stack, _earlier, signal) {
      const all = await listTargetGroups(account, signal);
      const tags = await elbTags(
        account,
        all.flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []),
        signal,
      );
      return mapAsync(all, (it) => foundIn(it, tags.get(it.TargetGroupArn ?? '') ?? {}, stack, signal));
    },

    async create({ id, props, marks }, signal) {
      const { name, port, vpcId } = props;
      const look = async () => {
        const command = new DescribeTargetGroupsCommand({ Names: [name] });
        const answer = await unlessGone(send(client, command, { signal }));
        const present = answer?.TargetGroups?.[0]?.TargetGroupArn;
        if (present === undefined) return undefined;
        const mark = markIn((await elbTags(account, [present], signal)).get(present) ?? {}, marks.stack);
        if (mark?.id === marks.resource) return present;
        throw foreignError('target group', name, { service: 'elbv2', operation: 'CreateTargetGroup' });
      };
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
