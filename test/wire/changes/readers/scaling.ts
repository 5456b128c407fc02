import {
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { described } from '../described';
import type { Reader } from './ids';

/** Scalable targets and their policies; moto keeps no tags of them, so that their service tells whose they are. */
export const scaling: Reader = async ({ clients: { applicationautoscaling: client }, send }, ids) => {
  const ofEcs = { ServiceNamespace: 'ecs' } as const;
  const { ScalableTargets = [] } = await send(client, new DescribeScalableTargetsCommand(ofEcs));
  const { ScalingPolicies = [] } = await send(client, new DescribeScalingPoliciesCommand(ofEcs));
  const targets = ScalableTargets.map(({ ResourceId, MinCapacity, MaxCapacity }) => {
    const service = serviceOf(ResourceId);
    const id = `${nodeOf(service)}/scalableTarget`;
    return described('AWS::ApplicationAutoScaling::ScalableTarget', id, {
      service,
      MinCapacity,
      MaxCapacity,
    });
  });
  const policies = ScalingPolicies.map(({ ResourceId, PolicyName, ...it }) => {
    const service = serviceOf(ResourceId);
    const { TargetValue, PredefinedMetricSpecification } = it.TargetTrackingScalingPolicyConfiguration ?? {};
    const id = `${nodeOf(service)}/scalingPolicy/${PolicyName?.replace('ecs-topology-', '') ?? ''}`;
    const { PredefinedMetricType } = PredefinedMetricSpecification ?? {};
    const members = { service, PolicyName, PredefinedMetricType, TargetValue };
    return described('AWS::ApplicationAutoScaling::ScalingPolicy', id, members);
  });
  return [...targets, ...policies];

  /** `<resource>.arn` of what ends in so. */
  function serviceOf(resourceId = ''): string {
    return [...ids].find(([arn]) => arn.endsWith(`:${resourceId}`))?.[1] ?? resourceId;
  }
};

function nodeOf(service: string): string {
  return service.split('/', 1)[0] ?? service;
}
