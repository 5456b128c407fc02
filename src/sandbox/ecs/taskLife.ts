import { after, arn, type Context } from '../context';
import { createInterface } from '../ec2/interfaces';
import { hex, uuid } from '../ids';
import { startChecks } from './containerHealth';
import { exitCodeOf } from './exits';
import { definitionOfTask, portsOf } from './listening';
import { writeContainerLine } from './output';
import { deregisterTask, registerTask } from './registration';
import { startProblem } from './startProblem';
import type { DeploymentState, ServiceState, StopCode, TaskState, TaskStatus } from './state';

/** Plans the task's next change of status. */
function next(context: Context, task: TaskState, seconds: number): void {
  after(context, seconds, { kind: 'taskStep', arn: task.arn, step: task.step });
}

function become(task: TaskState, status: TaskStatus): void {
  task.status = status;
  task.step += 1;
}

/** Places one more task of a deployment; `index` spreads the tasks over the subnets. */
export function startTask(
  context: Context,
  service: ServiceState,
  deployment: DeploymentState,
  { index, capacityProvider }: { readonly index: number; readonly capacityProvider: string | undefined },
): TaskState {
  const id = hex(context.random, 32);
  const subnets = deployment.revision.network?.awsvpcConfiguration?.subnets ?? [];
  const cluster = service.clusterArn.split('/').at(-1) ?? '';
  const definitionTags = () => {
    const family = deployment.revision.taskDefinition.split('/').at(-1)?.split(':')[0] ?? '';
    return context.region.ecs.families.get(family)?.definitions.get(deployment.revision.taskDefinition)?.tags;
  };
  const propagated =
    service.propagateTags === 'SERVICE'
      ? service.tags
      : service.propagateTags === 'TASK_DEFINITION'
        ? definitionTags()
        : undefined;
  const task: TaskState = {
    arn: arn(context, 'ecs', `task/${cluster}/${id}`),
    id,
    clusterArn: service.clusterArn,
    serviceArn: service.arn,
    deploymentId: deployment.id,
    definitionArn: deployment.revision.taskDefinition,
    capacityProvider,
    subnetId: subnets[index % Math.max(1, subnets.length)] ?? '',
    attachmentId: uuid(context.random),
    step: 0,
    status: 'PROVISIONING',
    desired: 'RUNNING',
    interfaceId: undefined,
    address: undefined,
    createdAt: context.now(),
    pulledAt: undefined,
    startedAt: undefined,
    stoppingAt: undefined,
    stoppedAt: undefined,
    stopCode: undefined,
    stoppedReason: undefined,
    containerReason: undefined,
    exitCode: undefined,
    targets: [],
    registryArn: undefined,
    health: new Map(),
    wasHealthy: false,
    graceEnds: undefined,
    exec: service.exec,
    tags: new Map([
      ...(propagated ?? []),
      ...(service.managedTags
        ? ([
            ['aws:ecs:clusterName', cluster],
            ['aws:ecs:serviceName', service.name],
          ] as const)
        : []),
    ]),
  };
  context.region.ecs.tasks.set(task.arn, task);
  next(context, task, context.latencies.taskProvisioning.seconds);
  return task;
}

/** `taskStep`: the task goes on to its next status. Returns the task when it has failed to start, or ended by itself. */
export function taskStep(context: Context, taskArn: string, step: number): TaskState | undefined {
  const task = context.region.ecs.tasks.get(taskArn);
  if (!task || task.step !== step) return undefined;
  const service = context.region.ecs.services.get(task.serviceArn);
  const revision = service?.deployments.find((one) => one.id === task.deploymentId)?.revision;
  switch (task.status) {
    case 'PROVISIONING': {
      const problem = attach(context, task, revision?.network?.awsvpcConfiguration?.securityGroups ?? []);
      if (problem !== undefined) return fail(context, task, problem);
      become(task, 'PENDING');
      next(context, task, context.latencies.taskPull.seconds);
      return undefined;
    }
    case 'PENDING': {
      const problem = startProblem(
        context,
        task,
        revision?.network?.awsvpcConfiguration?.assignPublicIp === 'ENABLED',
      );
      if (problem !== undefined) return fail(context, task, problem);
      task.pulledAt = context.now();
      become(task, 'ACTIVATING');
      startContainers(context, task);
      startChecks(context, task);
      if (service && revision) registerTask(context, service, task);
      next(context, task, context.latencies.taskActivation.seconds);
      return undefined;
    }
    case 'ACTIVATING':
      task.startedAt = context.now();
      become(task, 'RUNNING');
      if (exitOf(context, task) !== undefined) next(context, task, context.latencies.containerExit.seconds);
      return undefined;
    case 'RUNNING':
      stopTask(context, task, 'EssentialContainerExited', 'Essential container in task exited');
      task.exitCode = exitOf(context, task);
      return task;
    case 'DEACTIVATING':
      become(task, 'STOPPING');
      next(context, task, context.latencies.containerStop.seconds);
      return undefined;
    case 'STOPPING':
      become(task, 'DEPROVISIONING');
      next(context, task, context.latencies.taskDeprovisioning.seconds);
      return undefined;
    case 'DEPROVISIONING':
      release(context, task);
      return undefined;
    default:
      return undefined;
  }
}

function attach(context: Context, task: TaskState, groupIds: readonly string[]): string | undefined {
  const subnet = context.region.ec2.subnets.get(task.subnetId);
  if (!subnet) return `ResourceInitializationError: The subnet ID '${task.subnetId}' does not exist`;
  const usable = groupIds.filter((id) => context.region.ec2.securityGroups.has(id));
  if (usable.length < groupIds.length) {
    return `ResourceInitializationError: The security group '${groupIds.find((id) => !usable.includes(id)) ?? ''}' does not exist`;
  }
  const fallback = [...context.region.ec2.securityGroups.values()].find(
    (group) => group.vpcId === subnet.vpcId && group.name === 'default',
  );
  const made = createInterface(context, task.subnetId, {
    groupIds: groupIds.length > 0 ? groupIds : fallback ? [fallback.id] : [],
    type: 'interface',
    requester: 'amazon-ecs',
    description: `arn:aws:ecs:${context.region.name}:${context.world.account}:attachment/${task.attachmentId}`,
    owner: task.arn,
  });
  task.interfaceId = made.id;
  task.address = made.address;
  return undefined;
}

/** The code with which the first essential container ends by itself; undefined for containers that go on. */
function exitOf(context: Context, task: TaskState): number | undefined {
  const containers = definitionOfTask(context, task)?.definition.containerDefinitions ?? [];
  return containers
    .filter(({ essential }) => essential !== false)
    .map(exitCodeOf)
    .find((code) => code !== undefined);
}

function startContainers(context: Context, task: TaskState): void {
  for (const container of definitionOfTask(context, task)?.definition.containerDefinitions ?? []) {
    const ports = portsOf(container);
    writeContainerLine(
      context,
      task,
      container,
      ports.length > 0 ? `listening on port ${ports.join(', ')}` : 'started',
    );
  }
}

/** Asks a task to stop. It leaves its target groups and Cloud Map first and is drained. */
export function stopTask(context: Context, task: TaskState, code: StopCode, reason: string): void {
  if (task.desired === 'STOPPED') return;
  const wasUp = task.status === 'RUNNING' || task.status === 'ACTIVATING';
  task.desired = 'STOPPED';
  task.stopCode = code;
  task.stoppedReason = reason;
  task.stoppingAt = context.now();
  task.exitCode = wasUp ? 0 : undefined;
  if (wasUp) {
    const delay = deregisterTask(context, task);
    become(task, 'DEACTIVATING');
    next(context, task, delay);
  } else {
    become(task, 'DEPROVISIONING');
    next(context, task, context.latencies.taskDeprovisioning.seconds);
  }
}

function fail(context: Context, task: TaskState, reason: string): TaskState {
  task.containerReason = reason;
  stopTask(context, task, 'TaskFailedToStart', reason);
  return task;
}

/** The end: its network interface goes, and after an hour so does the record of it. */
function release(context: Context, task: TaskState): void {
  if (task.interfaceId !== undefined) context.region.ec2.interfaces.delete(task.interfaceId);
  task.stoppedAt = context.now();
  become(task, 'STOPPED');
  after(context, context.latencies.stoppedTaskKept.seconds, { kind: 'taskForgotten', arn: task.arn });
}
