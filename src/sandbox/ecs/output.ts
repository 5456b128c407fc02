import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../context';
import { writeLine } from '../logs/write';
import type { TaskState } from './state';

/**
 * What a container writes to its standard output, delivered by the awslogs driver into
 * `<prefix>/<container>/<task id>` (aws-reference §5). Lost when the group is gone, as on AWS.
 */
export function writeContainerLine(
  context: Context,
  task: TaskState,
  container: ContainerDefinition,
  message: string,
): void {
  const { logDriver, options } = container.logConfiguration ?? {};
  if (logDriver !== 'awslogs') return;
  const group = context.region.logs.groups.get(options?.['awslogs-group'] ?? '');
  const stream = `${options?.['awslogs-stream-prefix'] ?? ''}/${container.name ?? ''}/${task.id}`;
  if (group) writeLine(context, group, stream, message);
}
