import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Found } from '../../engine/provider';
import type { Resource } from '../../engine/resource';
import type { ListenerProps, LoadBalancerProps, TargetGroupProps } from '../../kinds/resourceTypes';
import { refusalCause, targetCause, type Failure } from './decode';
import { runningTasks } from './tasks';
import { finding, fine, type Verdict } from './verdict';
import { judged, ofType, refersTo, valueOf, type View } from './view';

/** A network load balancer takes 70 to 180 s until it knows a new target. Milliseconds. */
const REGISTRATION_PATIENCE = 180_000;
/** ECS waits up to 15 minutes between two attempts. Milliseconds. */
const RECENT = 16 * 60_000;

export function judgeLoadBalancer(
  { id }: Resource<string, LoadBalancerProps>,
  _found: Found,
  view: View,
): Verdict {
  return judged(view.snapshot.loadBalancers, id, ({ State: state }) => {
    const details = { reason: state?.Reason ?? `The load balancer is ${state?.Code ?? '?'}.` };
    switch (state?.Code) {
      case 'active':
        return fine('active');
      case 'provisioning':
        return finding('loadBalancerProvisioning', { ...details, summary: 'provisioning' });
      case 'active_impaired':
        return finding('loadBalancerImpaired', { ...details, summary: 'impaired' });
      case 'failed':
        return finding('loadBalancerFailed', { ...details, summary: 'failed' });
      default:
        return finding('notReadable', details);
    }
  });
}

/** The listener must forward to the target group that the drawing says. */
export function judgeListener({ props }: Resource<string, ListenerProps>, found: Found, view: View): Verdict {
  const wanted = view.deployed(props.targetGroupArn);
  const actual = found.props.targetGroupArn;
  if (wanted === undefined || actual === wanted) return fine();
  const where = typeof actual === 'string' ? actual : 'nothing';
  return finding('listenerElsewhere', {
    reason: `Listener ${props.port} forwards to ${where} instead of ${wanted}.`,
  });
}

/** Blames the targets only for what is theirs: where no task runs, the service is what is broken. */
export function judgeTargetGroup(
  { id }: Resource<string, TargetGroupProps>,
  found: Found,
  view: View,
): Verdict {
  return judged(view.snapshot.targets, id, (targets) => {
    const services = ofType(view.referrersOf(id), 'AWS::ECS::Service');
    const service = services.find(({ props }) => refersTo(props.loadBalancers, id));
    const running = service && runningTasks(service.id, view);
    const desired = service && valueOf(view.snapshot.services.get(service.id))?.desiredCount;
    const of = (...states: string[]) =>
      targets.filter(({ TargetHealth }) => states.includes(TargetHealth?.State ?? ''));
    const healthy = of('healthy').length;
    const summary = `${healthy}/${desired ?? targets.length} healthy`;
    const say = (target: TargetHealthDescription | undefined, state?: 'degraded' | 'pending') =>
      finding(targetCause(target?.TargetHealth?.Reason), {
        summary,
        reason: words(target),
        ...(state && { state }),
      });

    const refused = healthy === 0 ? refusedBy(found, service, view) : undefined;
    // While ECS replaces what fails, most looks find tasks that come up or none at all.
    if (refused && of('unhealthy').length === 0)
      return finding(refused.cause, { summary, reason: refused.reason });
    if (running?.length === 0 && healthy === 0) {
      return finding('waitsForTasks', {
        reason: `No task of ${service?.props.name ?? 'the service'} is running.`,
      });
    }
    const [bad] = [...of('unhealthy'), ...of('unused'), ...of('unavailable')].filter(
      ({ TargetHealth }) => TargetHealth?.Reason !== 'Target.HealthCheckDisabled',
    );
    const [young] = of('initial');
    // Others are coming up beside it, and until then those that are there do the work.
    if (bad) return say(bad, healthy > 0 ? 'degraded' : undefined);
    if (young) return say(young);
    const late = (running?.length ?? 0) - targets.length;
    if (late > 0) return notRegistered(late, view.snapshot.at - oldest(running ?? []), healthy, summary);
    const [leaving] = of('draining', 'unhealthy.draining');
    if (leaving) return say(leaving, 'pending');
    return fine(summary);
  });
}

/** Why ECS last stopped a task for what the health checks of a target group found; undefined once a newer deployment began. */
function refusedBy(
  { physicalId }: Found,
  service: Resource | undefined,
  { snapshot }: View,
): Failure | undefined {
  const { events = [], deployments = [] } = valueOf(snapshot.services.get(service?.id ?? '')) ?? {};
  const began = deployments.find(({ status }) => status === 'PRIMARY')?.createdAt?.getTime() ?? 0;
  const since = Math.max(began, snapshot.at - RECENT);
  for (const { message = '', createdAt } of events) {
    const isOurs = message.includes(`(target-group ${physicalId})`) && (createdAt?.getTime() ?? 0) >= since;
    const cause = isOurs ? refusalCause(message) : undefined;
    if (cause) return { cause, reason: message };
  }
  return undefined;
}

function notRegistered(count: number, age: number, healthy: number, summary: string): Verdict {
  const reason = `${count} running ${count === 1 ? 'task is' : 'tasks are'} not registered in the target group.`;
  if (age < REGISTRATION_PATIENCE) return finding('targetsRegistering', { summary, reason });
  return finding('targetsMissing', { summary, reason, ...(healthy > 0 && { state: 'degraded' as const }) });
}

/** `10.0.1.7:80 unhealthy: Health checks failed (Target.FailedHealthChecks)` */
function words(it: TargetHealthDescription | undefined): string {
  const { State = 'unknown', Reason, Description } = it?.TargetHealth ?? {};
  const why = [Description, Reason && `(${Reason})`].filter(Boolean).join(' ');
  return `${it?.Target?.Id ?? '?'}:${it?.Target?.Port ?? '?'} ${State}${why === '' ? '' : `: ${why}`}`;
}

function oldest(tasks: readonly { readonly startedAt?: Date | undefined }[]): number {
  return Math.min(...tasks.map(({ startedAt }) => startedAt?.getTime() ?? Number.POSITIVE_INFINITY));
}
