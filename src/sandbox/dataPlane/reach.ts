import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { IntegrationState, VpcLinkState } from '../apiGateway/state';
import type { Context } from '../context';
import { admits, rulesByGroup, type Peer } from '../ec2/admits';
import { interfaceAt } from '../ec2/interfaces';
import { listeningAt } from '../ecs/listening';
import type { TaskState } from '../ecs/state';
import { balancerAddresses } from '../elb/health';
import type { ListenerState, TargetState } from '../elb/state';

/** Where a request ends, or why it does not get there: the gateway's status and the broken hop in words. */
export type Reached =
  | { readonly ok: true; readonly task: TaskState; readonly container: ContainerDefinition }
  | { readonly ok: false; readonly status: 500 | 503; readonly reason: string };

function unavailable(reason: string): Reached {
  return { ok: false, status: 503, reason };
}

/** Follows an integration from the VPC link to a container, by the groups and targets that exist now. */
export function reach(context: Context, integration: IntegrationState): Reached {
  if (integration.connectionType !== 'VPC_LINK') {
    return unavailable('The sandbox has no internet: only private integrations are reached');
  }
  const link = context.region.apiGateway.vpcLinks.get(integration.connectionId ?? '');
  if (!link) return { ok: false, status: 500, reason: 'The VPC link does not exist' };
  if (link.status === 'FAILED') return { ok: false, status: 500, reason: 'The VPC link has failed' };
  if (link.status !== 'AVAILABLE') return unavailable(`The VPC link is ${link.status}`);
  return integration.uri.includes(':servicediscovery:')
    ? reachService(context, link, integration.uri)
    : reachListener(context, link, integration.uri);
}

function peerOfLink(context: Context, link: VpcLinkState): Peer {
  const addresses = link.interfaceIds.flatMap((id) => context.region.ec2.interfaces.get(id)?.address ?? []);
  return { groups: link.groupIds, addresses };
}

function reachListener(context: Context, link: VpcLinkState, listenerArn: string): Reached {
  const { ec2, elb } = context.region;
  const listener = elb.listeners.get(listenerArn);
  const balancer = listener && elb.loadBalancers.get(listener.loadBalancerArn);
  if (!balancer) return unavailable('The listener does not exist');
  if (balancer.state !== 'active') return unavailable(`The load balancer is ${balancer.state}`);
  const there: Peer = { groups: balancer.groupIds, addresses: balancerAddresses(context, balancer) };
  if (!admits(rulesByGroup(ec2), peerOfLink(context, link), there, listener.port)) {
    return unavailable(
      `The security groups of VPC link and load balancer do not let port ${listener.port} through`,
    );
  }
  const target = pickTarget(context, listener);
  if (!target) return unavailable('The target group of the listener has no healthy target');
  return connect(context, there, target.address, target.port);
}

/**
 * A group by weight, then one of its usable targets: a listener does not fall over to another group when the one that a
 * connection was given to has none.
 */
function pickTarget(context: Context, listener: ListenerState): TargetState | undefined {
  const weighted = listener.forwards.filter(({ weight }) => weight > 0);
  let left = context.random() * weighted.reduce((sum, { weight }) => sum + weight, 0);
  const group = weighted.find(({ weight }) => (left -= weight) < 0) ?? weighted.at(-1);
  const usable = usableIn(context, group?.targetGroupArn ?? '');
  return usable[Math.floor(context.random() * usable.length)];
}

/** The healthy targets of a group; when all are unhealthy all are tried (fail open, aws-reference §4.1). */
function usableIn({ region }: Context, targetGroupArn: string): TargetState[] {
  const targets = [...(region.elb.targetGroups.get(targetGroupArn)?.targets.values() ?? [])];
  const healthy = targets.filter(({ state }) => state === 'healthy');
  const inUse = targets.filter(({ state }) => state !== 'draining' && state !== 'unused');
  const open = inUse.every(({ state }) => state === 'unhealthy') ? inUse : [];
  return healthy.length > 0 ? healthy : open;
}

function reachService(context: Context, link: VpcLinkState, uri: string): Reached {
  const [arn = '', query = ''] = uri.split('?');
  const service = context.region.cloudMap.services.get(arn.split('/').at(-1) ?? '');
  if (!service) return unavailable('The Cloud Map service does not exist');
  const attributes = [...new URLSearchParams(query)];
  const found = [...service.instances.values()].filter(
    (one) =>
      one.health === 'HEALTHY' && attributes.every(([key, value]) => one.attributes.get(key) === value),
  );
  const usable = found.filter((one) => one.attributes.has('AWS_INSTANCE_PORT'));
  const instance = usable[Math.floor(context.random() * usable.length)];
  if (!instance) {
    return unavailable(
      found.length > 0
        ? 'The instances of the Cloud Map service have no port: SRV records are required'
        : 'The Cloud Map service has no healthy instance',
    );
  }
  return connect(
    context,
    peerOfLink(context, link),
    instance.attributes.get('AWS_INSTANCE_IPV4') ?? '',
    Number(instance.attributes.get('AWS_INSTANCE_PORT')),
  );
}

/** The last step, from anything in the VPC to a task. */
function connect(context: Context, from: Peer, address: string, port: number): Reached {
  const result = connectTo(context, from, address, port);
  if (result.kind === 'connected') return { ok: true, task: result.task, container: result.container };
  return unavailable(
    result.kind === 'timeout'
      ? `No answer from ${address}:${port}: its security groups do not let the connection in, or it is gone`
      : `${address} refused the connection on port ${port}`,
  );
}

/** How a TCP connection inside the VPC goes. */
export type Connection =
  | { readonly kind: 'connected'; readonly task: TaskState; readonly container: ContainerDefinition }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'refused' };

/** A dropped packet is a timeout, a closed port a refusal: the difference tells group from port. */
export function connectTo(context: Context, from: Peer, address: string, port: number): Connection {
  const { ec2 } = context.region;
  const there = interfaceAt(ec2, address);
  if (!there || !admits(rulesByGroup(ec2), from, { groups: there.groupIds, addresses: [address] }, port)) {
    return { kind: 'timeout' };
  }
  const listening = listeningAt(context, there, port);
  return listening ? { kind: 'connected', ...listening } : { kind: 'refused' };
}
