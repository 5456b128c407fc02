import { arn, type Context } from '../../context';
import type { autoScalingHandlers } from '../../autoScaling/autoScaling';
import { tagsFromRecord } from '../../tags';
import type { ConditionKeys, Demand } from '../policyDocument';
import { anywhere, demand, requestTags, resourceTags, serviceLinkedRole, type DemandsOf } from './demands';

const SERVICE = 'application-autoscaling';

/** An action on the target of a service; one that is yet to be made has an id that nobody knows. */
function on(
  context: Context,
  action: string,
  resourceId: string | undefined,
  keys: ConditionKeys = {},
): Demand {
  const target = context.region.autoScaling.targets.get(resourceId ?? '');
  const resource = target?.arn ?? arn(context, SERVICE, 'scalable-target/new');
  return demand(`${SERVICE}:${action}`, resource, { ...resourceTags(target?.tags), ...keys });
}

/** The alarms of a policy are made and deleted in the name of whoever makes or deletes it. */
function alarms(context: Context, resourceId: string | undefined, action: string): Demand[] {
  const resource = arn(context, 'cloudwatch', `alarm:TargetTracking-${resourceId ?? ''}-AlarmHigh`);
  return [demand('cloudwatch:DescribeAlarms', '*'), demand(`cloudwatch:${action}`, resource)];
}

function byArn(action: string) {
  return (
    context: Context,
    input: { ResourceARN?: string | undefined; Tags?: Record<string, string> | undefined },
  ) => {
    const targets = [...context.region.autoScaling.targets.values()];
    const target = targets.find((one) => one.arn === input.ResourceARN);
    const keys = requestTags(tagsFromRecord(input.Tags));
    return [on(context, action, target?.resourceId, keys)];
  };
}

/** Application Auto Scaling. Source besides: ECS developer guide, permissions of service auto scaling. */
export const autoScalingDemands: DemandsOf<typeof autoScalingHandlers> = {
  DescribeScalableTargetsCommand: anywhere(`${SERVICE}:DescribeScalableTargets`),
  DescribeScalingPoliciesCommand: anywhere(`${SERVICE}:DescribeScalingPolicies`),
  DescribeScalingActivitiesCommand: anywhere(`${SERVICE}:DescribeScalingActivities`),
  RegisterScalableTargetCommand: (context, { ResourceId, Tags }) => {
    const tags = requestTags(tagsFromRecord(Tags));
    return [
      on(context, 'RegisterScalableTarget', ResourceId, tags),
      ...(Tags ? [on(context, 'TagResource', ResourceId, tags)] : []),
      ...serviceLinkedRole(context, 'ecs.application-autoscaling.amazonaws.com'),
    ];
  },
  DeregisterScalableTargetCommand: (context, { ResourceId }) => [
    on(context, 'DeregisterScalableTarget', ResourceId),
  ],
  PutScalingPolicyCommand: (context, { ResourceId }) => [
    on(context, 'PutScalingPolicy', ResourceId),
    ...alarms(context, ResourceId, 'PutMetricAlarm'),
  ],
  DeleteScalingPolicyCommand: (context, { ResourceId }) => [
    on(context, 'DeleteScalingPolicy', ResourceId),
    ...alarms(context, ResourceId, 'DeleteAlarms'),
  ],
  ListTagsForResourceCommand: byArn('ListTagsForResource'),
  TagResourceCommand: byArn('TagResource'),
  UntagResourceCommand: byArn('UntagResource'),
};
