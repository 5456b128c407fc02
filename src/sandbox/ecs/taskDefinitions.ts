import type * as Ecs from '@aws-sdk/client-ecs';
import { after, arn, type Context } from '../context';
import type { HandlersOf } from '../handlers';
import { tagsFromLower, tagsToLower } from '../tags';
import { clientException, definitionOf, ecsPage, invalidParameter } from './requests';
import { checkFargate } from './fargate';
import type { DefinitionState, FamilyState } from './state';

function describe(context: Context, state: DefinitionState): Ecs.TaskDefinition {
  return {
    ...state.definition,
    taskDefinitionArn: state.arn,
    status: state.status,
    registeredAt: new Date(state.registeredAt),
    registeredBy: `arn:aws:iam::${context.world.account}:user/sandbox`,
    deregisteredAt: state.deregisteredAt === undefined ? undefined : new Date(state.deregisteredAt),
  };
}

function found(context: Context, name: string | undefined): DefinitionState {
  const state = definitionOf(context, name);
  if (!state) throw clientException('Unable to describe task definition.');
  return state;
}

/** What ECS fills in, so that a read shows it (aws-reference §1.12). */
function complete(container: Ecs.ContainerDefinition): Ecs.ContainerDefinition {
  return {
    cpu: 0,
    links: undefined,
    environment: [],
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    essential: true,
    ...container,
    healthCheck: container.healthCheck && {
      interval: 30,
      timeout: 5,
      retries: 3,
      ...container.healthCheck,
    },
    portMappings: (container.portMappings ?? []).map((mapping) => ({
      ...mapping,
      hostPort: mapping.hostPort ?? mapping.containerPort,
      protocol: mapping.protocol ?? 'tcp',
    })),
  };
}

function isUsed(context: Context, arn: string): boolean {
  const { services, tasks } = context.region.ecs;
  return (
    [...tasks.values()].some((task) => task.definitionArn === arn && task.status !== 'STOPPED') ||
    [...services.values()].some(
      (service) =>
        service.status !== 'INACTIVE' &&
        service.deployments.some((one) => one.status !== 'INACTIVE' && one.revision.taskDefinition === arn),
    )
  );
}

/** `taskDefinitionGone`: a deleted revision disappears, as soon as nothing uses it. */
export function taskDefinitionGone(context: Context, arn: string): void {
  if (isUsed(context, arn)) {
    after(context, context.latencies.taskDefinitionDelete.seconds, { kind: 'taskDefinitionGone', arn });
    return;
  }
  for (const family of context.region.ecs.families.values()) family.definitions.delete(arn);
}

function familiesBy(context: Context, prefix: string, status: string): FamilyState[] {
  return [...context.region.ecs.families.values()]
    .filter((family) => {
      const states = [...family.definitions.values()].map((one) => one.status);
      const active = states.includes('ACTIVE');
      const matches = status === 'ALL' || (status === 'INACTIVE' ? !active : active);
      return family.name.startsWith(prefix) && states.length > 0 && matches;
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Task definitions: revisions of families, which are never changed. */
export const taskDefinitionHandlers = {
  RegisterTaskDefinitionCommand(context, input) {
    const { tags, ...rest } = input;
    const name = rest.family ?? '';
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) {
      throw clientException('Family should be up to 255 letters, digits, hyphens and underscores.');
    }
    checkFargate(context, rest);
    const { families } = context.region.ecs;
    const family: FamilyState = families.get(name) ?? { name, revisions: 0, definitions: new Map() };
    families.set(name, family);
    family.revisions += 1;
    const state: DefinitionState = {
      arn: arn(context, 'ecs', `task-definition/${name}:${family.revisions}`),
      definition: {
        volumes: [],
        placementConstraints: [],
        ...rest,
        revision: family.revisions,
        containerDefinitions: (rest.containerDefinitions ?? []).map(complete),
        requiresAttributes: [],
        compatibilities: ['EC2', 'FARGATE'],
      },
      status: 'ACTIVE',
      registeredAt: context.now(),
      deregisteredAt: undefined,
      tags: tagsFromLower(tags),
    };
    family.definitions.set(state.arn, state);
    return { taskDefinition: describe(context, state), tags: tagsToLower(state.tags) };
  },

  DescribeTaskDefinitionCommand(context, input) {
    const state = found(context, input.taskDefinition);
    return {
      taskDefinition: describe(context, state),
      tags: input.include?.includes('TAGS') ? tagsToLower(state.tags) : undefined,
    };
  },

  ListTaskDefinitionsCommand(context, input) {
    const families = [...context.region.ecs.families.values()].filter(
      // Despite its name this is the whole family (unlike ListTaskDefinitionFamilies).
      (family) => input.familyPrefix === undefined || family.name === input.familyPrefix,
    );
    const arns = families.flatMap((family) =>
      [...family.definitions.values()]
        .filter((one) => one.status === (input.status ?? 'ACTIVE'))
        .map((one) => one.arn),
    );
    if (input.sort === 'DESC') arns.reverse();
    const { items, next } = ecsPage(arns, input);
    return { taskDefinitionArns: items, nextToken: next };
  },

  ListTaskDefinitionFamiliesCommand(context, input) {
    const found = familiesBy(context, input.familyPrefix ?? '', input.status ?? 'ALL');
    const { items, next } = ecsPage(found, input);
    return { families: items.map((family) => family.name), nextToken: next };
  },

  DeregisterTaskDefinitionCommand(context, input) {
    if (!input.taskDefinition?.includes(':')) {
      throw clientException('The specified task definition does not have a revision number.');
    }
    const state = definitionOf(context, input.taskDefinition);
    if (!state) throw clientException('The specified task definition does not exist.');
    if (state.status === 'ACTIVE') {
      state.status = 'INACTIVE';
      state.deregisteredAt = context.now();
    }
    return { taskDefinition: describe(context, state) };
  },

  DeleteTaskDefinitionsCommand(context, input) {
    const names = input.taskDefinitions ?? [];
    if (names.length === 0 || names.length > 10) {
      throw invalidParameter('Between 1 and 10 task definitions can be deleted at a time.');
    }
    const taskDefinitions: Ecs.TaskDefinition[] = [];
    const failures: Ecs.Failure[] = [];
    for (const name of names) {
      const state = definitionOf(context, name);
      if (!state) {
        failures.push({ arn: name, reason: 'The specified task definition does not exist.' });
      } else if (state.status === 'ACTIVE') {
        failures.push({
          arn: state.arn,
          reason:
            'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
        });
      } else {
        if (state.status === 'INACTIVE') {
          state.status = 'DELETE_IN_PROGRESS';
          after(context, context.latencies.taskDefinitionDelete.seconds, {
            kind: 'taskDefinitionGone',
            arn: state.arn,
          });
        }
        taskDefinitions.push(describe(context, state));
      }
    }
    return { taskDefinitions, failures };
  },
} satisfies HandlersOf<typeof Ecs>;
