import type * as AutoScaling from '@aws-sdk/client-application-auto-scaling';
import { arn, type Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { ensureServiceLinkedRole } from '../iam/serviceLinkedRoles';
import { uuid } from '../ids';
import { page } from '../page';
import { addTags, removeTags, tagsFromRecord, tagsToRecord } from '../tags';
import type { PolicyState, ScalableTargetState } from './state';
import { keepWithin, serviceOfTarget } from './tracking';

const DIMENSION = 'ecs:service:DesiredCount';

const METRICS: Readonly<Record<string, PolicyState['metric']>> = {
  ECSServiceAverageCPUUtilization: 'cpu',
  ECSServiceAverageMemoryUtilization: 'memory',
};

function validation(message: string): Error {
  return awsError('ValidationException', message);
}

/** Of all that can be scaled the sandbox knows the number of tasks of an ECS service. */
function checkKind(input: {
  ServiceNamespace?: string | undefined;
  ScalableDimension?: string | undefined;
}): void {
  if (input.ServiceNamespace !== 'ecs') throw validation('The sandbox scales services of ECS only.');
  if (input.ScalableDimension !== undefined && input.ScalableDimension !== DIMENSION) {
    throw validation(`Unsupported scalable dimension: ${input.ScalableDimension}`);
  }
}

function targetOf(context: Context, resourceId: string | undefined): ScalableTargetState {
  const target = context.region.autoScaling.targets.get(resourceId ?? '');
  if (!target) {
    throw awsError(
      'ObjectNotFoundException',
      `No scalable target found for service namespace: ecs, resource ID: ${resourceId ?? ''}, scalable dimension: ${DIMENSION}`,
    );
  }
  return target;
}

function targetByArn(context: Context, wanted: string | undefined): ScalableTargetState {
  const target = [...context.region.autoScaling.targets.values()].find((one) => one.arn === wanted);
  if (!target) {
    throw awsError('ResourceNotFoundException', `The specified resource doesn't exist: ${wanted ?? ''}`);
  }
  return target;
}

function checkBounds(min: number, max: number): void {
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 0 || min > max) {
    throw validation('Maximum capacity cannot be less than minimum capacity.');
  }
}

function paging(input: { MaxResults?: number | undefined; NextToken?: string | undefined }) {
  return { size: input.MaxResults ?? 50, limit: 50, token: input.NextToken, invalid: validation };
}

function roleArn(context: Context): string {
  const { path, name } = ensureServiceLinkedRole(context, 'ecs.application-autoscaling.amazonaws.com');
  return `arn:aws:iam::${context.world.account}:role${path}${name}`;
}

function describePolicy(target: ScalableTargetState, policy: PolicyState): AutoScaling.ScalingPolicy {
  return {
    PolicyARN: policy.arn,
    PolicyName: policy.name,
    ServiceNamespace: 'ecs',
    ResourceId: target.resourceId,
    ScalableDimension: DIMENSION,
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: policy.configuration,
    Alarms: alarmsOf(target, policy),
    CreationTime: new Date(policy.createdAt),
  };
}

function alarmsOf({ resourceId }: ScalableTargetState, { arn: policyArn }: PolicyState): AutoScaling.Alarm[] {
  const id = policyArn.split(':')[6] ?? '';
  return ['AlarmHigh', 'AlarmLow'].map((kind) => {
    const AlarmName = `TargetTracking-${resourceId}-${kind}-${id}`;
    return {
      AlarmName,
      AlarmARN: policyArn.replace(/autoscaling:(.*?:\d+):.*/, `cloudwatch:$1:alarm:${AlarmName}`),
    };
  });
}

/** Scalable targets, their policies, and what they have done. */
export const autoScalingHandlers = {
  RegisterScalableTargetCommand(context, input) {
    checkKind(input);
    const { targets } = context.region.autoScaling;
    const resourceId = input.ResourceId ?? '';
    const known = targets.get(resourceId);
    if (known && input.Tags && Object.keys(input.Tags).length > 0) {
      throw validation('Tags cannot be specified when updating a scalable target; use TagResource.');
    }
    if (!known && !serviceOfTarget(context, resourceId)) {
      throw validation(`ECS service doesn't exist: ${resourceId}`);
    }
    if (!known && (input.MinCapacity === undefined || input.MaxCapacity === undefined)) {
      throw validation('MinCapacity and MaxCapacity are required when a scalable target is registered.');
    }
    const min = input.MinCapacity ?? known?.min ?? 0;
    const max = input.MaxCapacity ?? known?.max ?? 0;
    checkBounds(min, max);
    ensureServiceLinkedRole(context, 'ecs.application-autoscaling.amazonaws.com');
    const target: ScalableTargetState = known ?? {
      resourceId,
      arn: arn(
        context,
        'application-autoscaling',
        `scalable-target/${uuid(context.random).replaceAll('-', '')}`,
      ),
      min,
      max,
      suspended: {},
      createdAt: context.now(),
      policies: new Map(),
      activities: [],
      pending: undefined,
      tags: tagsFromRecord(input.Tags),
    };
    targets.set(resourceId, target);
    Object.assign(target, { min, max, suspended: { ...target.suspended, ...input.SuspendedState } });
    keepWithin(context, target);
    return { ScalableTargetARN: target.arn };
  },

  DescribeScalableTargetsCommand(context, input) {
    checkKind(input);
    if ((input.ResourceIds?.length ?? 0) > 50) throw validation('ResourceIds takes at most 50 items.');
    const found = [...context.region.autoScaling.targets.values()].filter(
      ({ resourceId }) => !input.ResourceIds || input.ResourceIds.includes(resourceId),
    );
    const { items, next } = page(found, paging(input));
    return {
      ScalableTargets: items.map((target) => ({
        ServiceNamespace: 'ecs' as const,
        ResourceId: target.resourceId,
        ScalableDimension: DIMENSION,
        MinCapacity: target.min,
        MaxCapacity: target.max,
        RoleARN: roleArn(context),
        CreationTime: new Date(target.createdAt),
        SuspendedState: {
          DynamicScalingInSuspended: false,
          DynamicScalingOutSuspended: false,
          ScheduledScalingSuspended: false,
          ...target.suspended,
        },
        ScalableTargetARN: target.arn,
      })),
      NextToken: next,
    };
  },

  DeregisterScalableTargetCommand(context, input) {
    checkKind(input);
    // Its policies and their alarms go with it (aws-reference §1.19).
    context.region.autoScaling.targets.delete(targetOf(context, input.ResourceId).resourceId);
    return {};
  },

  PutScalingPolicyCommand(context, input) {
    checkKind(input);
    const target = targetOf(context, input.ResourceId);
    const configuration = input.TargetTrackingScalingPolicyConfiguration;
    const measured = configuration?.PredefinedMetricSpecification?.PredefinedMetricType ?? '';
    const metric = Object.hasOwn(METRICS, measured) ? METRICS[measured] : undefined;
    if (input.PolicyType !== 'TargetTrackingScaling' || !configuration || !metric) {
      throw validation('The sandbox knows target tracking of the average CPU and memory of a service only.');
    }
    const name = input.PolicyName ?? '';
    const known = target.policies.get(name);
    if (!known && [...target.policies.values()].some((policy) => policy.metric === metric)) {
      throw validation(`Only one TargetTrackingScaling policy for a given metric specification is allowed.`);
    }
    const id = uuid(context.random);
    const policy: PolicyState = {
      name,
      arn:
        known?.arn ??
        arn(
          context,
          'autoscaling',
          `scalingPolicy:${id}:resource/ecs/${target.resourceId}:policyName/${name}`,
        ),
      metric,
      configuration,
      createdAt: known?.createdAt ?? context.now(),
    };
    target.policies.set(name, policy);
    return { PolicyARN: policy.arn, Alarms: alarmsOf(target, policy) };
  },

  DescribeScalingPoliciesCommand(context, input) {
    checkKind(input);
    const found = [...context.region.autoScaling.targets.values()]
      .filter(({ resourceId }) => input.ResourceId === undefined || resourceId === input.ResourceId)
      .flatMap((target) => [...target.policies.values()].map((policy) => ({ target, policy })))
      .filter(({ policy }) => !input.PolicyNames || input.PolicyNames.includes(policy.name));
    const { items, next } = page(found, paging(input));
    return {
      ScalingPolicies: items.map(({ target, policy }) => describePolicy(target, policy)),
      NextToken: next,
    };
  },

  DeleteScalingPolicyCommand(context, input) {
    checkKind(input);
    const { policies } = targetOf(context, input.ResourceId);
    if (!policies.delete(input.PolicyName ?? '')) {
      throw awsError('ObjectNotFoundException', `No scaling policy found: ${input.PolicyName ?? ''}`);
    }
    return {};
  },

  DescribeScalingActivitiesCommand(context, input) {
    checkKind(input);
    const found = [...context.region.autoScaling.targets.values()]
      .filter(({ resourceId }) => input.ResourceId === undefined || resourceId === input.ResourceId)
      .flatMap(({ resourceId, activities }) => activities.map((activity) => ({ resourceId, ...activity })));
    const { items, next } = page(found, paging(input));
    return {
      ScalingActivities: items.map(({ id, resourceId, at, cause, from, to }) => ({
        ActivityId: id,
        ServiceNamespace: 'ecs' as const,
        ResourceId: resourceId,
        ScalableDimension: DIMENSION,
        Description: `Setting desired count to ${to}.`,
        Cause: cause,
        StartTime: new Date(at),
        EndTime: new Date(at),
        StatusCode: 'Successful' as const,
        StatusMessage: `Successfully set desired count to ${to} from ${from}.`,
      })),
      NextToken: next,
    };
  },

  ListTagsForResourceCommand: (context, input) => ({
    Tags: tagsToRecord(targetByArn(context, input.ResourceARN).tags),
  }),

  TagResourceCommand(context, input) {
    addTags(targetByArn(context, input.ResourceARN).tags, tagsFromRecord(input.Tags));
    return {};
  },

  UntagResourceCommand(context, input) {
    removeTags(targetByArn(context, input.ResourceARN).tags, input.TagKeys);
    return {};
  },
} satisfies HandlersOf<typeof AutoScaling>;
