import type { Task } from '@aws-sdk/client-ecs';
import { valueOf, type View } from './view';

/** A service's tasks that run and are to go on; undefined when they are not known. */
export function runningTasks(serviceId: string, view: View): Task[] | undefined {
  return valueOf(view.snapshot.tasks.get(serviceId))?.filter(
    ({ lastStatus, desiredStatus }) => lastStatus === 'RUNNING' && desiredStatus !== 'STOPPED',
  );
}

/** The address that target groups and Cloud Map know a task by. */
export function addressOf(task: Task): string | undefined {
  return task.attachments
    ?.find(({ type }) => type === 'ElasticNetworkInterface')
    ?.details?.find(({ name }) => name === 'privateIPv4Address')?.value;
}
