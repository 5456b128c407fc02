import { initialOf, nodeOf } from '../../engine/resource';
import type { Check, Look } from './check';
import type { PreflightFinding } from './finding';
import { asked, existing, made } from './use';

/** Addresses that a load balancer needs free in each subnet. Source: NLB user guide. */
const FOR_LOAD_BALANCER = 8;
/** Interfaces of a VPC link in each subnet. Source: API Gateway developer guide, VPC links for HTTP APIs. */
const FOR_LINK = 1;

/** Free addresses for whatever the deploy adds to the existing subnets; what runs already has its own. */
export const addressesCheck: Check = async (look) => {
  const network = await look.network;
  if (!network) return [];
  const free = new Map(network.subnets.map(({ id, freeAddresses }) => [id, freeAddresses]));
  const { prepared, plan } = look;
  const findings: PreflightFinding[] = [];
  for (const { node, props } of made(prepared, plan, 'AWS::ElasticLoadBalancingV2::LoadBalancer')) {
    for (const id of existing(props.subnetIds)) {
      const left = free.get(id);
      if (left === undefined) continue;
      free.set(id, left - FOR_LOAD_BALANCER);
      if (left >= FOR_LOAD_BALANCER) continue;
      const message = `A load balancer needs ${FOR_LOAD_BALANCER} free addresses in each subnet; choose a larger one: ${id} has ${left}`;
      findings.push({ severity: 'error', code: 'subnet-full', message, node });
    }
  }
  // What the load balancers miss is told; without it the rest would be told of the same subnet again.
  if (findings.length > 0) return findings;
  for (const { props } of made(prepared, plan, 'AWS::ApiGatewayV2::VpcLink')) {
    for (const id of existing(props.subnetIds)) free.set(id, (free.get(id) ?? 0) - FOR_LINK);
  }
  return forTasks(look, free);
};

/** Tasks share the subnets; in a rolling deployment old and new ones stand there together. */
function forTasks({ prepared, plan }: Look, free: ReadonlyMap<string, number>): PreflightFinding[] {
  const services = asked(prepared, 'AWS::ECS::Service');
  const subnets = [...new Set(services.flatMap(({ props }) => existing(props.subnetIds)))];
  const left = subnets.reduce((sum, id) => sum + Math.max(0, free.get(id) ?? 0), 0);
  const running = new Map(
    plan.found.flatMap(({ id, type, props }) =>
      type === 'AWS::ECS::Service' && typeof props.desiredCount === 'number'
        ? [[nodeOf(id), props.desiredCount] as const]
        : [],
    ),
  );
  const needed = (percent: (maximum: number) => number) =>
    services.reduce((sum, { node, props: { desiredCount, deployment } }) => {
      const tasks = Math.ceil((initialOf(desiredCount) * percent(deployment.maximumPercent)) / 100);
      return sum + Math.max(0, tasks - (running.get(node) ?? 0));
    }, 0);
  const [atRest, atMost] = [needed(() => 100), needed((maximum) => Math.max(100, maximum))];
  if (subnets.length === 0 || atMost <= left) return [];
  const room = `${left} in ${subnets.join(', ')}`;
  return atRest > left
    ? [
        {
          severity: 'error',
          code: 'subnet-full',
          message: `The subnets have fewer free addresses than the ${atRest} new tasks need, one each; choose larger ones, or run fewer tasks: ${room}`,
        },
      ]
    : [
        {
          severity: 'warning',
          code: 'subnet-full',
          message: `A deployment may start up to ${atMost} tasks beside those that run, and the subnets have fewer free addresses, so it may take long; choose larger ones: ${room}`,
        },
      ];
}
