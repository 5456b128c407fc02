import type * as Ecs from '@aws-sdk/client-ecs';
import type { Context } from '../context';
import type { HandlersOf } from '../handlers';
import { tagsToLower } from '../tags';
import { containerHealth, taskHealth } from './containerHealth';
import { agentStatus } from './exec';
import { definitionOfTask } from './listening';
import { clusterOf, ecsPage, invalidParameter, serviceArn, taskOf } from './requests';
import type { TaskState } from './state';
import { stopTask } from './taskLife';

function date(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}

const attachmentStatus: Readonly<Record<TaskState['status'], string>> = {
  PROVISIONING: 'PRECREATED',
  PENDING: 'ATTACHED',
  ACTIVATING: 'ATTACHED',
  RUNNING: 'ATTACHED',
  DEACTIVATING: 'ATTACHED',
  STOPPING: 'ATTACHED',
  DEPROVISIONING: 'DETACHING',
  STOPPED: 'DELETED',
};

function attachment(task: TaskState): Ecs.Attachment {
  const details: Ecs.KeyValuePair[] = [{ name: 'subnetId', value: task.subnetId }];
  if (task.interfaceId !== undefined) {
    details.push(
      { name: 'networkInterfaceId', value: task.interfaceId },
      { name: 'privateIPv4Address', value: task.address },
    );
  }
  return {
    id: task.attachmentId,
    type: 'ElasticNetworkInterface',
    status: attachmentStatus[task.status],
    details,
  };
}

function containerStatus(task: TaskState): string {
  if (task.status === 'PROVISIONING' || task.status === 'PENDING') return 'PENDING';
  if (task.status === 'DEPROVISIONING' || task.status === 'STOPPED') return 'STOPPED';
  return 'RUNNING';
}

function containers(
  context: Context,
  task: TaskState,
  definition: Ecs.TaskDefinition | undefined,
): Ecs.Container[] {
  const agent = agentStatus(context, task);
  return (definition?.containerDefinitions ?? []).map((container, index) => ({
    containerArn: `${task.arn.replace(':task/', ':container/')}/${index}`,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    runtimeId: task.pulledAt === undefined ? undefined : `${task.id}-${index}`,
    lastStatus: containerStatus(task),
    exitCode: containerStatus(task) === 'STOPPED' ? task.exitCode : undefined,
    reason: task.containerReason,
    networkBindings: [],
    networkInterfaces:
      task.address === undefined
        ? []
        : [{ attachmentId: task.attachmentId, privateIpv4Address: task.address }],
    healthStatus: containerHealth(task, container.name),
    managedAgents:
      agent === undefined
        ? undefined
        : [
            {
              name: 'ExecuteCommandAgent',
              lastStatus: agent,
              lastStartedAt: agent === 'PENDING' ? undefined : date(task.startedAt),
            },
          ],
    cpu: String(container.cpu ?? 0),
  }));
}

function describe(context: Context, task: TaskState, include: readonly string[] = []): Ecs.Task {
  const definition = definitionOfTask(context, task)?.definition;
  const service = context.region.ecs.services.get(task.serviceArn);
  return {
    taskArn: task.arn,
    clusterArn: task.clusterArn,
    taskDefinitionArn: task.definitionArn,
    group: `service:${task.serviceArn.split('/').at(-1) ?? ''}`,
    startedBy: task.deploymentId,
    lastStatus: task.status,
    desiredStatus: task.desired,
    launchType: service?.launchType ?? 'FARGATE',
    capacityProviderName: task.capacityProvider,
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    cpu: definition?.cpu,
    memory: definition?.memory,
    availabilityZone: context.region.ec2.subnets.get(task.subnetId)?.zone,
    connectivity: task.interfaceId === undefined ? undefined : 'CONNECTED',
    connectivityAt: task.interfaceId === undefined ? undefined : date(task.createdAt),
    attachments: [attachment(task)],
    containers: containers(context, task, definition),
    healthStatus: taskHealth(task),
    enableExecuteCommand: task.exec,
    version: task.step + 1,
    createdAt: date(task.createdAt),
    pullStartedAt: date(task.pulledAt),
    pullStoppedAt: date(task.pulledAt),
    startedAt: date(task.startedAt),
    stoppingAt: date(task.stoppingAt),
    executionStoppedAt: date(task.stoppedAt),
    stoppedAt: date(task.stoppedAt),
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    tags: include.includes('TAGS') ? tagsToLower(task.tags) : [],
  };
}

/** Tasks; `taskLife.ts` is how they come and go. */
export const taskHandlers = {
  ListTasksCommand(context, input) {
    const cluster = clusterOf(context, input.cluster);
    const wanted = input.desiredStatus ?? 'RUNNING';
    const service =
      input.serviceName === undefined ? undefined : serviceArn(context, cluster, input.serviceName);
    const found = [...context.region.ecs.tasks.values()].filter(
      (task) =>
        task.clusterArn === cluster.arn &&
        task.desired === wanted &&
        (service === undefined || task.serviceArn === service) &&
        (input.family === undefined ||
          task.definitionArn.split('/').at(-1)?.split(':')[0] === input.family) &&
        (input.startedBy === undefined || task.deploymentId === input.startedBy),
    );
    const { items, next } = ecsPage(found, input);
    return { taskArns: items.map((task) => task.arn), nextToken: next };
  },

  DescribeTasksCommand(context, input) {
    const cluster = clusterOf(context, input.cluster);
    const asked = input.tasks ?? [];
    if (asked.length === 0) throw invalidParameter('Tasks cannot be empty.');
    if (asked.length > 100) throw invalidParameter('Tasks cannot have more than 100 elements.');
    const found = asked.map((arn) => ({ arn, task: taskOf(context, cluster, arn) }));
    return {
      tasks: found.flatMap(({ task }) => (task ? [describe(context, task, input.include)] : [])),
      failures: found.flatMap(({ arn, task }) => (task ? [] : [{ arn, reason: 'MISSING' }])),
    };
  },

  StopTaskCommand(context, input) {
    const cluster = clusterOf(context, input.cluster);
    const task = taskOf(context, cluster, input.task ?? '');
    if (!task) throw invalidParameter('The referenced task was not found.');
    stopTask(context, task, 'UserInitiated', input.reason ?? 'Task stopped by user');
    return { task: describe(context, task) };
  },
} satisfies HandlersOf<typeof Ecs>;
