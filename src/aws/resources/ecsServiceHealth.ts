import { DescribeTasksCommand, ListTasksCommand, type Deployment, type Service } from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { endOf } from '../../kinds/arn';
import type { Health, Written } from '../../engine/provider';
import type { Resolved } from '../../engine/resource';
import type { ServiceProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { stopOf } from '../stoppedTask';
import { confirmFailure } from '../wait';
import { unlessGone } from './common';
import type { LookAtService } from './serviceLooks';

/**
 * Ready when the revision that runs is the one that was asked for, its rollout is complete and its targets are
 * healthy. The SDK's waiter says "stable" after a rollback too, which is the opposite of what was asked.
 */
export function serviceHealth(
  account: Account,
  lookAt: LookAtService,
  written: Written,
  props: Resolved<ServiceProps>,
  signal?: AbortSignal,
): Promise<Health> {
  return confirmFailure(
    account,
    async () => {
      const cluster = written.attributes.cluster ?? props.cluster;
      const it = await lookAt(cluster, written.physicalId, signal);
      return judge(account, { cluster, it }, props, signal);
    },
    signal,
  );
}

async function judge(
  account: Account,
  { cluster, it }: { readonly cluster: string; readonly it: Service | undefined },
  props: Resolved<ServiceProps>,
  signal?: AbortSignal,
): Promise<Health> {
  if (!it) return { state: 'pending', reason: 'the service is not visible yet' };
  if (it.status !== undefined && it.status !== 'ACTIVE') {
    return { state: 'failed', reason: `The service is ${it.status}` };
  }
  const asked = props.taskDefinition;
  const primary = it.deployments?.find(({ status }) => status === 'PRIMARY');
  // Emulators keep the first revision in the deployment.
  const running = account.connection.kind === 'endpoint' ? it.taskDefinition : primary?.taskDefinition;
  if (running !== asked) {
    if (!wentBack(it, asked)) return { state: 'superseded' };
    const failed = it.deployments?.find(({ taskDefinition }) => taskDefinition === asked);
    const why = await explain(account, cluster, it, failed, signal);
    return { state: 'failed', reason: `The service went back to ${revision(running)}: ${why}` };
  }
  if (primary?.rolloutState === 'FAILED') {
    return {
      state: 'failed',
      reason: `The rollout failed: ${await explain(account, cluster, it, primary, signal)}`,
    };
  }
  const { runningCount = 0, desiredCount = 0 } = primary ?? it;
  const complete =
    primary?.rolloutState === undefined
      ? runningCount === desiredCount && (it.deployments?.length ?? 1) <= 1
      : primary.rolloutState === 'COMPLETED';
  if (!complete || runningCount < desiredCount) {
    const stopped =
      (primary?.failedTasks ?? 0) > 0 ? await stoppedReason(account, cluster, it, signal) : undefined;
    const tasks = `${runningCount} of ${desiredCount} tasks run`;
    return {
      state: 'pending',
      reason: stopped === undefined ? tasks : `${tasks}; the last that stopped: ${stopped}`,
    };
  }
  // What scaling has made of it counts, not what it began with.
  const tasks = typeof props.desiredCount === 'number' ? props.desiredCount : desiredCount;
  return targetHealth(account, props.loadBalancers, tasks, signal);
}

/** Whether the circuit breaker is why another revision runs; if not, somebody else has deployed it. */
function wentBack({ deployments = [], events = [] }: Service, asked: string): boolean {
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  return (
    deployments.some(
      ({ taskDefinition, rolloutState }) => taskDefinition === asked && rolloutState === 'FAILED',
    ) ||
    // What has failed is listed until its tasks are gone; the event that names its successor stays longer.
    events.some(
      ({ message = '' }) => /rolling back/i.test(message) && message.includes(primary?.id ?? 'nothing'),
    )
  );
}

async function targetHealth(
  { clients, send }: Account,
  loadBalancers: Resolved<ServiceProps>['loadBalancers'],
  tasks: number,
  signal?: AbortSignal,
): Promise<Health> {
  for (const { targetGroupArn: TargetGroupArn } of loadBalancers) {
    const command = new DescribeTargetHealthCommand({ TargetGroupArn });
    const answer = await unlessGone(send(clients.elbv2, command, { signal }));
    // Another run that replaces it too has gone ahead.
    if (!answer) return { state: 'superseded' };
    const targets = (answer.TargetHealthDescriptions ?? []).map(({ TargetHealth }) => TargetHealth);
    const healthy = targets.filter((target) => target?.State === 'healthy').length;
    if (healthy >= tasks) continue;
    // A group that stands by at weight 0 may count as not in use, and is then not checked; its twin is.
    const unchecked = targets.filter((target) => target?.Reason === 'Target.NotInUse').length;
    if (loadBalancers.length > 1 && unchecked >= tasks && healthy === 0) continue;
    const ailing = targets.find((target) => target?.State !== 'healthy');
    const why = ailing?.Description ?? ailing?.Reason ?? ailing?.State;
    return {
      state: 'pending',
      reason: `${healthy} of ${tasks} targets are healthy${why === undefined ? '' : `: ${why}`}`,
    };
  }
  return { state: 'ready' };
}

/** AWS's own words for why a rollout failed: the circuit breaker's, the last task's, the last event's. */
async function explain(
  account: Account,
  cluster: string,
  it: Service,
  deployment: Deployment | undefined,
  signal?: AbortSignal,
): Promise<string> {
  const parts = [deployment?.rolloutStateReason, await stoppedReason(account, cluster, it, signal)];
  const known = parts.filter((part) => part !== undefined && part !== '');
  return known.length > 0 ? known.join(' ') : (it.events?.[0]?.message ?? 'AWS gives no reason');
}

/** Why the task that stopped last did. AWS keeps stopped tasks for about an hour. */
async function stoppedReason(
  { clients, send }: Account,
  cluster: string,
  { serviceName }: Service,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const list = new ListTasksCommand({ cluster, serviceName, desiredStatus: 'STOPPED', maxResults: 100 });
  const { taskArns: tasks = [] } = await send(clients.ecs, list, { signal });
  if (tasks.length === 0) return undefined;
  const { tasks: stopped = [] } = await send(clients.ecs, new DescribeTasksCommand({ cluster, tasks }), {
    signal,
  });
  const [last] = stopped
    .sort((a, b) => (b.stoppedAt?.getTime() ?? 0) - (a.stoppedAt?.getTime() ?? 0))
    .flatMap((task) => stopOf(task) ?? []);
  return last?.reason === '' ? undefined : last?.reason;
}

/** `family:7` of an ARN. */
function revision(arn: string | undefined): string {
  return arn === undefined ? 'no revision' : endOf(arn);
}
