import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../context';
import type { InterfaceState } from '../ec2/state';
import type { DefinitionState, TaskState } from './state';

/** Ports that known images listen on, whatever the task definition says (aws-reference §3.3, T9). */
const knownPorts: Readonly<Record<string, readonly number[]>> = {
  'nginxdemos/hello': [80],
  nginx: [80],
  httpd: [80],
};

/** The repository of an image without registry, tag and digest, as the table of known images names it. */
function repositoryOf(image: string): string {
  const path = image
    .replace(/@sha256:.*$/, '')
    .replace(/:[^/:]*$/, '')
    .split('/');
  if (/[.:]|^localhost$/.test(path[0] ?? '')) path.shift();
  if (path[0] === 'library') path.shift();
  // ECR Public mirrors Docker's official images under docker/library.
  if (path[0] === 'docker' && path[1] === 'library') path.splice(0, 2);
  return path.join('/');
}

/** The ports on which a container accepts connections: what the image is known for, else what it declares. */
export function portsOf(container: ContainerDefinition): readonly number[] {
  const repository = repositoryOf(container.image ?? '');
  if (Object.hasOwn(knownPorts, repository)) return knownPorts[repository] ?? [];
  return (container.portMappings ?? []).flatMap((mapping) => mapping.containerPort ?? []);
}

/** The definition that a task runs; it stays until no task needs it. */
export function definitionOfTask(context: Context, task: TaskState): DefinitionState | undefined {
  const family = task.definitionArn.split('/').at(-1)?.split(':')[0] ?? '';
  return context.region.ecs.families.get(family)?.definitions.get(task.definitionArn);
}

/** Whether the containers of a task run: from the moment they are started until they are told to stop. */
function isUp(task: TaskState): boolean {
  return task.status === 'ACTIVATING' || task.status === 'RUNNING' || task.status === 'DEACTIVATING';
}

/** The running container that accepts connections on a port of a network interface. */
export function listeningAt(
  context: Context,
  { owner }: InterfaceState,
  port: number,
): { task: TaskState; container: ContainerDefinition } | undefined {
  const task = context.region.ecs.tasks.get(owner);
  if (!task || !isUp(task)) return undefined;
  const containers = definitionOfTask(context, task)?.definition.containerDefinitions ?? [];
  const container = containers.find((one) => portsOf(one).includes(port));
  return container && { task, container };
}
