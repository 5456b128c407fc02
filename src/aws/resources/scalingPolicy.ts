import {
  DeleteScalingPolicyCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  type ScalingPolicy,
} from '@aws-sdk/client-application-auto-scaling';
import type { Found, Provider } from '../../engine/provider';
import { nodeOf, type Resolved } from '../../engine/resource';
import type { ScalingPolicyProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { flatMapAsync, foundOf, ofType, pages, stringProp, unlessGone } from './common';
import { DESIRED_COUNT } from './scalableTarget';

const TYPE = 'AWS::ApplicationAutoScaling::ScalingPolicy';

type Metric = ScalingPolicyProps['metric'];

/** What each metric is to CloudWatch, and the one name of the policy that follows it; policies carry no tags. */
const METRICS = {
  cpu: { type: 'ECSServiceAverageCPUUtilization', name: 'ecs-topology-cpu' },
  memory: { type: 'ECSServiceAverageMemoryUtilization', name: 'ecs-topology-memory' },
} as const satisfies Record<Metric, { readonly type: string; readonly name: string }>;

export function scalingPolicy(account: Account): Provider<ScalingPolicyProps> {
  const { clients, send } = account;
  const client = clients.applicationautoscaling;

  async function under(ResourceId: string, signal?: AbortSignal): Promise<ScalingPolicy[]> {
    return pages(async (NextToken) => {
      const command = new DescribeScalingPoliciesCommand({ ...DESIRED_COUNT, ResourceId, NextToken });
      const page = await send(client, command, { signal });
      return { items: page.ScalingPolicies, next: page.NextToken };
    });
  }

  /** Makes it, or makes one of its name say this; it is the same call. */
  async function put(id: string, props: Resolved<ScalingPolicyProps>, signal?: AbortSignal) {
    const { scalableTarget, metric, target } = props;
    const { type, name } = METRICS[metric];
    const command = new PutScalingPolicyCommand({
      ...DESIRED_COUNT,
      ResourceId: scalableTarget,
      PolicyName: name,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: target,
        PredefinedMetricSpecification: { PredefinedMetricType: type },
      },
    });
    await send(client, command, { signal, resource: id });
    return { physicalId: `${scalableTarget}/${name}`, attributes: { name } };
  }

  return {
    type: TYPE,
    replacement: 'deleteFirst',
    interruption: 'The service keeps the tasks that it has until the new policy is there, a few seconds.',
    immutable: ['scalableTarget', 'metric'],

    under: ['AWS::ApplicationAutoScaling::ScalableTarget'],
    async find(_stack, earlier, signal) {
      return flatMapAsync(ofType(earlier, 'AWS::ApplicationAutoScaling::ScalableTarget'), async (parent) =>
        (await under(parent.physicalId, signal)).flatMap((it) => foundIn(it, parent) ?? []),
      );
    },

    create: ({ id, props }, signal) => put(id, props, signal),

    async update({ id, props, found, changed }, signal) {
      if (changed.length > 0) await put(id, props, signal);
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal } = {}) {
      const command = new DeleteScalingPolicyCommand({
        ...DESIRED_COUNT,
        ResourceId: stringProp(found, 'scalableTarget'),
        PolicyName: found.attributes.name,
      });
      await unlessGone(send(client, command, { signal, resource: found.id }));
    },
  };
}

/** One of ours, by its name; another's is left alone. */
function foundIn(it: ScalingPolicy, parent: Found): Found | undefined {
  const metric = (['cpu', 'memory'] as const).find((one) => METRICS[one].name === it.PolicyName);
  if (!metric) return undefined;
  const asked = it.TargetTrackingScalingPolicyConfiguration;
  const measured = asked?.PredefinedMetricSpecification?.PredefinedMetricType;
  return foundOf({
    type: TYPE,
    mark: { id: `${nodeOf(parent.id)}/scalingPolicy/${metric}`, created: parent.created },
    physicalId: `${parent.physicalId}/${METRICS[metric].name}`,
    props: {
      scalableTarget: parent.physicalId,
      metric: measured === METRICS[metric].type ? metric : measured,
      target: asked?.TargetValue,
      // Nothing that a file can ask for: it is told as a difference, and put back.
      disableScaleIn: asked?.DisableScaleIn === true ? true : undefined,
    },
    attributes: { name: METRICS[metric].name },
    pointsTo: [parent.physicalId],
  });
}
