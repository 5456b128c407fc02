import type * as Ecs from '@aws-sdk/client-ecs';
import { EXEC_ACTIONS } from '../../kinds/ecsService/roles';
import type { Context } from '../context';
import { reachesService } from '../ec2/endpoints';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { mayCall, roleByArn } from '../iam/policies';
import { openShell } from '../shell/session';
import { definitionOfTask } from './listening';
import { clusterOf, invalidParameter, taskOf } from './requests';
import type { TaskState } from './state';

/** How the agent of ECS Exec is in the containers of a task; undefined in a task that was started without. */
export function agentStatus(
  context: Context,
  task: TaskState,
): 'PENDING' | 'RUNNING' | 'STOPPED' | undefined {
  if (!task.exec) return undefined;
  if (task.status === 'RUNNING') return isConnected(context, task) ? 'RUNNING' : 'STOPPED';
  return task.status === 'PROVISIONING' || task.status === 'PENDING' || task.status === 'ACTIVATING'
    ? 'PENDING'
    : 'STOPPED';
}

/** Whether the agent gets to Session Manager, which takes the task role and a way out (aws-reference §1.14). */
function isConnected(context: Context, task: TaskState): boolean {
  const arn = definitionOfTask(context, task)?.definition.taskRoleArn;
  const role = arn === undefined ? undefined : roleByArn(context, arn);
  if (!role || !EXEC_ACTIONS.every((action) => mayCall(role, action))) return false;
  const { deployments = [] } = context.region.ecs.services.get(task.serviceArn) ?? {};
  const network = deployments.find(({ id }) => id === task.deploymentId)?.revision.network;
  const publicAddress = network?.awsvpcConfiguration?.assignPublicIp === 'ENABLED';
  const caller = { subnetId: task.subnetId, interfaceId: task.interfaceId ?? '', publicAddress };
  return reachesService(context, caller, 'ssmmessages');
}

/** A terminal into a container. The words of the refusals are those that ECS is known to use. */
export const execHandlers = {
  ExecuteCommandCommand(context, input) {
    const cluster = clusterOf(context, input.cluster);
    const task = taskOf(context, cluster, input.task ?? '');
    if (!task) throw invalidParameter('The referenced task was not found.');
    if (!input.interactive) throw invalidParameter('Interactive is the only mode supported currently.');
    if (!input.command) throw invalidParameter('Command cannot be empty.');
    const all = definitionOfTask(context, task)?.definition.containerDefinitions ?? [];
    const container = all.find(({ name }) => name === input.container || (!input.container && !all[1]));
    if (!container) {
      throw invalidParameter(
        input.container === undefined
          ? 'Container name cannot be blank for a task with several containers.'
          : `Container ${input.container} was not found in the task.`,
      );
    }
    if (task.status !== 'RUNNING') {
      throw invalidParameter(
        'The execute command failed because the task is no longer running. Wait and try again or run a new task with execute command enabled and try again.',
      );
    }
    const agent = agentStatus(context, task);
    if (agent === undefined) {
      throw invalidParameter(
        'The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.',
      );
    }
    if (agent !== 'RUNNING') {
      throw awsError(
        'TargetNotConnectedException',
        'The execute command failed due to an internal error. Try again later.',
      );
    }
    const { id, key } = openShell(context, task, container, input.command);
    return {
      clusterArn: cluster.arn,
      taskArn: task.arn,
      containerArn: `${task.arn.replace(':task/', ':container/')}/${all.indexOf(container)}`,
      containerName: container.name,
      interactive: true,
      session: { sessionId: id, streamUrl: context.sessionUrl(id), tokenValue: key },
    };
  },
} satisfies HandlersOf<typeof Ecs>;
