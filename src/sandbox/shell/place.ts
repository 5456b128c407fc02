import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { looksSecret } from '../../kinds/ecsService/secrets';
import type { Context } from '../context';
import type { TaskState } from '../ecs/state';

/** Where a command runs. */
export interface Place {
  readonly context: Context;
  readonly task: TaskState;
  readonly container: ContainerDefinition;
  /** Exit code of the command before. */
  readonly code: number;
}

/** What a command leaves. */
export interface Outcome {
  readonly text: string;
  readonly code: number;
  /** It was `exit`. */
  readonly ends?: true;
}

const mask = '•••';

/** The name of a task's host, as Fargate gives it. */
export function hostOf({ context, task }: Place): string {
  return `ip-${(task.address ?? '127.0.0.1').replaceAll('.', '-')}.${context.region.name}.compute.internal`;
}

/** The variables of a container. Secrets are there and not shown: what is printed ends up in terminals and logs. */
export function environmentOf(place: Place): Map<string, string> {
  const { context, task, container } = place;
  const given = (container.environment ?? []).map(({ name = '', value = '' }): [string, string] => [
    name,
    looksSecret(name, value) ? mask : value,
  ]);
  return new Map([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOME', '/root'],
    ['HOSTNAME', hostOf(place)],
    ['AWS_DEFAULT_REGION', context.region.name],
    ['AWS_EXECUTION_ENV', 'AWS_ECS_FARGATE'],
    ['AWS_REGION', context.region.name],
    ['ECS_CONTAINER_METADATA_URI_V4', `http://169.254.170.2/v4/${task.id}`],
    ...given,
    ...(container.secrets ?? []).map(({ name = '' }): [string, string] => [name, mask]),
  ]);
}
