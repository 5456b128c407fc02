/** A token bucket of some operations: `burst` calls at once, then `perSecond`. */
export interface Rate {
  /** Matches `<service>.<operation>`: `ecs.CreateService`. */
  readonly covers: RegExp;
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * A little less than AWS's own buckets hold, which we share with everyone in the account. Sources: the request throttling pages
 * of ECS (service reads 100 and 20 a second, service changes 50/5, RegisterTaskDefinition 20/1), ELB (Describe* 40/10,
 * changes 20/3, CreateLoadBalancer 10/0.2), EC2 (Describe* 100/20), and API Gateway's quotas (all management calls 40/10,
 * a VPC link made each 15 s and deleted each 30 s). IAM, Cloud Map, Application Auto Scaling and CloudWatch Logs publish none for changes: there
 * the numbers are cautious, and a refusal corrects them.
 */
export const AWS_RATES: readonly Rate[] = [
  { covers: /^apigatewayv2\./, burst: 32, perSecond: 8 },
  { covers: /^apigatewayv2\.CreateVpcLink$/, burst: 1, perSecond: 1 / 15 },
  { covers: /^apigatewayv2\.DeleteVpcLink$/, burst: 1, perSecond: 1 / 30 },
  { covers: /^elbv2\.Describe/, burst: 32, perSecond: 8 },
  { covers: /^elbv2\.(?!Describe|CreateLoadBalancer$)/, burst: 18, perSecond: 3 },
  { covers: /^elbv2\.CreateLoadBalancer$/, burst: 9, perSecond: 0.2 },
  { covers: /^ecs\.(Describe|List)Services$/, burst: 80, perSecond: 16 },
  { covers: /^ecs\.(Describe|List)Tasks$/, burst: 80, perSecond: 16 },
  { covers: /^ecs\.(Create|Update|Delete)Service$/, burst: 45, perSecond: 5 },
  { covers: /^ecs\.RegisterTaskDefinition$/, burst: 19, perSecond: 1 },
  {
    covers:
      /^ecs\.(?!(Describe|List)(Services|Tasks)$|(Create|Update|Delete)Service$|RegisterTaskDefinition$)/,
    burst: 40,
    perSecond: 16,
  },
  { covers: /^applicationautoscaling\./, burst: 10, perSecond: 5 },
  { covers: /^ec2\.Describe/, burst: 80, perSecond: 16 },
  { covers: /^ec2\.(?!Describe)/, burst: 45, perSecond: 5 },
  { covers: /^iam\./, burst: 40, perSecond: 10 },
  { covers: /^servicediscovery\./, burst: 20, perSecond: 8 },
  { covers: /^logs\.(FilterLogEvents|GetLogEvents|StartLiveTail)$/, burst: 10, perSecond: 4 },
  { covers: /^logs\.(?!FilterLogEvents|GetLogEvents|StartLiveTail)/, burst: 10, perSecond: 8 },
  { covers: /^sts\./, burst: 10, perSecond: 5 },
];

/** So large a share of every rate: for somebody who is to leave the rest to others. Bursts hold one call or more. */
export function shareOf(rates: readonly Rate[], share: number): Rate[] {
  return rates.map(({ covers, burst, perSecond }) => ({
    covers,
    burst: Math.max(1, burst * share),
    perSecond: perSecond * share,
  }));
}
