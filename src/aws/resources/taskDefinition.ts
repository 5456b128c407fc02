import {
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  TagResourceCommand,
  type ContainerDefinition,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { Found, Marks, Provider } from '../../engine/provider';
import type { Resolved } from '../../engine/resource';
import type { ContainerProps, TaskDefinitionProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { isCode } from '../errors';
import { createOnce } from '../retry';
import type { SendOptions } from '../send';
import { fromTags, isSameAttempt, markIn, ownTag, tagsOf, toLowerList, type Mark, type Tags } from '../tags';
import { chunks, compact, foundOf, mapAsync, must, pages, stringProp } from './common';

const TYPE = 'AWS::ECS::TaskDefinition';

/** So far the search goes back behind revisions that are not ours; a family of many may be nobody of ours. */
const FOREIGN_REVISIONS = 10;

interface Revision {
  readonly definition: TaskDefinition;
  readonly tags: Tags;
}

export function taskDefinition(account: Account): Provider<TaskDefinitionProps> {
  const { clients, send } = account;
  const { region } = account.connection;

  /** The newest ACTIVE revision of a family, or the one that an ARN names. */
  async function describe(familyOrArn: string, signal?: AbortSignal): Promise<Revision | undefined> {
    try {
      const command = new DescribeTaskDefinitionCommand({ taskDefinition: familyOrArn, include: ['TAGS'] });
      const { taskDefinition: definition, tags } = await send(clients.ecs, command, { signal });
      if (definition?.status !== undefined && definition.status !== 'ACTIVE') return undefined;
      return definition && { definition, tags: fromTags(tags) };
    } catch (error) {
      // "Unable to describe task definition": there is no ACTIVE one.
      if (isCode(error, 'ClientException')) return undefined;
      throw error;
    }
  }

  async function register(
    { id, props, marks }: { id: string; props: Resolved<TaskDefinitionProps>; marks: Marks },
    isIt: (mark: Mark | undefined, arn: string) => boolean,
    signal?: AbortSignal,
  ) {
    const arn = await createOnce(
      account,
      {
        async create() {
          const command = new RegisterTaskDefinitionCommand(inputOf(props, marks, region));
          const answer = await send(clients.ecs, command, { signal, resource: id });
          return must(answer.taskDefinition?.taskDefinitionArn, 'taskDefinitionArn');
        },
        async look() {
          const newest = await describe(props.family, signal);
          const newestArn = newest?.definition.taskDefinitionArn;
          return newestArn !== undefined && isIt(markIn(newest?.tags ?? {}, marks.stack), newestArn)
            ? newestArn
            : undefined;
        },
      },
      signal,
    );
    return { physicalId: arn, attributes: { arn, family: props.family } };
  }

  return {
    type: TYPE,
    replacement: 'createFirst',
    immutable: ['family'],
    volatile: ['arn'],

    async find(stack, _earlier, signal) {
      const familyPrefix = `${stack.replace('/', '--')}--`;
      const families = await pages(async (nextToken) => {
        const command = new ListTaskDefinitionFamiliesCommand({ familyPrefix, status: 'ACTIVE', nextToken });
        const page = await send(clients.ecs, command, { signal });
        return { items: page.families, next: page.nextToken };
      });
      return mapAsync(families, async (family) => {
        const newest = await describe(family, signal);
        if (!newest || ownTag(newest.tags, 'stack') !== undefined) return newest && foundIn(newest, stack);
        return newestOwn(family, stack, signal);
      });
    },

    create: (request, signal) => register(request, (mark) => isSameAttempt(mark, request.marks), signal),

    async update(request, signal) {
      const { id, found, marks, changed } = request;
      const own = { ...marks, created: found.created };
      if (changed.length === 0) {
        const tags = toLowerList(tagsOf(own));
        const command = new TagResourceCommand({ resourceArn: found.physicalId, tags });
        await send(clients.ecs, command, { signal, resource: id });
        return { physicalId: found.physicalId, attributes: found.attributes };
      }
      return register(
        { ...request, marks: own },
        (mark, arn) => arn !== found.physicalId && isSameAttempt(mark, own) && mark?.applied === own.applied,
        signal,
      );
    },

    earlier: ownRevisions,
    discard: (arns, found) => deregister(arns, { resource: found.id }),

    async delete(found, { signal } = {}) {
      const options = { signal, resource: found.id };
      const ours = await ownRevisions(found, signal);
      await deregister(ours, options);
      for (const taskDefinitions of chunks(ours, 10)) {
        await send(clients.ecs, new DeleteTaskDefinitionsCommand({ taskDefinitions }), options);
      }
    },
  };

  async function deregister(arns: readonly string[], options: SendOptions): Promise<void> {
    for (const taskDefinition of arns) {
      await send(clients.ecs, new DeregisterTaskDefinitionCommand({ taskDefinition }), options);
    }
  }

  /** What is behind a revision that somebody else has registered in the family. */
  async function newestOwn(family: string, stack: string, signal?: AbortSignal): Promise<Found | undefined> {
    const newestFirst = (await revisions(family, signal)).reverse();
    for (const arn of newestFirst.slice(0, FOREIGN_REVISIONS)) {
      const revision = await describe(arn, signal);
      const found = revision && foundIn(revision, stack);
      if (found) return found;
    }
    return undefined;
  }

  /** ARNs of the ACTIVE revisions of a family, whoever they belong to, oldest first. */
  async function revisions(family: string, signal?: AbortSignal): Promise<string[]> {
    const arns = await pages(async (nextToken) => {
      const command = new ListTaskDefinitionsCommand({ familyPrefix: family, status: 'ACTIVE', nextToken });
      const page = await send(clients.ecs, command, { signal });
      return { items: page.taskDefinitionArns, next: page.nextToken };
    });
    // `familyPrefix` is the whole family on AWS; emulators take it for a prefix.
    return arns.filter((arn) => familyOf(arn) === family);
  }

  /** ARNs of all ACTIVE revisions that carry our mark; a family is named after stack and node. */
  async function ownRevisions(found: Found, signal?: AbortSignal): Promise<string[]> {
    return mapAsync(await revisions(stringProp(found, 'family'), signal), async (arn) => {
      const revision = await describe(arn, signal);
      return revision && ownTag(revision.tags, 'resource') === found.id ? arn : undefined;
    });
  }
}

function familyOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1, arn.lastIndexOf(':'));
}

function inputOf(props: Resolved<TaskDefinitionProps>, marks: Marks, region: string) {
  const log = {
    logDriver: 'awslogs' as const,
    options: {
      'awslogs-group': props.logGroup,
      'awslogs-region': region,
      'awslogs-stream-prefix': props.logPrefix,
    },
  };
  return {
    family: props.family,
    requiresCompatibilities: ['FARGATE' as const],
    networkMode: 'awsvpc' as const,
    // AWS wants these two as strings.
    cpu: String(props.cpu),
    memory: String(props.memory),
    executionRoleArn: props.executionRole,
    taskRoleArn: props.taskRole,
    runtimePlatform: { cpuArchitecture: props.architecture, operatingSystemFamily: 'LINUX' as const },
    containerDefinitions: Object.entries(props.containers).map(([name, container]) => ({
      ...containerOf(name, container),
      logConfiguration: log,
    })),
    tags: toLowerList(tagsOf(marks)),
  };
}

function containerOf(name: string, container: Resolved<ContainerProps>): ContainerDefinition {
  const { image, port, environment, secrets, command, essential, dependsOn } = container;
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
    dependsOn: dependsOn?.map((containerName) => ({ containerName, condition: 'START' as const })),
  });
}

function foundIn({ definition, tags }: Revision, stack: string): Found | undefined {
  const mark = markIn(tags, stack);
  const arn = definition.taskDefinitionArn;
  if (!mark || arn === undefined) return undefined;
  const containers = definition.containerDefinitions ?? [];
  const log = containers[0]?.logConfiguration?.options;
  const logGroup = log?.['awslogs-group'];
  return foundOf({
    type: TYPE,
    mark,
    physicalId: arn,
    props: {
      family: definition.family,
      cpu: numeric(definition.cpu),
      memory: numeric(definition.memory),
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
  const dependsOn = it.dependsOn?.flatMap(({ containerName }) => containerName ?? []);
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
    dependsOn: dependsOn?.length ? dependsOn : undefined,
  });
}

function numeric(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
