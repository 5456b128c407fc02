import type {
  SuspendedState,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import type { Tags } from '../tags';

/** Application Auto Scaling of one region; it knows a service as `service/<cluster>/<service>`. */
export interface AutoScalingState {
  readonly targets: Map<string, ScalableTargetState>;
  /** What the tasks of a service have to do, all together, in percent of what one can do; by ARN of the service. */
  readonly loads: Map<string, Load>;
}

export interface Load {
  readonly cpu: number;
  readonly memory: number;
}

export interface ScalableTargetState {
  readonly resourceId: string;
  readonly arn: string;
  min: number;
  max: number;
  suspended: SuspendedState;
  readonly createdAt: number;
  /** By name. */
  readonly policies: Map<string, PolicyState>;
  /** Newest first. */
  activities: ActivityState[];
  /** Since when the metrics ask for another number of tasks, and for which; undefined while they do not. */
  pending: { readonly since: number; readonly wanted: number } | undefined;
  readonly tags: Tags;
}

export interface PolicyState {
  readonly name: string;
  readonly arn: string;
  readonly metric: 'cpu' | 'memory';
  readonly configuration: TargetTrackingScalingPolicyConfiguration;
  readonly createdAt: number;
}

export interface ActivityState {
  readonly id: string;
  readonly at: number;
  readonly cause: string;
  readonly from: number;
  readonly to: number;
}

/** Empty. */
export function startAutoScaling(): AutoScalingState {
  return { targets: new Map(), loads: new Map() };
}
