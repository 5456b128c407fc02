import { after, type Context } from '../context';
import { nextProvider } from './capacity';
import { isChecked, taskHealth } from './containerHealth';
import { breakerThreshold, failDeployment } from './deployments';
import { wantedBy } from './describeService';
import { liveTasksByService } from './requests';
import { addEvent } from './serviceEvents';
import type { DeploymentState, ServiceState, TaskState } from './state';
import { startTask, stopTask } from './taskLife';

/** ECS backs off up to this when tasks keep failing (aws-reference §2.2). */
const longestBackOff = 900;

/**
 * The service scheduler: compares what each service is to be with what is there and takes the next steps.
 * It keeps no plan, so it may be called at any time; called after everything that may have changed something.
 */
export function settleServices(context: Context): void {
  const tasks = liveTasksByService(context);
  for (const service of context.region.ecs.services.values()) {
    if (service.status === 'INACTIVE') continue;
    const own = tasks.get(service.arn) ?? [];
    stopUnhealthy(context, service, own);
    noteHealthy(context, service, own);
    tripBreaker(context, service);
    stopSurplus(context, service, own);
    const started = startMissing(context, service, own);
    conclude(context, service, [...own, ...started]);
  }
}

function isWanted(task: TaskState): boolean {
  return task.desired === 'RUNNING';
}

/** RUNNING, its containers found healthy where they are checked, and its targets all of them. */
function isHealthy(context: Context, task: TaskState): boolean {
  if (task.status !== 'RUNNING' || !isWanted(task) || !isChecked(task)) return false;
  return task.targets.every(
    ({ group, key }) => context.region.elb.targetGroups.get(group)?.targets.get(key)?.state === 'healthy',
  );
}

/** A task whose container or target is unhealthy after the grace period is stopped (aws-reference §1.14). */
function stopUnhealthy(context: Context, service: ServiceState, tasks: readonly TaskState[]): void {
  for (const task of tasks) {
    if (task.status !== 'RUNNING' || !isWanted(task)) continue;
    const bad = task.targets.find(
      ({ group, key }) => context.region.elb.targetGroups.get(group)?.targets.get(key)?.state === 'unhealthy',
    );
    const ailing = taskHealth(task) === 'UNHEALTHY';
    if (!bad && !ailing) continue;
    const graceEnds = (task.startedAt ?? 0) + context.scaled(service.graceSeconds ?? 0);
    if (context.now() < graceEnds) {
      if (task.graceEnds !== graceEnds) {
        task.graceEnds = graceEnds;
        after(context, (graceEnds - context.now()) / context.scaled(1), { kind: 'settle' });
      }
      continue;
    }
    if (!bad) {
      addEvent(context, service, `(task ${task.id}) failed container health checks.`);
      countFailure(context, service, task);
      stopTask(context, task, 'ServiceSchedulerInitiated', 'Task failed container health checks');
      continue;
    }
    const target = context.region.elb.targetGroups.get(bad.group)?.targets.get(bad.key);
    addEvent(
      context,
      service,
      `(port ${target?.port ?? 0}) is unhealthy in (target-group ${bad.group}) due to (reason ${target?.description ?? 'unknown'}).`,
    );
    countFailure(context, service, task);
    stopTask(
      context,
      task,
      'ServiceSchedulerInitiated',
      `Task failed ELB health checks in (target-group ${bad.group})`,
    );
  }
}

/** With `resetOnHealthyTask` the circuit breaker forgets its failures when a task turns healthy. */
function noteHealthy(context: Context, service: ServiceState, tasks: readonly TaskState[]): void {
  for (const task of tasks) {
    if (task.wasHealthy || !isHealthy(context, task)) continue;
    task.wasHealthy = true;
    const deployment = service.deployments.find((one) => one.id === task.deploymentId);
    const resets = service.deployment.deploymentCircuitBreaker?.resetOnHealthyTask;
    if (deployment?.rolloutState === 'IN_PROGRESS' && resets) deployment.failedTasks = 0;
  }
}

/** A failed task counts against its deployment and delays the next start. */
export function countFailure(context: Context, service: ServiceState, task: TaskState): void {
  const deployment = service.deployments.find((one) => one.id === task.deploymentId);
  if (!deployment || deployment.rolloutState !== 'IN_PROGRESS') return;
  deployment.failedTasks += 1;
  deployment.updatedAt = context.now();
  const failures = deployment.failedTasks;
  if (failures <= 3) return;
  const wait = Math.min(longestBackOff, 10 * 2 ** (failures - 4));
  deployment.retryAt = context.now() + context.scaled(wait);
  after(context, wait, { kind: 'settle' });
  addEvent(
    context,
    service,
    'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
  );
}

function tripBreaker(context: Context, service: ServiceState): void {
  const breaker = service.deployment.deploymentCircuitBreaker;
  const primary = service.deployments.find((one) => one.status === 'PRIMARY');
  if (!breaker?.enable || primary?.rolloutState !== 'IN_PROGRESS' || service.status !== 'ACTIVE') return;
  if (primary.failedTasks < breakerThreshold(service)) return;
  addEvent(context, service, `(deployment ${primary.id}) deployment failed: tasks failed to start.`);
  failDeployment(context, service, primary, {
    reason: 'ECS deployment circuit breaker: tasks failed to start.',
    rollback: breaker.rollback ?? false,
  });
}

function plural(count: number): string {
  return `${count} ${count === 1 ? 'task' : 'tasks'}`;
}

function inWords(tasks: readonly TaskState[]): string {
  return tasks.map((task) => `(task ${task.id})`).join(' ');
}

function stopAll(context: Context, service: ServiceState, tasks: readonly TaskState[], why: string): void {
  if (tasks.length === 0) return;
  for (const task of tasks) stopTask(context, task, 'ServiceSchedulerInitiated', why);
  addEvent(context, service, `has stopped ${tasks.length} running tasks: ${inWords(tasks)}.`);
}

/** Stops what is too much: of old deployments as far as enough healthy ones remain, of the PRIMARY the newest. */
function stopSurplus(context: Context, service: ServiceState, live: readonly TaskState[]): void {
  const tasks = live.filter(isWanted);
  const primary = service.deployments.find((one) => one.status === 'PRIMARY');
  const why = `Scaling activity initiated by (deployment ${primary?.id ?? ''})`;
  const own = tasks.filter((task) => task.deploymentId === primary?.id);
  const old = tasks.filter((task) => task.deploymentId !== primary?.id);
  const wanted = primary && primary.rolloutState !== 'FAILED' ? wantedBy(service, primary) : 0;
  const surplus = own.slice(wanted);
  const minimum =
    service.status === 'ACTIVE'
      ? Math.ceil((service.desiredCount * (service.deployment.minimumHealthyPercent ?? 100)) / 100)
      : 0;
  const healthyOwn = own.slice(0, wanted).filter((task) => isHealthy(context, task)).length;
  const healthyOld = old.filter((task) => isHealthy(context, task));
  const unhealthyOld = old.filter((task) => !isHealthy(context, task));
  const dispensable = Math.max(0, healthyOwn + healthyOld.length - minimum);
  // A failed deployment that nothing replaces leaves the tasks before it as they are, a deleted service none.
  const failedWithoutSuccessor = service.status === 'ACTIVE' && primary?.rolloutState === 'FAILED';
  const stopping = failedWithoutSuccessor ? [] : [...unhealthyOld, ...healthyOld.slice(0, dispensable)];
  stopAll(context, service, [...surplus, ...stopping], why);
}

function startMissing(context: Context, service: ServiceState, live: readonly TaskState[]): TaskState[] {
  const primary = service.deployments.find((one) => one.status === 'PRIMARY');
  if (!primary || primary.rolloutState === 'FAILED' || context.now() < primary.retryAt) return [];
  const tasks = live.filter(isWanted);
  const own = tasks.filter((task) => task.deploymentId === primary.id).length;
  const most = Math.max(
    1,
    Math.floor((service.desiredCount * (service.deployment.maximumPercent ?? 200)) / 100),
  );
  const count = Math.min(wantedBy(service, primary) - own, most - tasks.length);
  if (count <= 0) return [];
  const started: TaskState[] = [];
  const mates = tasks.filter((task) => task.deploymentId === primary.id);
  for (let index = own; index < own + count; index += 1) {
    const capacityProvider = nextProvider(service, [...mates, ...started]);
    started.push(startTask(context, service, primary, { index, capacityProvider }));
  }
  addEvent(context, service, `has started ${plural(count)}: ${inWords(started)}.`);
  return started;
}

/** Completes the deployment, or the deletion, once nothing is left to do. */
function conclude(context: Context, service: ServiceState, tasks: readonly TaskState[]): void {
  for (const deployment of service.deployments) {
    const left = tasks.some((task) => task.deploymentId === deployment.id);
    if (deployment.status === 'ACTIVE' && !left) {
      deployment.status = 'INACTIVE';
      deployment.finishedAt ??= context.now();
    }
  }
  if (service.status === 'DRAINING') {
    if (tasks.length > 0) return;
    service.status = 'INACTIVE';
    service.since = context.now();
    for (const deployment of service.deployments) deployment.status = 'INACTIVE';
    after(context, context.latencies.inactiveKept.seconds, {
      kind: 'serviceForgotten',
      arn: service.arn,
      since: service.since,
    });
    return;
  }
  const primary = service.deployments.find((one) => one.status === 'PRIMARY');
  if (primary) completeIfSteady(context, service, primary, tasks);
}

function completeIfSteady(
  context: Context,
  service: ServiceState,
  primary: DeploymentState,
  tasks: readonly TaskState[],
): void {
  const own = tasks.filter((task) => task.deploymentId === primary.id && isWanted(task));
  const healthy = own.filter((task) => isHealthy(context, task)).length;
  const old = tasks.some((task) => task.deploymentId !== primary.id && isWanted(task));
  if (old || own.length !== service.desiredCount || healthy !== service.desiredCount) {
    if (own.length !== service.desiredCount) service.steady = false;
    return;
  }
  if (primary.rolloutState === 'IN_PROGRESS') {
    primary.rolloutState = 'COMPLETED';
    primary.rolloutReason = `ECS deployment ${primary.id} completed.`;
    primary.updatedAt = context.now();
    primary.finishedAt = context.now();
    service.lastCompleted = primary.revision;
    addEvent(context, service, `(deployment ${primary.id}) deployment completed.`);
  }
  if (!service.steady) {
    service.steady = true;
    addEvent(context, service, 'has reached a steady state.');
  }
}

/** `serviceForgotten`: an INACTIVE service is no longer described, unless it was made anew. */
export function serviceForgotten(context: Context, arn: string, since: number): void {
  const { services } = context.region.ecs;
  const service = services.get(arn);
  if (service?.status === 'INACTIVE' && service.since === since) services.delete(arn);
}
