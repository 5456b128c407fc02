import { allow, anywhere, arnOf, becomesOurs, isOurs, serviceLinkedRole, where, type Place } from './grant';
import type { PermissionsOf } from './permissions';

const SERVICE = 'application-autoscaling';

/** Ids of targets are AWS's own, so ours are told by their tag. */
const targets = (place: Place) => arnOf(place, SERVICE, 'scalable-target/*');
/** Named after cluster and service, with what AWS adds. */
const alarms = (place: Place) => arnOf(place, 'cloudwatch', 'alarm:TargetTracking-service/*');

/** Application Auto Scaling, with the alarms by which it follows a target. */
export const autoScalingPermissions: PermissionsOf<
  'AWS::ApplicationAutoScaling::ScalableTarget' | 'AWS::ApplicationAutoScaling::ScalingPolicy'
> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': {
    find: () => [anywhere(`${SERVICE}:DescribeScalableTargets`)],
    read: ({ place }) => [allow(targets(place), `${SERVICE}:ListTagsForResource`)],
    create: ({ place }) => [
      where(
        becomesOurs(place),
        allow(targets(place), `${SERVICE}:RegisterScalableTarget`, `${SERVICE}:TagResource`),
      ),
      serviceLinkedRole(place, 'ecs.application-autoscaling.amazonaws.com'),
    ],
    update: ({ place }) => [
      where(
        isOurs(place),
        allow(targets(place), `${SERVICE}:RegisterScalableTarget`, `${SERVICE}:TagResource`),
      ),
    ],
    delete: ({ place }) => [
      where(isOurs(place), allow(targets(place), `${SERVICE}:DeregisterScalableTarget`)),
    ],
  },
  'AWS::ApplicationAutoScaling::ScalingPolicy': {
    read: () => [anywhere(`${SERVICE}:DescribeScalingPolicies`)],
    create: ({ place }) => [
      where(isOurs(place), allow(targets(place), `${SERVICE}:PutScalingPolicy`)),
      anywhere('cloudwatch:DescribeAlarms'),
      allow(alarms(place), 'cloudwatch:PutMetricAlarm'),
    ],
    delete: ({ place }) => [
      where(isOurs(place), allow(targets(place), `${SERVICE}:DeleteScalingPolicy`)),
      anywhere('cloudwatch:DescribeAlarms'),
      allow(alarms(place), 'cloudwatch:DeleteAlarms'),
    ],
  },
};
