import type { GetStageCommandOutput, GetVpcLinkCommandOutput, Route } from '@aws-sdk/client-apigatewayv2';
import type { Service, Task } from '@aws-sdk/client-ecs';
import type { LoadBalancer, TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CustomHealthStatus, HealthStatus, InstanceSummary } from '@aws-sdk/client-servicediscovery';
import type { Found } from '../../engine/provider';

/** What AWS said, or a sentence about why it is not known. */
export type Answer<T> = { readonly value: T } | { readonly unknown: string };

/** Answers by the id that the resource has in the topology; absent where there was nothing to ask about, or is no answer yet. */
export type Answers<T> = ReadonlyMap<string, Answer<T>>;

/** The parts of AWS's answers that are looked at; their shapes are AWS's own. */
export type StageLook = Pick<
  GetStageCommandOutput,
  'DeploymentId' | 'LastDeploymentStatusMessage' | 'CreatedDate'
>;
export type RouteLook = Pick<Route, 'RouteKey' | 'Target'>;
export type LinkLook = Pick<GetVpcLinkCommandOutput, 'VpcLinkStatus' | 'VpcLinkStatusMessage'>;

export interface InstancesLook {
  readonly instances: readonly InstanceSummary[];
  /** By instance id; empty where the endpoint does not tell. */
  readonly health: Readonly<Record<string, HealthStatus | CustomHealthStatus>>;
}

/** One look at the account: all that judging the hops of a topology needs. Plain data, so that a test can write it. */
export interface Snapshot {
  /** When it was taken, in milliseconds since the epoch. */
  readonly at: number;
  /** What of the topology is in the account, by resource id. */
  readonly found: ReadonlyMap<string, Found>;
  /** Why what somebody else made cannot be used, in a sentence, by resource id. */
  readonly unusable: ReadonlyMap<string, string>;
  /** Those of them of which the file asks something else than when they were deployed. */
  readonly edited: ReadonlySet<string>;
  /** Resource types that could not be listed, each with a sentence. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** Resource types that AWS has not listed yet; none where all of it is known. */
  readonly awaited: ReadonlySet<string>;
  /** A deploy or destroy is running: what is not there is on its way. */
  readonly changing: boolean;
  /** By API: all of its routes, those that lead to what is not ours too. */
  readonly routes: Answers<readonly RouteLook[]>;
  readonly stages: Answers<StageLook>;
  readonly links: Answers<LinkLook>;
  readonly loadBalancers: Answers<LoadBalancer>;
  /** By target group. */
  readonly targets: Answers<readonly TargetHealthDescription[]>;
  readonly services: Answers<Service>;
  /** By service: its tasks, with those that stopped lately where there was a sign of failure. */
  readonly tasks: Answers<readonly Task[]>;
  /** By Cloud Map service. */
  readonly instances: Answers<InstancesLook>;
}
