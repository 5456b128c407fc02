import { after, type Context } from '../context';
import { addEvent } from '../ecs/serviceEvents';
import type { ServiceState } from '../ecs/state';
import { uuid } from '../ids';
import type { PolicyState, ScalableTargetState } from './state';

/** Below so much of its target a metric asks for fewer tasks. Source: the AlarmLow that target tracking makes. */
const LOW = 0.9;

/**
 * Looks at the metrics of all that is scaled. What they ask for has to last, as the alarms of target tracking have it,
 * before it is done. Called after everything that may have changed something.
 */
export function settleScaling(context: Context): void {
  for (const target of context.region.autoScaling.targets.values()) {
    const service = serviceOfTarget(context, target.resourceId);
    const wanted = service && wantedTasks(context, target, service);
    if (!service || wanted === undefined || wanted === service.desiredCount) {
      target.pending = undefined;
    } else if (target.pending?.wanted !== wanted) {
      target.pending = { since: context.now(), wanted };
      const { scaleOut, scaleIn } = context.latencies;
      after(context, (wanted > service.desiredCount ? scaleOut : scaleIn).seconds, {
        kind: 'scalingDue',
        resourceId: target.resourceId,
        since: target.pending.since,
      });
    }
  }
}

/** `scalingDue`: what the metrics ask for has lasted. */
export function scalingDue(context: Context, resourceId: string, since: number): void {
  const target = context.region.autoScaling.targets.get(resourceId);
  const service = serviceOfTarget(context, resourceId);
  if (!target || !service || target.pending?.since !== since) return;
  const { wanted } = target.pending;
  target.pending = undefined;
  scaleTo(context, target, service, wanted, 'monitor alarm in state ALARM triggered policy');
}

/** Bounds hold at once: new ones, too. Source: DescribeScalingActivities, "minimum capacity was set to". */
export function keepWithin(context: Context, target: ScalableTargetState): void {
  const service = serviceOfTarget(context, target.resourceId);
  if (!service) return;
  const { desiredCount } = service;
  if (desiredCount < target.min && target.suspended.DynamicScalingOutSuspended !== true) {
    scaleTo(context, target, service, target.min, `minimum capacity was set to ${target.min}`);
  } else if (desiredCount > target.max && target.suspended.DynamicScalingInSuspended !== true) {
    scaleTo(context, target, service, target.max, `maximum capacity was set to ${target.max}`);
  }
}

/** The service that `service/<cluster>/<service>` stands for, unless it goes or is gone. */
export function serviceOfTarget(context: Context, resourceId: string): ServiceState | undefined {
  const [, cluster, name] = resourceId.split('/');
  return [...context.region.ecs.services.values()].find(
    (service) =>
      service.status === 'ACTIVE' &&
      service.name === name &&
      service.clusterArn.endsWith(`:cluster/${cluster ?? ''}`),
  );
}

/** The most that any policy asks for, within the bounds; undefined where none says anything. */
function wantedTasks(
  context: Context,
  target: ScalableTargetState,
  { arn, desiredCount }: ServiceState,
): number | undefined {
  const load = context.region.autoScaling.loads.get(arn) ?? { cpu: 0, memory: 0 };
  if (target.policies.size === 0 || desiredCount === 0) return undefined;
  const asked = [...target.policies.values()].map((policy) =>
    askedBy(policy, load[policy.metric], desiredCount),
  );
  const wanted = Math.min(target.max, Math.max(target.min, ...asked));
  const { DynamicScalingInSuspended: noIn, DynamicScalingOutSuspended: noOut } = target.suspended;
  if (wanted > desiredCount ? noOut : noIn) return undefined;
  return wanted;
}

/** As many as bring the average of the tasks to the target. */
function askedBy({ configuration }: PolicyState, load: number, tasks: number): number {
  const { TargetValue: target = 100, DisableScaleIn: onlyOut = false } = configuration;
  const average = load / tasks;
  const fitting = Math.ceil(load / target);
  if (average > target) return fitting;
  return average < target * LOW && !onlyOut ? fitting : tasks;
}

function scaleTo(
  context: Context,
  target: ScalableTargetState,
  service: ServiceState,
  to: number,
  cause: string,
): void {
  const activity = { id: uuid(context.random), at: context.now(), cause, from: service.desiredCount, to };
  target.activities = [activity, ...target.activities].slice(0, 50);
  service.desiredCount = to;
  service.steady = false;
  addEvent(context, service, `has set desired count to ${to} (${cause}).`);
}
