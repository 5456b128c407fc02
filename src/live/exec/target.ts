import { DescribeTasksCommand, type Container, type Task } from '@aws-sdk/client-ecs';
import { endOf } from '../../kinds/arn';
import type { EcsThing } from '../ecsThing';
import { describeTasks, listTasks } from '../services/calls';
import type { Session } from '../session';

type Through = Pick<Session, 'account'>;

/** A task that could take a terminal. */
export interface ExecTask {
  readonly arn: string;
  /** The last part of its ARN. */
  readonly id: string;
  /** Name of its cluster. */
  readonly cluster: string;
  /** Name of its service; undefined for one that was run by hand. */
  readonly service: string | undefined;
  /** As ECS describes it. */
  readonly task: Task;
}

/** A container of a task: where the terminal goes. */
export interface ExecTarget extends ExecTask {
  readonly container: string;
}

/** The tasks of a service that run, the newest first; without any, those that are about to. */
export async function tasksOfService(
  { account }: Through,
  { cluster, name }: Pick<EcsThing, 'cluster' | 'name'>,
  signal?: AbortSignal,
): Promise<ExecTask[]> {
  const arns = await listTasks(account, { cluster, serviceName: name }, 'RUNNING', signal);
  const tasks = (await describeTasks(account, cluster, arns, signal)).map(execTask);
  const running = tasks.filter(({ task }) => task.lastStatus === 'RUNNING');
  return (running.length > 0 ? running : tasks).sort((a, b) => startOf(b) - startOf(a));
}

/** One task; undefined when ECS has forgotten it, an hour after it stopped. */
export async function taskNamed(
  { account: { clients, send } }: Through,
  { cluster, arn }: Pick<EcsThing, 'cluster' | 'arn'>,
  signal?: AbortSignal,
): Promise<ExecTask | undefined> {
  const command = new DescribeTasksCommand({ cluster, tasks: [arn] });
  const [task] = (await send(clients.ecs, command, { signal })).tasks ?? [];
  return task && execTask(task);
}

/** The containers of a task by name, the service's own first, which is called like it. */
export function containersOf({ task, service }: ExecTask): string[] {
  const names = (task.containers ?? []).flatMap(({ name }) => name ?? []);
  return names.sort((a, b) => Number(b === service) - Number(a === service));
}

/** The container of a target, as ECS describes it. */
export function containerIn({ task, container }: ExecTarget): Container | undefined {
  return task.containers?.find(({ name }) => name === container);
}

function execTask(task: Task): ExecTask {
  const { taskArn: arn = '', clusterArn = '', group } = task;
  return {
    arn,
    id: endOf(arn),
    cluster: endOf(clusterArn),
    service: group?.startsWith('service:') ? group.slice('service:'.length) : undefined,
    task,
  };
}

function startOf({ task }: ExecTask): number {
  return (task.startedAt ?? task.createdAt)?.getTime() ?? 0;
}
