import type { FieldPath, Finding } from '../kind';
import type { ContainerSettings } from './container';
import { checkDependencies } from './dependencyRules';
import { knownPort, mirrorOf, parseImage } from './images';
import { serviceName, type ServiceNode } from './model';
import { checkRuntime } from './runtimeRules';
import { looksSecret } from './secrets';

interface Container extends ContainerSettings {
  readonly name: string;
  readonly path: FieldPath;
  readonly image: string;
  readonly port?: number | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly command?: readonly string[] | undefined;
  readonly essential: boolean;
}

/** Containers of a task definition, the service's own included. Source: Amazon ECS service quotas. */
const CONTAINERS = 10;

/** Faults of a service's containers, alone and among each other. */
export function checkContainers(node: ServiceNode): Finding[] {
  const all = containersOf(node);
  if (all.length > CONTAINERS) {
    const message = `The service has ${all.length} containers; a task takes ${CONTAINERS}. Remove sidecars.`;
    return [{ severity: 'error', code: 'too-many-containers', message, path: ['sidecars'] }];
  }
  return [
    ...all.flatMap((container) => [
      ...wrongPort(container),
      ...movingImage(container),
      ...literalSecrets(container),
      ...doubleVariables(container),
      ...checkRuntime(container, node.config),
    ]),
    ...nameClashes(node),
    ...portClashes(all),
    ...checkDependencies(all),
  ];
}

function containersOf(node: ServiceNode): Container[] {
  const { config } = node;
  return [
    { ...config, name: serviceName(node), path: [], essential: true },
    ...Object.entries(config.sidecars).map(([name, sidecar]) => ({
      ...sidecar,
      essential: sidecar.essential ?? false,
      name,
      path: ['sidecars', name],
    })),
  ];
}

/** T9: the image listens elsewhere, so that its targets never turn healthy. */
function wrongPort({ image, port, command, path }: Container): Finding[] {
  const known = knownPort(image);
  // With a command of its own it may listen anywhere.
  if (known === undefined || port === undefined || port === known || command !== undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'T9',
      message: `${parseImage(image).repository} listens on ${known}, not on ${port}: its targets would never turn healthy. Set the port to ${known}, unless the image is configured otherwise.`,
      path: [...path, 'port'],
      fix: { title: `Set the port to ${known}`, path: [...path, 'port'], value: known },
    },
  ];
}

/** T25: what is pulled may change, or be refused. */
function movingImage({ image, path }: Container): Finding[] {
  const { registry, tag, isPinned } = parseImage(image);
  const moves = !isPinned && (tag === undefined || tag === 'latest');
  const isHub = registry === 'docker.io';
  if (!moves && !isHub) return [];
  const message = !moves
    ? 'Docker Hub limits pulls without an account, which may keep a task from starting. Copy the image to Amazon ECR for production.'
    : isHub
      ? 'The tag latest may stand for another image when the next task starts, and Docker Hub limits pulls without an account. Pin a version, and copy the image to Amazon ECR for production.'
      : 'The tag latest may stand for another image when the next task starts. Pin a version or a digest.';
  const mirror = mirrorOf(image);
  return [
    {
      severity: 'info',
      code: 'T25',
      message,
      path: [...path, 'image'],
      ...(mirror === undefined
        ? {}
        : { fix: { title: `Pull from the mirror ${mirror}`, path: [...path, 'image'], value: mirror } }),
    },
  ];
}

/** T32. */
function literalSecrets({ environment = {}, path }: Container): Finding[] {
  return Object.entries(environment)
    .filter(([name, value]) => looksSecret(name, value))
    .map(([name]) => ({
      severity: 'warning',
      code: 'T32',
      message: `${name} looks like a secret; here everyone reads it, in the file and in the task definition. Keep it in Secrets Manager or Parameter Store, and name its ARN under secrets.`,
      path: [...path, 'environment', name],
      fix: { title: `Remove the variable ${name}`, path: [...path, 'environment', name] },
    }));
}

/** ECS refuses a name that is a variable and a secret. */
function doubleVariables({ environment = {}, secrets = {}, path }: Container): Finding[] {
  return Object.keys(secrets)
    .filter((name) => Object.hasOwn(environment, name))
    .map((name) => ({
      severity: 'error',
      code: 'duplicate-variable',
      message: `${name} is both a variable and a secret, which ECS refuses. Keep one of the two.`,
      path: [...path, 'environment', name],
      fix: { title: `Remove the variable ${name}`, path: [...path, 'environment', name] },
    }));
}

function nameClashes(node: ServiceNode): Finding[] {
  const name = serviceName(node);
  if (!Object.hasOwn(node.config.sidecars, name)) return [];
  const message = `The sidecar has the name of the service's own container, ${name}. Rename the sidecar.`;
  return [{ severity: 'error', code: 'duplicate-container', message, path: ['sidecars', name] }];
}

/** Containers of a task share one network interface. */
function portClashes(all: readonly Container[]): Finding[] {
  const taken = new Map<number, string>();
  return all.flatMap(({ name, port, path }): Finding[] => {
    if (port === undefined) return [];
    const first = taken.get(port);
    taken.set(port, first ?? name);
    if (first === undefined) return [];
    const message = `${first} listens on ${port} already, and the containers of a task share their ports. Choose another port.`;
    return [{ severity: 'error', code: 'port-clash', message, path: [...path, 'port'] }];
  });
}
