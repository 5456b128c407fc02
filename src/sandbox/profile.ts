import type { Duration, Latencies } from './latencies';

/** Some calls that share a token bucket: `burst` at once, then `perSecond`. */
export interface CallBucket {
  readonly name: string;
  /** Matches `<client>.<command>` without the words Client and Command: `ECS.CreateService`. */
  readonly covers: RegExp;
  readonly burst: number;
  readonly perSecond: number;
  readonly source: string;
}

/** How fast the account is. */
export interface Profile {
  /** What happens by itself; what is not said here is as in `latencies.ts`. */
  readonly durations: Partial<Latencies>;
  /** From a request to its answer; the first that matches. */
  readonly roundTrips: readonly (Duration & { readonly covers: RegExp })[];
  /** A call takes a token from each that covers it, and is refused where one is empty. */
  readonly buckets: readonly CallBucket[];
}

const ELB = 'ELB guide, API throttling';
const ECS = 'ECS developer guide, request throttling';
const GATEWAY = 'API Gateway quotas';

/**
 * AWS as it was published: performance.md §c and §d, aws-reference §2.1 and §2.4. Services that publish no budget (IAM,
 * Cloud Map) have none here.
 */
export const publishedProfile: Profile = {
  durations: {
    loadBalancerActive: { seconds: 157, source: 'median of three Terraform logs: 142, 157, 161 s' },
    vpcLinkCreate: { seconds: 124, source: 'API Gateway docs: "a few minutes"; v1 "typically 2–4 minutes"' },
    namespaceCreate: { seconds: 46, source: 'terraform-provider-aws #2569: create + delete 112 s; weak' },
    // With provisioning 41 s until it is checked: aws-reference §2.1 says 30–90 s, and the rows of performance.md §c leave so much
    // between the load balancer and a service that is stable.
    taskPull: { seconds: 31, source: 'performance.md §c, rows of the models' },
    // The bound of 167 s in performance.md §c is 157 s and two checks of 5 s: it leaves no room for the 90 s of #1834.
    targetRegistration: { seconds: 0, source: 'performance.md §c, lower bound' },
  },
  roundTrips: [
    {
      covers: /^ElasticLoadBalancingV2\.CreateListener$/,
      seconds: 0.5,
      source: 'Terraform log: listener in 0–1 s',
    },
    { covers: /./, seconds: 0.2, source: 'performance.md §c, goal C7: 200 ms latency' },
  ],
  buckets: [
    { name: 'apigateway', covers: /^ApiGatewayV2\./, burst: 40, perSecond: 10, source: GATEWAY },
    {
      name: 'apigateway CreateVpcLink',
      covers: /^ApiGatewayV2\.CreateVpcLink$/,
      burst: 1,
      perSecond: 1 / 15,
      source: GATEWAY,
    },
    {
      name: 'apigateway DeleteVpcLink',
      covers: /^ApiGatewayV2\.DeleteVpcLink$/,
      burst: 1,
      perSecond: 1 / 30,
      source: GATEWAY,
    },
    {
      name: 'elb reads',
      covers: /^ElasticLoadBalancingV2\.Describe/,
      burst: 40,
      perSecond: 10,
      source: ELB,
    },
    {
      name: 'elb writes',
      covers: /^ElasticLoadBalancingV2\.(?!Describe|CreateLoadBalancer$|(Der|R)egisterTargets$)/,
      burst: 20,
      perSecond: 3,
      source: ELB,
    },
    {
      name: 'elb CreateLoadBalancer',
      covers: /^ElasticLoadBalancingV2\.CreateLoadBalancer$/,
      burst: 10,
      perSecond: 0.2,
      source: ELB,
    },
    {
      name: 'ecs service reads',
      covers: /^ECS\.(DescribeServices|ListServices)$/,
      burst: 100,
      perSecond: 20,
      source: ECS,
    },
    {
      name: 'ecs task reads',
      covers: /^ECS\.(ListTasks|DescribeTasks)$/,
      burst: 100,
      perSecond: 20,
      source: ECS,
    },
    {
      name: 'ecs service writes',
      covers: /^ECS\.(Create|Update|Delete)Service$/,
      burst: 50,
      perSecond: 5,
      source: ECS,
    },
    {
      name: 'ecs RegisterTaskDefinition',
      covers: /^ECS\.RegisterTaskDefinition$/,
      burst: 20,
      perSecond: 1,
      source: ECS,
    },
    { name: 'ecs CreateCluster', covers: /^ECS\.CreateCluster$/, burst: 20, perSecond: 1, source: ECS },
    {
      name: 'ec2 reads',
      covers: /^EC2\.Describe/,
      burst: 100,
      perSecond: 20,
      source: 'EC2 developer guide, API throttling; aws-reference §2.4',
    },
    {
      name: 'ec2 writes',
      covers: /^EC2\.(?!Describe)/,
      burst: 50,
      perSecond: 5,
      source: 'EC2 developer guide, API throttling: mutating actions; not verified',
    },
  ],
};
