import type { Deployment, Service, Task } from '@aws-sdk/client-ecs';
import { endOf } from '../../kinds/arn';
import type { Found } from '../../engine/provider';
import type { Resource } from '../../engine/resource';
import type { ServiceProps } from '../../kinds/resourceTypes';
import { failureOf, type Failure } from './decode';
import { runningTasks } from './tasks';
import { finding, fine, type Verdict } from './verdict';
import { judged, valueOf, type View } from './view';

/** Judges a service by its PRIMARY deployment, its tasks, and why the last ones stopped. */
export function judgeService(resource: Resource<string, ServiceProps>, found: Found, view: View): Verdict {
  return judged(view.snapshot.services, resource.id, (service) => {
    const running = service.runningCount ?? 0;
    const desired = service.desiredCount ?? 0;
    const summary = `${running}/${desired} running`;
    const primary = service.deployments?.find(({ status }) => status === 'PRIMARY');
    const failures = failuresOf(valueOf(view.snapshot.tasks.get(resource.id)) ?? [], primary);

    if (service.status !== undefined && service.status !== 'ACTIVE') {
      return finding('serviceDraining', { summary, reason: `The service is ${service.status}.` });
    }
    const rollout = judgeRollout(service, primary, failures, summary);
    if (rollout) return rollout;
    if (desired === 0 && running === 0) {
      const asked = resource.props.desiredCount === 0;
      return finding('scaledToZero', {
        summary,
        reason: 'The service is scaled to 0; nobody answers.',
        ...(!asked && { state: 'broken' as const }),
      });
    }
    if (running < desired) return tooFew(service, primary, failures, summary);
    const settled = settling(service, primary, summary);
    if (settled) return settled;
    const other = otherRevision(resource, found, view);
    if (other !== undefined) return finding('otherRevision', { summary, reason: other });
    const sick =
      runningTasks(resource.id, view)?.filter(({ healthStatus }) => healthStatus === 'UNHEALTHY') ?? [];
    if (sick.length > 0) {
      return finding('tasksUnhealthy', {
        summary,
        reason: `${sick.length} of ${running} tasks are UNHEALTHY.`,
        ...(sick.length === running && { state: 'broken' as const }),
      });
    }
    return fine(summary);
  });
}

/** What the deployment itself reports: that it failed, or that it is going back. */
function judgeRollout(
  service: Service,
  primary: Deployment | undefined,
  failures: readonly Failure[],
  summary: string,
): Verdict | undefined {
  if (primary?.rolloutState === 'FAILED') {
    const [failure] = failures;
    return finding(failure?.cause ?? 'deploymentFailed', {
      summary,
      state: 'broken',
      reason: sentences(primary.rolloutStateReason, failure?.reason),
    });
  }
  if (
    primary?.rolloutState === 'IN_PROGRESS' &&
    /roll(ing|ed)? ?back/i.test(primary.rolloutStateReason ?? '')
  ) {
    const failed = service.deployments?.find(({ rolloutState }) => rolloutState === 'FAILED');
    return finding('rollingBack', {
      summary,
      reason: sentences(primary.rolloutStateReason, failed?.rolloutStateReason),
    });
  }
  return undefined;
}

/**
 * Fewer tasks than wanted. Two that stopped for the same reason are a pattern, long before the circuit breaker trips:
 * ECS waits up to 15 minutes between attempts.
 */
function tooFew(
  service: Service,
  primary: Deployment | undefined,
  failures: readonly Failure[],
  summary: string,
): Verdict {
  const running = service.runningCount ?? 0;
  const [failure] = failures;
  const repeated = failures.filter(({ cause }) => cause === failure?.cause).length > 1;
  const coming = (service.pendingCount ?? 0) > 0 || primary?.rolloutState === 'IN_PROGRESS';
  const reason = failure?.reason ?? primary?.rolloutStateReason ?? service.events?.[0]?.message;
  const details = { summary, ...(reason !== undefined && { reason }) };
  if (failure && (repeated || !coming)) {
    return finding(failure.cause, { ...details, state: running > 0 ? 'degraded' : 'broken' });
  }
  if (coming) return finding('deploymentRunning', details);
  return finding('tasksMissing', { ...details, state: running > 0 ? 'degraded' : 'broken' });
}

/** Enough tasks, but not yet only those that are to stay. */
function settling(service: Service, primary: Deployment | undefined, summary: string): Verdict | undefined {
  const leaving = service.deployments?.some(
    (deployment) => deployment !== primary && (deployment.runningCount ?? 0) > 0,
  );
  const running = service.runningCount ?? 0;
  if (primary?.rolloutState !== 'IN_PROGRESS' && !leaving && running <= (service.desiredCount ?? 0))
    return undefined;
  const reason = primary?.rolloutStateReason;
  return finding('deploymentRunning', { summary, ...(reason !== undefined && { reason }) });
}

/** After a rollback all looks well, but what runs is not what was deployed last. */
function otherRevision(
  { props }: Resource<string, ServiceProps>,
  found: Found,
  view: View,
): string | undefined {
  const wanted = view.deployed(props.taskDefinition);
  const actual = found.props.taskDefinition;
  if (wanted === undefined || typeof actual !== 'string' || actual === wanted) return undefined;
  return `The service runs ${endOf(actual)} instead of ${endOf(wanted)}, which was deployed.`;
}

/** Why tasks of the deployment failed, newest first. Those of earlier deployments are history. */
function failuresOf(tasks: readonly Task[], primary: Deployment | undefined): Failure[] {
  return tasks
    .filter(
      ({ startedBy, lastStatus }) =>
        lastStatus === 'STOPPED' && (primary?.id === undefined || startedBy === primary.id),
    )
    .sort((a, b) => (b.stoppedAt?.getTime() ?? 0) - (a.stoppedAt?.getTime() ?? 0))
    .flatMap((task) => failureOf(task) ?? []);
}

function sentences(...parts: readonly (string | undefined)[]): string {
  const said = parts.filter((part): part is string => part !== undefined && part !== '');
  return said.length === 0 ? 'AWS gives no reason.' : said.join(' ');
}
