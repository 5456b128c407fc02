/**
 * What is going to happen by itself. Events are part of the world, so that a restart goes on where it was.
 * Things are named by id; an event whose thing is gone or has moved on does nothing.
 */
export type EventBody =
  /** Re-evaluates services and targets: a back-off or a grace period is over. */
  | { readonly kind: 'settle' }
  | { readonly kind: 'vpcLinkAvailable'; readonly id: string }
  | { readonly kind: 'vpcLinkGone'; readonly id: string }
  | { readonly kind: 'stageDeployed'; readonly apiId: string; readonly deploymentId: string }
  | { readonly kind: 'loadBalancerActive'; readonly arn: string }
  | { readonly kind: 'natGatewayAvailable'; readonly id: string }
  | { readonly kind: 'natGatewayGone'; readonly id: string }
  | { readonly kind: 'natGatewayForgotten'; readonly id: string }
  | { readonly kind: 'endpointAvailable'; readonly id: string }
  | { readonly kind: 'endpointGone'; readonly id: string }
  | { readonly kind: 'interfacesGone'; readonly ids: readonly string[] }
  /** `since` tells the run of checks, or the registration, that this belongs to from later ones. */
  | {
      readonly kind: 'targetChecked';
      readonly group: string;
      readonly target: string;
      readonly since: number;
    }
  | {
      readonly kind: 'targetRegistered';
      readonly group: string;
      readonly target: string;
      readonly since: number;
    }
  | {
      readonly kind: 'targetDrained';
      readonly group: string;
      readonly target: string;
      readonly since: number;
    }
  | { readonly kind: 'operationDone'; readonly id: string }
  /** `step` is the task's step counter; a task that was stopped meanwhile has another. */
  | { readonly kind: 'taskStep'; readonly arn: string; readonly step: number }
  | { readonly kind: 'containerChecked'; readonly arn: string; readonly container: string }
  | { readonly kind: 'taskForgotten'; readonly arn: string }
  /** `since` tells what the metrics ask for now from what they asked before. */
  | { readonly kind: 'scalingDue'; readonly resourceId: string; readonly since: number }
  | { readonly kind: 'clusterForgotten'; readonly arn: string; readonly since: number }
  | { readonly kind: 'serviceForgotten'; readonly arn: string; readonly since: number }
  | { readonly kind: 'taskDefinitionGone'; readonly arn: string };

/** An event with its place in time: milliseconds since the epoch, then order of scheduling. */
export interface WorldEvent {
  readonly at: number;
  readonly sequence: number;
  readonly region: string;
  readonly body: EventBody;
}
