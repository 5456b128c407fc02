import type { Tags } from '../tags';

/** Load balancing of one region; everything is keyed by ARN. */
export interface ElbState {
  readonly loadBalancers: Map<string, LoadBalancerState>;
  readonly targetGroups: Map<string, TargetGroupState>;
  readonly listeners: Map<string, ListenerState>;
}

export interface LoadBalancerState {
  readonly arn: string;
  readonly name: string;
  readonly scheme: 'internal' | 'internet-facing';
  readonly vpcId: string;
  readonly dnsName: string;
  readonly createdAt: number;
  state: 'provisioning' | 'active' | 'failed';
  subnetIds: readonly string[];
  /** Whether it was born with security groups; one born without can never get any (aws-reference §1.8). */
  readonly guarded: boolean;
  groupIds: readonly string[];
  ipAddressType: string;
  interfaceIds: readonly string[];
  readonly attributes: Map<string, string>;
  readonly tags: Tags;
}

export interface HealthCheck {
  protocol: 'TCP' | 'HTTP' | 'HTTPS';
  port: string;
  path: string | undefined;
  matcher: string | undefined;
  interval: number;
  timeout: number;
  healthy: number;
  unhealthy: number;
}

export interface TargetGroupState {
  readonly arn: string;
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly vpcId: string;
  readonly targetType: 'ip' | 'instance';
  readonly health: HealthCheck;
  readonly attributes: Map<string, string>;
  /** By `address:port`. */
  readonly targets: Map<string, TargetState>;
  readonly tags: Tags;
}

export interface TargetState {
  readonly key: string;
  readonly address: string;
  readonly port: number;
  readonly zone: string;
  /** When the registration or the draining began; an event of an earlier one is told by it. */
  since: number;
  /** Whether the load balancer knows of it: `done` once the registration delay is over. */
  registration: 'none' | 'running' | 'done';
  state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining';
  reason: string | undefined;
  description: string | undefined;
  /** What the health checks find just now; becomes the state after enough of them in a row. */
  heading: string;
  headingSince: number;
}

export interface ListenerState {
  readonly arn: string;
  readonly loadBalancerArn: string;
  protocol: string;
  port: number;
  forwards: { targetGroupArn: string; weight: number }[];
  readonly tags: Tags;
}

/** Empty. */
export function startElb(): ElbState {
  return { loadBalancers: new Map(), targetGroups: new Map(), listeners: new Map() };
}
