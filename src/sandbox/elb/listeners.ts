import type * as Elb from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../context';
import { queryError } from '../errors';
import type { HandlersOf } from '../handlers';
import { hex } from '../ids';
import { tagsFromUpper } from '../tags';
import {
  elbPage,
  listenerOf,
  loadBalancerOf,
  loadBalancersByGroup,
  targetGroupOf,
  validationError,
} from './requests';
import type { ListenerState, LoadBalancerState } from './state';

type Forward = ListenerState['forwards'][number];

function describe(listener: ListenerState): Elb.Listener {
  const [only] = listener.forwards;
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancerArn,
    Port: listener.port,
    Protocol: listener.protocol === 'UDP' ? 'UDP' : listener.protocol === 'TLS' ? 'TLS' : 'TCP',
    DefaultActions: [
      {
        Type: 'forward',
        TargetGroupArn: listener.forwards.length === 1 ? only?.targetGroupArn : undefined,
        Order: 1,
        ForwardConfig: {
          TargetGroups: listener.forwards.map((forward) => ({
            TargetGroupArn: forward.targetGroupArn,
            Weight: forward.weight,
          })),
        },
      },
    ],
  };
}

/** An NLB's one action: forward, to one group or to several by weight. */
function forwardsOf(
  context: Context,
  balancer: LoadBalancerState,
  actions: readonly Elb.Action[] | undefined,
): Forward[] {
  const [action, second] = actions ?? [];
  if (!action || second || action.Type !== 'forward') {
    throw queryError(
      'InvalidLoadBalancerActionException',
      'A listener of a network load balancer has exactly one default action, of type forward',
    );
  }
  const forwards = action.ForwardConfig?.TargetGroups?.map((tuple) => ({
    targetGroupArn: tuple.TargetGroupArn ?? '',
    weight: tuple.Weight ?? 1,
  })) ?? [{ targetGroupArn: action.TargetGroupArn ?? '', weight: 1 }];
  for (const forward of forwards) {
    const group = targetGroupOf(context, forward.targetGroupArn);
    if (group.vpcId !== balancer.vpcId) {
      throw queryError(
        'InvalidConfigurationRequestException',
        `The target group '${group.arn}' is in another VPC than the load balancer`,
      );
    }
    const other = loadBalancersByGroup(context.region.elb).get(group.arn);
    if (other && other.arn !== balancer.arn) {
      throw queryError(
        'TargetGroupAssociationLimitException',
        `The following target groups cannot be associated with more than one load balancer: ${group.arn}`,
      );
    }
  }
  return forwards;
}

function portTaken(context: Context, listener: Pick<ListenerState, 'loadBalancerArn' | 'port'>) {
  return [...context.region.elb.listeners.values()].find(
    (one) => one.loadBalancerArn === listener.loadBalancerArn && one.port === listener.port,
  );
}

function duplicate(balancer: LoadBalancerState): Error {
  return queryError(
    'DuplicateListenerException',
    `A listener already exists on this port for this load balancer '${balancer.arn}'`,
  );
}

function checkProtocol(protocol: string | undefined, port: number | undefined): asserts port is number {
  if (protocol !== 'TCP' && protocol !== 'UDP' && protocol !== 'TLS') {
    throw validationError(`Listener protocol '${protocol ?? ''}' must be one of 'TCP, TLS, UDP'`);
  }
  if (port === undefined || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw validationError(`Listener port '${String(port)}' must be between 1 and 65535`);
  }
}

/** Listeners; one port of one load balancer each. */
export const listenerHandlers = {
  CreateListenerCommand(context, input) {
    const balancer = loadBalancerOf(context, input.LoadBalancerArn);
    const { Protocol: protocol = '', Port: port } = input;
    checkProtocol(protocol, port);
    const forwards = forwardsOf(context, balancer, input.DefaultActions);
    const listener: ListenerState = {
      arn: `${balancer.arn.replace(':loadbalancer/', ':listener/')}/${hex(context.random, 16)}`,
      loadBalancerArn: balancer.arn,
      protocol,
      port,
      forwards,
      tags: tagsFromUpper(input.Tags),
    };
    const known = portTaken(context, listener);
    if (known) {
      // Identical settings give the existing one back (aws-reference §1.10).
      const same = known.protocol === protocol && JSON.stringify(known.forwards) === JSON.stringify(forwards);
      if (same) return { Listeners: [describe(known)] };
      throw duplicate(balancer);
    }
    context.region.elb.listeners.set(listener.arn, listener);
    return { Listeners: [describe(listener)] };
  },

  DescribeListenersCommand(context, input) {
    const { ListenerArns: arns, LoadBalancerArn: balancerArn } = input;
    if (!arns && !balancerArn) {
      throw validationError('You must specify either listener ARNs or a load balancer ARN');
    }
    const balancer = balancerArn === undefined ? undefined : loadBalancerOf(context, balancerArn);
    const found = arns
      ? arns.map((one) => listenerOf(context, one))
      : [...context.region.elb.listeners.values()].filter((one) => one.loadBalancerArn === balancer?.arn);
    const { items, next } = elbPage(found, input);
    return { Listeners: items.map(describe), NextMarker: next };
  },

  ModifyListenerCommand(context, input) {
    const listener = listenerOf(context, input.ListenerArn);
    const balancer = loadBalancerOf(context, listener.loadBalancerArn);
    const protocol = input.Protocol ?? listener.protocol;
    const port = input.Port ?? listener.port;
    checkProtocol(protocol, port);
    const taken = portTaken(context, { ...listener, port });
    if (taken && taken !== listener) throw duplicate(balancer);
    const forwards = input.DefaultActions
      ? forwardsOf(context, balancer, input.DefaultActions)
      : listener.forwards;
    Object.assign(listener, { protocol, port, forwards });
    return { Listeners: [describe(listener)] };
  },

  DeleteListenerCommand(context, input) {
    context.region.elb.listeners.delete(listenerOf(context, input.ListenerArn).arn);
    return {};
  },
} satisfies HandlersOf<typeof Elb>;
