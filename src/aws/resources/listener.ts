import {
  AddTagsCommand,
  CreateListenerCommand,
  DeleteListenerCommand,
  DescribeListenersCommand,
  ModifyListenerCommand,
  type Action,
  type Listener,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Found, Provider } from '../../engine/provider';
import type { Resolved } from '../../engine/resource';
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

  /** Those of load balancers of ours, and of somebody's that forward to target groups of ours. */
  async function around(earlier: readonly Found[], signal?: AbortSignal): Promise<Listener[]> {
    const own = idsOf(earlier, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    const listeners = await flatMapAsync([...own], (arn) => under(arn, signal));
    const reached = new Set(listeners.flatMap(targetsOf));
    const groups = [...idsOf(earlier, 'AWS::ElasticLoadBalancingV2::TargetGroup')];
    const unreached = new Set(groups.filter((arn) => !reached.has(arn)));
    if (unreached.size === 0) return listeners;
    const others = (await listTargetGroups(account, signal))
      .filter(({ TargetGroupArn }) => TargetGroupArn !== undefined && unreached.has(TargetGroupArn))
      .flatMap(({ LoadBalancerArns }) => LoadBalancerArns ?? [])
      .filter((arn) => !own.has(arn));
    return [...listeners, ...(await flatMapAsync([...new Set(others)], (arn) => under(arn, signal)))];
  }

  return {
    type: TYPE,
    // A target group belongs to one load balancer at a time, and a port to one listener.
    replacement: 'deleteFirst',
    immutable: ['loadBalancerArn', 'port'],
    slot: ['loadBalancerArn', 'port'],
    interruption:
      'The port refuses connections until targets are healthy behind the new listener, one to three minutes.',

    holdingBoth(props, old, found) {
      const serving = old.get(props.targetGroupArn);
      // A run of before may have turned the traffic already.
      if (found.props.targetGroupArn === props.targetGroupArn) return switchingOver(props, old);
      return serving === undefined
        ? props
        : { ...props, targetGroupArn: serving, standby: props.targetGroupArn };
    },
    switchingOver,

    under: ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancingV2::TargetGroup'],
    async find(stack, earlier, signal) {
      const listeners = await around(earlier, signal);
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

    async update({ id, props, marks, found, changed, remark }, signal) {
      const ListenerArn = found.physicalId;
      if (changed.length > 0) {
        const DefaultActions = [forward(props)];
        await send(client, new ModifyListenerCommand({ ListenerArn, DefaultActions }), {
          signal,
          resource: id,
        });
      }
      if (remark) {
        const Tags = toUpperList(tagsOf({ ...marks, created: found.created }));
        await send(client, new AddTagsCommand({ ResourceArns: [ListenerArn], Tags }), {
          signal,
          resource: id,
        });
      }
      return { physicalId: ListenerArn, attributes: found.attributes };
    },

    async delete(found, { signal } = {}) {
      const command = new DeleteListenerCommand({ ListenerArn: found.physicalId });
      await unlessGone(send(client, command, { signal, resource: found.id }));
    },
  };
}

function idsOf(earlier: readonly Found[], type: string): Set<string> {
  return new Set(ofType(earlier, type).map(({ physicalId }) => physicalId));
}

function targetsOf({ DefaultActions = [] }: Listener): (string | undefined)[] {
  return DefaultActions.flatMap(({ TargetGroupArn, ForwardConfig }) => [
    TargetGroupArn,
    ...(ForwardConfig?.TargetGroups ?? []).map((target) => target.TargetGroupArn),
  ]);
}

/** The old group stays at weight 0: without a load balancer its targets would count as failing. */
function switchingOver(
  props: Resolved<ListenerProps>,
  old: ReadonlyMap<string, string>,
): Resolved<ListenerProps> {
  const standby = old.get(props.targetGroupArn);
  return standby === undefined ? props : { ...props, standby };
}

/** One group, or two of which the second gets no connection. */
function forward({ targetGroupArn, standby }: Resolved<ListenerProps>): Action {
  if (standby === undefined) return { Type: 'forward', TargetGroupArn: targetGroupArn };
  const TargetGroups = [
    { TargetGroupArn: targetGroupArn, Weight: 1 },
    { TargetGroupArn: standby, Weight: 0 },
  ];
  return { Type: 'forward', ForwardConfig: { TargetGroups } };
}

function foundIn(it: Listener, tags: Tags, stack: string): Found | undefined {
  const mark = markIn(tags, stack);
  if (!mark || it.ListenerArn === undefined) return undefined;
  const action = it.DefaultActions?.[0];
  const targets = action?.ForwardConfig?.TargetGroups ?? [];
  const [serving, ...others] = [...targets].sort((a, b) => (b.Weight ?? 1) - (a.Weight ?? 1));
  const targetGroupArn = serving?.TargetGroupArn ?? action?.TargetGroupArn;
  const standby = others[0]?.TargetGroupArn;
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.ListenerArn,
    props: { loadBalancerArn: it.LoadBalancerArn, port: it.Port, targetGroupArn, standby },
    attributes: { arn: it.ListenerArn },
    pointsTo: [it.LoadBalancerArn, targetGroupArn, ...targets.map(({ TargetGroupArn }) => TargetGroupArn)],
  });
}
