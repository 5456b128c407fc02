import {
  AddTagsCommand,
  CreateListenerCommand,
  DeleteListenerCommand,
  DescribeListenersCommand,
  ModifyListenerCommand,
  type Listener,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Found, Provider } from '../../engine/provider';
import type { ListenerProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { foreignError } from '../errors';
import { createOnce } from '../retry';
import { markIn, tagsOf, toUpperList, type Tags } from '../tags';
import { flatMapAsync, foundOf, must, ofType, pages, unlessGone } from './common';
import { elbTags } from './elb';
import { listTargetGroups } from './targetGroup';

const TYPE = 'AWS::ElasticLoadBalancingV2::Listener';

export function listener(account: Account): Provider<ListenerProps> {
  const { clients, send } = account;
  const client = clients.elbv2;

  async function under(LoadBalancerArn: string, signal?: AbortSignal): Promise<Listener[]> {
    return pages(async (Marker) => {
      const page = await unlessGone(
        send(client, new DescribeListenersCommand({ LoadBalancerArn, Marker }), { signal }),
      );
      return { items: page?.Listeners, next: page?.NextMarker };
    });
  }

  /** Ours, and somebody's that forward to target groups of ours. */
  async function loadBalancers(earlier: readonly Found[], signal?: AbortSignal): Promise<string[]> {
    const own = ofType(earlier, 'AWS::ElasticLoadBalancingV2::LoadBalancer').map((found) => found.physicalId);
    const groups = new Set(
      ofType(earlier, 'AWS::ElasticLoadBalancingV2::TargetGroup').map((found) => found.physicalId),
    );
    const all = groups.size === 0 ? [] : await listTargetGroups(account, signal);
    const others = all
      .filter(({ TargetGroupArn }) => TargetGroupArn !== undefined && groups.has(TargetGroupArn))
      .flatMap(({ LoadBalancerArns }) => LoadBalancerArns ?? []);
    return [...new Set([...own, ...others])];
  }

  return {
    type: TYPE,
    // A target group belongs to one load balancer at a time, and a port to one listener.
    replacement: 'deleteFirst',
    immutable: ['loadBalancerArn', 'port'],
    slot: ['loadBalancerArn', 'port'],

    async find(stack, earlier, signal) {
      const listeners = await flatMapAsync(await loadBalancers(earlier, signal), (arn) => under(arn, signal));
      const tags = await elbTags(
        account,
        listeners.flatMap(({ ListenerArn }) => ListenerArn ?? []),
        signal,
      );
      return listeners.flatMap((it) => foundIn(it, tags.get(it.ListenerArn ?? '') ?? {}, stack) ?? []);
    },

    async create({ id, props: { loadBalancerArn, port, targetGroupArn }, marks }, signal) {
      const arn = await createOnce(
        account,
        {
          exists: ['DuplicateListenerException'],
          async create() {
            const command = new CreateListenerCommand({
              LoadBalancerArn: loadBalancerArn,
              Protocol: 'TCP',
              Port: port,
              DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
              Tags: toUpperList(tagsOf(marks)),
            });
            const { Listeners } = await send(client, command, { signal, resource: id });
            return must(Listeners?.[0]?.ListenerArn, 'ListenerArn');
          },
          async look() {
            const present = (await under(loadBalancerArn, signal)).find(
              (it) => it.Port === port,
            )?.ListenerArn;
            if (present === undefined) return undefined;
            const mark = markIn((await elbTags(account, [present], signal)).get(present) ?? {}, marks.stack);
            if (mark?.id === marks.resource) return present;
            throw foreignError('listener', `port ${port} of ${loadBalancerArn}`, {
              service: 'elbv2',
              operation: 'CreateListener',
            });
          },
        },
        signal,
      );
      return { physicalId: arn, attributes: { arn } };
    },

    async update({ id, props, marks, found, changed }, signal) {
      const ListenerArn = found.physicalId;
      if (changed.length > 0) {
        const DefaultActions = [{ Type: 'forward' as const, TargetGroupArn: props.targetGroupArn }];
        await send(client, new ModifyListenerCommand({ ListenerArn, DefaultActions }), {
          signal,
          resource: id,
        });
      }
      const Tags = toUpperList(tagsOf({ ...marks, created: found.created }));
      await send(client, new AddTagsCommand({ ResourceArns: [ListenerArn], Tags }), { signal, resource: id });
      return { physicalId: ListenerArn, attributes: found.attributes };
    },

    async delete(found, signal) {
      const command = new DeleteListenerCommand({ ListenerArn: found.physicalId });
      await unlessGone(send(client, command, { signal, resource: found.id }));
    },
  };
}

function foundIn(it: Listener, tags: Tags, stack: string): Found | undefined {
  const mark = markIn(tags, stack);
  if (!mark || it.ListenerArn === undefined) return undefined;
  const action = it.DefaultActions?.[0];
  const targets = action?.ForwardConfig?.TargetGroups ?? [];
  const targetGroupArn = action?.TargetGroupArn ?? targets[0]?.TargetGroupArn;
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.ListenerArn,
    props: { loadBalancerArn: it.LoadBalancerArn, port: it.Port, targetGroupArn },
    attributes: { arn: it.ListenerArn },
    pointsTo: [it.LoadBalancerArn, targetGroupArn, ...targets.map(({ TargetGroupArn }) => TargetGroupArn)],
  });
}
