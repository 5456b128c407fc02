import type * as Elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { after, type Context } from '../context';
import { queryError } from '../errors';
import { interfaceAt } from '../ec2/interfaces';
import type { HandlersOf } from '../handlers';
import { targetGroupOf } from './requests';
import type { TargetGroupState, TargetState } from './state';

/** Registers an address and port; a draining one is taken up again. */
export function registerTarget(
  context: Context,
  group: TargetGroupState,
  address: string,
  port: number,
): void {
  const key = `${address}:${port}`;
  const known = group.targets.get(key);
  if (known && known.state !== 'draining') return;
  const subnetId = interfaceAt(context.region.ec2, address)?.subnetId;
  group.targets.set(key, {
    key,
    address,
    port,
    zone: context.region.ec2.subnets.get(subnetId ?? '')?.zone ?? 'all',
    since: context.now(),
    registration: 'none',
    state: 'initial',
    reason: 'Elb.RegistrationInProgress',
    description: 'Target registration is in progress',
    heading: '',
    headingSince: context.now(),
  });
}

/** Drains a target and forgets it after the group's delay. */
export function deregisterTarget(context: Context, group: TargetGroupState, key: string): void {
  const target = group.targets.get(key);
  if (!target || target.state === 'draining') return;
  target.state = 'draining';
  target.reason = 'Target.DeregistrationInProgress';
  target.description = 'Target deregistration is in progress';
  target.heading = '';
  target.registration = 'none';
  target.since = context.now();
  after(context, deregistrationDelay(group), {
    kind: 'targetDrained',
    group: group.arn,
    target: key,
    since: target.since,
  });
}

/** Seconds for which a leaving target is drained. */
export function deregistrationDelay(group: TargetGroupState): number {
  return Number(group.attributes.get('deregistration_delay.timeout_seconds') ?? 300);
}

/** `targetDrained`: the delay is over, unless the target was registered again meanwhile. */
export function targetDrained(context: Context, groupArn: string, key: string, since: number): void {
  const group = context.region.elb.targetGroups.get(groupArn);
  const target = group?.targets.get(key);
  if (target?.state === 'draining' && target.since === since) group?.targets.delete(key);
}

function keyOf(group: TargetGroupState, target: Elb.TargetDescription): string {
  return `${target.Id ?? ''}:${target.Port ?? group.port}`;
}

function describe(group: TargetGroupState, target: TargetState): Elb.TargetHealthDescription {
  return {
    Target: { Id: target.address, Port: target.port, AvailabilityZone: target.zone },
    HealthCheckPort: group.health.port === 'traffic-port' ? String(target.port) : group.health.port,
    TargetHealth: {
      State: target.state,
      Reason: target.reason as Elb.TargetHealthReasonEnum | undefined, // only written from AWS's list
      Description: target.description,
    },
  };
}

/** Targets by hand (ECS registers its own) and their health. */
export const targetHandlers = {
  RegisterTargetsCommand(context, input) {
    const group = targetGroupOf(context, input.TargetGroupArn);
    for (const target of input.Targets ?? []) {
      if (group.targetType === 'ip' && !/^\d+(\.\d+){3}$/.test(target.Id ?? '')) {
        throw queryError('InvalidTargetException', `The IP address '${target.Id ?? ''}' is not valid`);
      }
      registerTarget(context, group, target.Id ?? '', target.Port ?? group.port);
    }
    return {};
  },

  DeregisterTargetsCommand(context, input) {
    const group = targetGroupOf(context, input.TargetGroupArn);
    for (const target of input.Targets ?? []) deregisterTarget(context, group, keyOf(group, target));
    return {};
  },

  DescribeTargetHealthCommand(context, input) {
    const group = targetGroupOf(context, input.TargetGroupArn);
    if (!input.Targets) {
      return { TargetHealthDescriptions: [...group.targets.values()].map((one) => describe(group, one)) };
    }
    return {
      TargetHealthDescriptions: input.Targets.map((asked) => {
        const target = group.targets.get(keyOf(group, asked));
        if (target) return describe(group, target);
        return {
          Target: { Id: asked.Id, Port: asked.Port ?? group.port },
          TargetHealth: {
            State: 'unused' as const,
            Reason: 'Target.NotRegistered' as const,
            Description: 'Target is not registered to the target group',
          },
        };
      }),
    };
  },
} satisfies HandlersOf<typeof Elb>;
