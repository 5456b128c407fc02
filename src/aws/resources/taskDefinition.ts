import {
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecs';
import type { Found, Marks, Provider } from '../../engine/provider';
import type { Resolved } from '../../engine/resource';
import type { TaskDefinitionProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { isCode } from '../errors';
import { createOnce } from '../retry';
import type { SendOptions } from '../send';
import { fromTags, isSameAttempt, markIn, ownTag, tagsOf, toLowerList, type Mark } from '../tags';
import { chunks, mapAsync, must, pages, stringProp } from './common';
import { foundIn, inputOf, type Revision } from './taskDefinitionShape';

const TYPE = 'AWS::ECS::TaskDefinition';

/** So far the search goes back behind revisions that are not ours; a family of many may be nobody of ours. */
const FOREIGN_REVISIONS = 10;

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
