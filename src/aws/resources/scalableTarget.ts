import {
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  ListTagsForResourceCommand,
  RegisterScalableTargetCommand,
  TagResourceCommand,
  type ScalableTarget,
} from '@aws-sdk/client-application-auto-scaling';
import type { Found, Provider } from '../../engine/provider';
import { nodeOf, type Resolved } from '../../engine/resource';
import type { ScalableTargetProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { AwsError } from '../errors';
import { createOnce } from '../retry';
import { markIn, tagsOf, type Mark, type Tags } from '../tags';
import { chunks, flatMapAsync, foundOf, mapAsync, must, ofType, unlessGone } from './common';

const TYPE = 'AWS::ApplicationAutoScaling::ScalableTarget';

/** What tells a service's number of tasks from all else that can be scaled. */
export const DESIRED_COUNT = {
  ServiceNamespace: 'ecs',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const;

/** Dynamic scaling that nobody has suspended. */
const RUNNING = { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false };

export function scalableTarget(account: Account): Provider<ScalableTargetProps> {
  const { clients, send } = account;
  const client = clients.applicationautoscaling;

  async function tags(arn: string | undefined, signal?: AbortSignal): Promise<Tags | undefined> {
    if (arn === undefined) return undefined;
    try {
      const command = new ListTagsForResourceCommand({ ResourceARN: arn });
      return (await unlessGone(send(client, command, { signal })))?.Tags ?? {};
    } catch (error) {
      if (isUnsupported(error)) return undefined;
      throw error;
    }
  }

  /** Whose it is. An endpoint that keeps no tags has it be that of the service that it scales. */
  async function markOf(
    it: ScalableTarget,
    stack: string,
    service: Pick<Found, 'id' | 'created'>,
    signal?: AbortSignal,
  ): Promise<Mark | undefined> {
    const own = await tags(it.ScalableTargetARN, signal);
    return own
      ? markIn(own, stack)
      : { id: `${nodeOf(service.id)}/scalableTarget`, created: service.created };
  }

  /** Makes one, with tags, or has one that is there say this, without: there they are an error. Returns its ARN. */
  async function register(
    id: string,
    { service, min, max, suspended = false }: Resolved<ScalableTargetProps>,
    { tags, look }: { readonly tags?: Tags; readonly look: () => Promise<string | undefined> },
    signal?: AbortSignal,
  ): Promise<string> {
    const command = new RegisterScalableTargetCommand({
      ...DESIRED_COUNT,
      ResourceId: resourceIdOf(service),
      MinCapacity: min,
      MaxCapacity: max,
      ...(tags
        ? { Tags: { ...tags } }
        : {
            SuspendedState: {
              DynamicScalingInSuspended: suspended,
              DynamicScalingOutSuspended: suspended,
            },
          }),
    });
    const create = async () =>
      (await send(client, command, { signal, resource: id })).ScalableTargetARN ?? '';
    return createOnce(account, { create, look }, signal);
  }

  return {
    type: TYPE,
    replacement: 'deleteFirst',
    interruption: 'The service keeps the tasks that it has until the new bounds are there, a few seconds.',
    immutable: ['service'],
    slot: ['service'],

    under: ['AWS::ECS::Service'],
    async find(stack, earlier, signal) {
      const services = new Map(
        ofType(earlier, 'AWS::ECS::Service').map((service) => [resourceIdOf(service.physicalId), service]),
      );
      const targets = await listTargets(account, [...services.keys()], signal);
      return mapAsync(targets, async (it) => {
        const service = services.get(it.ResourceId ?? '');
        const mark = service && (await markOf(it, stack, service, signal));
        return service && mark && foundIn(it, mark, service.physicalId);
      });
    },

    async create({ id, props, marks }, signal) {
      const resourceId = resourceIdOf(props.service);
      const look = async () => {
        const [it] = await listTargets(account, [resourceId], signal);
        if (!it) return undefined;
        const mark = await markOf(it, marks.stack, { id, created: marks.created }, signal);
        if (mark?.id !== marks.resource) throw foreign(resourceId);
        return it.ScalableTargetARN ?? '';
      };
      const present = (await look()) !== undefined;
      const how = present ? { look: resend } : { tags: tagsOf(marks), look };
      const arn = await register(id, props, how, signal);
      return { physicalId: resourceId, attributes: attributesOf(resourceId, arn) };
    },

    async update({ id, props, marks, found, changed, remark }, signal) {
      if (changed.length > 0) await register(id, props, { look: resend }, signal);
      const ResourceARN = found.attributes.arn;
      if (remark && ResourceARN !== undefined) {
        const Tags = { ...tagsOf({ ...marks, created: found.created }) };
        await send(client, new TagResourceCommand({ ResourceARN, Tags }), { signal, resource: id });
      }
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal } = {}) {
      const command = new DeregisterScalableTargetCommand({ ...DESIRED_COUNT, ResourceId: found.physicalId });
      await unlessGone(send(client, command, { signal, resource: found.id }));
    },
  };
}

/** Said twice, the same bounds are the same. */
const resend = () => Promise.resolve(undefined);

/** What of some services (`service/<cluster>/<service>`) is scaled. */
export async function listTargets(
  { clients, send }: Account,
  resourceIds: readonly string[],
  signal?: AbortSignal,
): Promise<ScalableTarget[]> {
  return flatMapAsync(chunks(resourceIds, 50), async (ResourceIds) => {
    const command = new DescribeScalableTargetsCommand({ ...DESIRED_COUNT, ResourceIds });
    try {
      return (await send(clients.applicationautoscaling, command, { signal })).ScalableTargets;
    } catch (error) {
      // Most services are not scaled; an endpoint without scaling must not fail every plan.
      if (isUnsupported(error)) return [];
      throw error;
    }
  });
}

/** By what scaling knows a service: the end of its ARN. */
export function resourceIdOf(serviceArn: string): string {
  return serviceArn.slice(serviceArn.lastIndexOf(':') + 1);
}

function isUnsupported(error: unknown): boolean {
  return error instanceof AwsError && error.kind === 'unsupported';
}

function foundIn(it: ScalableTarget, mark: Mark, service: string): Found {
  const resourceId = must(it.ResourceId, 'ResourceId');
  const { DynamicScalingInSuspended: into, DynamicScalingOutSuspended: out } = it.SuspendedState ?? RUNNING;
  return foundOf({
    type: TYPE,
    mark,
    physicalId: resourceId,
    props: {
      service,
      min: it.MinCapacity,
      max: it.MaxCapacity,
      suspended: into === true || out === true ? true : undefined,
    },
    attributes: attributesOf(resourceId, it.ScalableTargetARN),
    pointsTo: [service],
  });
}

function attributesOf(resourceId: string, arn: string | undefined): Record<string, string> {
  return { id: resourceId, ...(arn !== undefined && arn !== '' && { arn }) };
}

/** Somebody has had the service scaled already, and the bounds would be two. */
function foreign(resourceId: string): AwsError {
  return new AwsError(
    `Somebody else scales this service already. Deregister its scalable target, or remove scaling from the file: ${resourceId}`,
    {
      kind: 'foreign',
      code: 'Foreign',
      service: 'applicationautoscaling',
      operation: 'RegisterScalableTarget',
      reason: `a scalable target of ${resourceId} exists`,
    },
  );
}
