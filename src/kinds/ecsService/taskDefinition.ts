import { ref } from '../../engine/resource';
import type { Graph } from '../kind';
import type { ContainerProps, TopologyResource } from '../resourceTypes';
import { dependencyOf, type ContainerSettings } from './container';
import { serviceName, type Call, type ServiceNode } from './model';
import { roleReference } from './roles';

/** The service's own container and its sidecars; a call to another service becomes a variable with its URL. */
export function taskDefinition(node: ServiceNode, calls: readonly Call[], graph: Graph): TopologyResource {
  const { id, config } = node;
  const main: ContainerProps = {
    image: config.image,
    port: config.port,
    environment: { ...config.environment, ...urls(calls, graph) },
    secrets: { ...config.secrets },
    ...some('command', config.command),
    essential: true,
    ...settings(config),
  };
  const sidecars = Object.entries(config.sidecars).map(([name, sidecar]): [string, ContainerProps] => [
    name,
    {
      image: sidecar.image,
      ...(sidecar.port === undefined ? {} : { port: sidecar.port }),
      environment: { ...sidecar.environment },
      secrets: { ...sidecar.secrets },
      ...some('command', sidecar.command),
      essential: sidecar.essential ?? false,
      ...settings(sidecar),
    },
  ]);
  return {
    id: `${id}/taskDefinition`,
    type: 'AWS::ECS::TaskDefinition',
    props: {
      family: graph.names.unique(node, { limit: 255 }),
      cpu: config.cpu,
      memory: config.memory,
      ...(config.ephemeralStorage === undefined ? {} : { ephemeralStorage: config.ephemeralStorage }),
      architecture: config.architecture,
      executionRole: roleReference(node, 'execution'),
      taskRole: roleReference(node, 'task'),
      containers: Object.fromEntries([[serviceName(node), main], ...sidecars]),
      logGroup: ref(`${id}/logGroup`, 'name'),
      logPrefix: serviceName(node),
    },
  };
}

/** What is at its default is left out, as AWS leaves it out. */
function settings(given: ContainerSettings) {
  const { healthCheck, stopTimeout, ulimits, readonlyRootFilesystem, user, logConfiguration } = given;
  const { mode, maxBufferSize, datetimeFormat, multilinePattern } = logConfiguration ?? {};
  const dependsOn = (given.dependsOn ?? []).map(dependencyOf);
  const logs = defined({ mode, maxBufferSize, datetimeFormat, multilinePattern });
  return defined({
    dependsOn:
      dependsOn.length === 0
        ? undefined
        : Object.fromEntries(dependsOn.map(({ containerName, condition }) => [containerName, condition])),
    healthCheck,
    stopTimeout,
    ulimits: ulimits?.nofile && { nofile: ulimits.nofile },
    readonlyRootFilesystem: readonlyRootFilesystem || undefined,
    user,
    logConfiguration: Object.keys(logs).length === 0 ? undefined : logs,
  });
}

function defined<T extends object>(members: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  // Members that could be undefined are gone afterwards.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}

/** An empty list says nothing, and AWS returns none for it. */
function some<Key extends string>(key: Key, list: readonly string[] | undefined) {
  // The computed key is the one of the type.
  return (list && list.length > 0 ? { [key]: list } : {}) as { [K in Key]?: readonly string[] };
}

function urls(calls: readonly Call[], graph: Graph): Record<string, string> {
  return Object.fromEntries(
    calls.flatMap((call) => {
      const { host, port } = graph.offer(call);
      return call.config.env === undefined || host === undefined
        ? []
        : [[call.config.env, `http://${host}:${port}`]];
    }),
  );
}
