import { after, type Context } from '../context';
import { admits, rulesByGroup, type RulesByGroup } from '../ec2/admits';
import type { InterfaceState } from '../ec2/state';
import { listeningAt } from '../ecs/listening';
import { loadBalancersByGroup } from './requests';
import type { LoadBalancerState, TargetGroupState, TargetState } from './state';

/** What the health checks find: a state of DescribeTargetHealth with AWS's reason and words. */
interface Finding {
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'unused';
  readonly reason?: string;
  readonly description?: string;
}

const healthy: Finding = { state: 'healthy' };
const registering: Finding = {
  state: 'initial',
  reason: 'Elb.RegistrationInProgress',
  description: 'Target registration is in progress',
};

function unused(description: string): Finding {
  return { state: 'unused', reason: 'Target.NotInUse', description };
}

/** What a check looks around in, put in order once: every change has all targets looked at again. */
interface Surroundings {
  readonly balancers: ReadonlyMap<string, LoadBalancerState>;
  readonly interfaces: ReadonlyMap<string, InterfaceState>;
  readonly rules: RulesByGroup;
}

function surroundingsIn({ region: { ec2, elb } }: Context): Surroundings {
  return {
    balancers: loadBalancersByGroup(elb),
    interfaces: new Map([...ec2.interfaces.values()].map((one) => [one.address, one])),
    rules: rulesByGroup(ec2),
  };
}

/** Looks at a target with the health check's eyes (aws-reference §4.1). */
function look(
  context: Context,
  surroundings: Surroundings,
  group: TargetGroupState,
  target: TargetState,
): Finding {
  const balancer = surroundings.balancers.get(group.arn);
  if (!balancer) return unused('Target group is not configured to receive traffic from the load balancer');
  const { subnets } = context.region.ec2;
  const zones = balancer.subnetIds.map((id) => subnets.get(id)?.zone);
  if (target.zone !== 'all' && !zones.includes(target.zone)) {
    return unused('Target is in an Availability Zone that is not enabled for the load balancer');
  }
  if (balancer.state !== 'active') return registering;
  return probe(context, surroundings, group, target, balancer);
}

function probe(
  context: Context,
  { interfaces, rules }: Surroundings,
  group: TargetGroupState,
  target: TargetState,
  balancer: LoadBalancerState,
): Finding {
  const port = group.health.port === 'traffic-port' ? target.port : Number(group.health.port);
  const there = interfaces.get(target.address);
  const from = { groups: balancer.groupIds, addresses: balancerAddresses(context, balancer) };
  const to = { groups: there?.groupIds ?? [], addresses: [target.address] };
  // Nothing answers a connection that a security group drops: a timeout, not a refusal.
  if (!there || !admits(rules, from, to, port)) {
    return { state: 'unhealthy', reason: 'Target.Timeout', description: 'Request timed out' };
  }
  if (!listeningAt(context, there, port)) {
    return { state: 'unhealthy', reason: 'Target.FailedHealthChecks', description: 'Health checks failed' };
  }
  const { matcher } = group.health;
  // The echo container answers 200 to every path.
  if (matcher !== undefined && !matches(matcher, 200)) {
    return {
      state: 'unhealthy',
      reason: 'Target.ResponseCodeMismatch',
      description: 'Health checks failed with these codes: [200]',
    };
  }
  return healthy;
}

/** `200-399`, `200,202` or both. */
function matches(matcher: string, status: number): boolean {
  return matcher.split(',').some((part) => {
    const [low = Number.NaN, high = low] = part.split('-').map(Number);
    return status >= low && status <= high;
  });
}

/** The addresses from which a load balancer connects. */
export function balancerAddresses(context: Context, balancer: LoadBalancerState): string[] {
  return balancer.interfaceIds.flatMap((id) => context.region.ec2.interfaces.get(id)?.address ?? []);
}

/**
 * Brings every target on the way to what the checks find now. Called after whatever may have changed it: a
 * check repeats only in the sense that enough of them must agree, which is one event at the right time.
 */
export function settleTargets(context: Context): void {
  const surroundings = surroundingsIn(context);
  for (const group of context.region.elb.targetGroups.values()) {
    for (const target of group.targets.values()) {
      if (target.state !== 'draining') settle(context, surroundings, group, target);
    }
  }
}

function settle(
  context: Context,
  surroundings: Surroundings,
  group: TargetGroupState,
  target: TargetState,
): void {
  const finding = look(context, surroundings, group, target);
  const heading = `${finding.state} ${finding.reason ?? ''}`;
  if (heading === target.heading) return;
  target.heading = heading;
  target.headingSince = context.now();
  if (finding.state === 'initial' || finding.state === 'unused') {
    set(target, finding);
    target.registration = 'none';
    return;
  }
  if (target.registration === 'none') {
    set(target, registering);
    target.registration = 'running';
    target.since = context.now();
    const { key, since } = target;
    after(context, context.latencies.targetRegistration.seconds, {
      kind: 'targetRegistered',
      group: group.arn,
      target: key,
      since,
    });
  } else if (target.registration === 'done') {
    checkFromNow(context, group, target, finding);
  }
}

/** The finding becomes the state if it holds for as many checks as it takes. */
function checkFromNow(
  context: Context,
  group: TargetGroupState,
  target: TargetState,
  finding: Finding,
): void {
  if (target.state === finding.state && target.reason === finding.reason) return;
  const { interval, healthy: up, unhealthy: down } = group.health;
  after(context, interval * (finding.state === 'healthy' ? up : down), {
    kind: 'targetChecked',
    group: group.arn,
    target: target.key,
    since: target.headingSince,
  });
}

function set(target: TargetState, finding: Finding): void {
  target.state = finding.state;
  target.reason = finding.reason;
  target.description = finding.description;
}

/** `targetRegistered`: the load balancer begins to check the target. */
export function targetRegistered(context: Context, groupArn: string, key: string, since: number): void {
  const group = context.region.elb.targetGroups.get(groupArn);
  const target = group?.targets.get(key);
  if (!group || target?.registration !== 'running' || target.since !== since) return;
  target.registration = 'done';
  set(target, {
    state: 'initial',
    reason: 'Elb.InitialHealthChecking',
    description: 'Initial health checks in progress',
  });
  target.headingSince = context.now();
  const finding = look(context, surroundingsIn(context), group, target);
  target.heading = `${finding.state} ${finding.reason ?? ''}`;
  checkFromNow(context, group, target, finding);
}

/** `targetChecked`: enough checks in a row found the same. */
export function targetChecked(context: Context, groupArn: string, key: string, since: number): void {
  const group = context.region.elb.targetGroups.get(groupArn);
  const target = group?.targets.get(key);
  if (!group || !target || target.state === 'draining' || target.headingSince !== since) return;
  set(target, look(context, surroundingsIn(context), group, target));
}
