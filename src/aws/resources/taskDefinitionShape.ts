import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Found, Marks } from '../../engine/provider';
import type { Resolved } from '../../engine/resource';
import type { ContainerProps, TaskDefinitionProps } from '../../kinds/resourceTypes';
import { markIn, tagsOf, toLowerList, type Tags } from '../tags';
import { compact, foundOf } from './common';

/** A revision as it is read. */
export interface Revision {
  readonly definition: TaskDefinition;
  readonly tags: Tags;
}

/** Our names of the log driver's options beside the three that every container has. */
const LOG_OPTIONS = {
  mode: 'mode',
  maxBufferSize: 'max-buffer-size',
  datetimeFormat: 'awslogs-datetime-format',
  multilinePattern: 'awslogs-multiline-pattern',
} as const satisfies Record<keyof NonNullable<ContainerProps['logConfiguration']>, string>;

/** What RegisterTaskDefinition is told. */
export function inputOf(props: Resolved<TaskDefinitionProps>, marks: Marks, region: string) {
  const log = {
    'awslogs-group': props.logGroup,
    'awslogs-region': region,
    'awslogs-stream-prefix': props.logPrefix,
  };
  return {
    family: props.family,
    requiresCompatibilities: ['FARGATE' as const],
    networkMode: 'awsvpc' as const,
    // AWS wants these two as strings.
    cpu: String(props.cpu),
    memory: String(props.memory),
    ...(props.ephemeralStorage !== undefined && { ephemeralStorage: { sizeInGiB: props.ephemeralStorage } }),
    executionRoleArn: props.executionRole,
    taskRoleArn: props.taskRole,
    runtimePlatform: { cpuArchitecture: props.architecture, operatingSystemFamily: 'LINUX' as const },
    containerDefinitions: Object.entries(props.containers).map(([name, container]) => ({
      ...containerOf(name, container),
      logConfiguration: {
        logDriver: 'awslogs' as const,
        options: { ...log, ...logOptions(container.logConfiguration) },
      },
    })),
    tags: toLowerList(tagsOf(marks)),
  };
}

function containerOf(name: string, container: Resolved<ContainerProps>): ContainerDefinition {
  const { image, port, environment, secrets, command, essential, dependsOn, healthCheck, ulimits } =
    container;
  return compact({
    name,
    image,
    essential,
    portMappings: port === undefined ? undefined : [{ containerPort: port, protocol: 'tcp' as const }],
    environment: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
    secrets:
      Object.keys(secrets).length === 0
        ? undefined
        : Object.entries(secrets).map(([key, valueFrom]) => ({ name: key, valueFrom })),
    command: command && [...command],
    dependsOn:
      dependsOn &&
      Object.entries(dependsOn).map(([containerName, condition]) => ({ containerName, condition })),
    healthCheck: healthCheck && { ...healthCheck, command: [...healthCheck.command] },
    stopTimeout: container.stopTimeout,
    ulimits: ulimits && [{ name: 'nofile' as const, ...ulimits.nofile }],
    readonlyRootFilesystem: container.readonlyRootFilesystem,
    user: container.user,
  });
}

function logOptions(options: ContainerProps['logConfiguration'] = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(LOG_OPTIONS).flatMap(([ours, theirs]) => {
      // The keys of a literal object are exactly its type's keys.
      const value = options[ours as keyof typeof LOG_OPTIONS];
      return value === undefined ? [] : [[theirs, value]];
    }),
  );
}

/** A revision of the stack, with the properties that were asked for; undefined when it is not of the stack. */
export function foundIn({ definition, tags }: Revision, stack: string): Found | undefined {
  const mark = markIn(tags, stack);
  const arn = definition.taskDefinitionArn;
  if (!mark || arn === undefined) return undefined;
  const containers = definition.containerDefinitions ?? [];
  const log = containers[0]?.logConfiguration?.options;
  const logGroup = log?.['awslogs-group'];
  return foundOf({
    type: 'AWS::ECS::TaskDefinition',
    mark,
    physicalId: arn,
    props: {
      family: definition.family,
      cpu: numeric(definition.cpu),
      memory: numeric(definition.memory),
      // Fargate's own 20 are what a task has of which nothing is said.
      ephemeralStorage: unless(definition.ephemeralStorage?.sizeInGiB, 20),
      architecture: definition.runtimePlatform?.cpuArchitecture,
      executionRole: definition.executionRoleArn,
      taskRole: definition.taskRoleArn,
      containers: Object.fromEntries(containers.map((it) => [it.name ?? '', containerProps(it)])),
      logGroup,
      logPrefix: log?.['awslogs-stream-prefix'],
    },
    attributes: { arn, family: definition.family },
    pointsTo: [definition.executionRoleArn, definition.taskRoleArn, logGroup],
  });
}

function containerProps(it: ContainerDefinition): object {
  return compact({
    image: it.image,
    port: it.portMappings?.[0]?.containerPort,
    environment: Object.fromEntries(
      (it.environment ?? []).map(({ name, value }) => [name ?? '', value ?? '']),
    ),
    secrets: Object.fromEntries(
      (it.secrets ?? []).map(({ name, valueFrom }) => [name ?? '', valueFrom ?? '']),
    ),
    // An empty list is AWS's way to say that none was given.
    command: it.command?.length ? it.command : undefined,
    essential: it.essential,
    dependsOn: it.dependsOn?.length
      ? Object.fromEntries(
          it.dependsOn.map(({ containerName, condition }) => [containerName ?? '', condition]),
        )
      : undefined,
    healthCheck: healthCheckProps(it),
    stopTimeout: it.stopTimeout,
    ulimits: ulimitProps(it),
    readonlyRootFilesystem: it.readonlyRootFilesystem === true ? true : undefined,
    user: unless(it.user, ''),
    logConfiguration: logProps(it.logConfiguration?.options),
  });
}

/** What was left out comes back as ECS's own value, or not at all. Source: API reference, HealthCheck. */
function healthCheckProps({ healthCheck }: ContainerDefinition): object | undefined {
  if (!healthCheck?.command?.length) return undefined;
  const { command, interval = 30, timeout = 5, retries = 3, startPeriod = 0 } = healthCheck;
  return { command, interval, timeout, retries, startPeriod };
}

/** By name, so that one that somebody else has set is told as a difference. */
function ulimitProps({ ulimits }: ContainerDefinition): object | undefined {
  if (!ulimits?.length) return undefined;
  return Object.fromEntries(
    ulimits.map(({ name, softLimit, hardLimit }) => [name ?? '', { softLimit, hardLimit }]),
  );
}

function logProps(options: Readonly<Record<string, string>> = {}): object | undefined {
  const given = Object.entries(LOG_OPTIONS).flatMap(([ours, theirs]) =>
    options[theirs] === undefined ? [] : [[ours, options[theirs]]],
  );
  return given.length === 0 ? undefined : (Object.fromEntries(given) as object);
}

function unless<T>(value: T | undefined, nothing: T): T | undefined {
  return value === nothing ? undefined : value;
}

function numeric(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
