/**
 * How long the asynchronous things of AWS take, in seconds of the account's time (the time scale divides
 * them), each with where the number comes from. "chosen" marks what nobody published.
 */
export const latencies = {
  vpcLinkCreate: { seconds: 124, source: 'API Gateway docs: "a few minutes"; aws-reference §1.7: 2–5 min' },
  vpcLinkDelete: { seconds: 110, source: 'aws-reference §1.7: similar to create' },
  loadBalancerActive: { seconds: 116, source: 'aws-reference §1.8: 2–4 min; Terraform logs 142–161 s' },
  loadBalancerInterfaces: { seconds: 60, source: 'aws-reference §1.8: linger up to about 5 min' },
  natGatewayCreate: { seconds: 110, source: 'chosen; Terraform logs show 90–120 s' },
  natGatewayDelete: { seconds: 50, source: 'chosen; Terraform logs show 40–60 s' },
  natGatewayKept: {
    seconds: 3600,
    source: 'VPC user guide: a deleted NAT gateway is visible for about an hour',
  },
  endpointCreate: { seconds: 75, source: 'chosen; interface endpoints take one to two minutes' },
  endpointDelete: { seconds: 60, source: 'chosen; see endpointCreate' },
  namespaceCreate: { seconds: 46, source: 'aws-reference §1.15: 4–60 s; create + delete test 112 s' },
  namespaceDelete: { seconds: 30, source: 'terraform-provider-aws #2569: create + delete 112 s' },
  cloudMapOperation: { seconds: 4, source: 'Cloud Map doc sample' },
  targetRegistration: { seconds: 90, source: 'aws-load-balancer-controller #1834: 90–180 s' },
  taskProvisioning: { seconds: 10, source: 'chosen; with pull and activation 30 s (aws-reference §2.1)' },
  taskPull: { seconds: 18, source: 'chosen; see taskProvisioning' },
  taskActivation: { seconds: 2, source: 'chosen; see taskProvisioning' },
  containerExit: { seconds: 1, source: 'chosen: what a command that ends at once takes' },
  containerStop: { seconds: 2, source: 'chosen: a container that handles SIGTERM' },
  taskDeprovisioning: { seconds: 10, source: 'chosen: release of the network interface' },
  stoppedTaskKept: { seconds: 3600, source: 'ECS docs: stopped tasks stay at least an hour' },
  inactiveKept: { seconds: 3600, source: 'aws-reference §1.11: INACTIVE stays describable for a while' },
  taskDefinitionDelete: { seconds: 60, source: 'chosen; waits for the last user (aws-reference §1.12)' },
  scaleOut: { seconds: 180, source: 'target tracking: AlarmHigh takes three minutes in a row' },
  scaleIn: { seconds: 900, source: 'target tracking: AlarmLow takes fifteen minutes in a row' },
  stageDeployment: { seconds: 3, source: 'aws-reference §2.1: seconds' },
} as const satisfies Record<string, Duration>;

/** A time and where it comes from. */
export interface Duration {
  readonly seconds: number;
  readonly source: string;
}

/** A time for each of the account's own doings. */
export type Latencies = Readonly<Record<keyof typeof latencies, Duration>>;
