import type { Context } from '../context';
import { alphanumeric } from '../ids';
import type { RoleState } from './state';

/** The service-linked roles of the chain (aws-reference §1.17). */
const names: Readonly<Record<string, string>> = {
  'ecs.amazonaws.com': 'AWSServiceRoleForECS',
  'elasticloadbalancing.amazonaws.com': 'AWSServiceRoleForElasticLoadBalancing',
  'ops.apigateway.amazonaws.com': 'AWSServiceRoleForAPIGateway',
  'ecs.application-autoscaling.amazonaws.com': 'AWSServiceRoleForApplicationAutoScaling_ECSService',
};

/** The role name of a service, or undefined when the service has none here. */
export function serviceLinkedRoleName(service: string): string | undefined {
  return Object.hasOwn(names, service) ? names[service] : undefined;
}

/** Makes the role of a service unless it is there: AWS does so by itself on first use. */
export function ensureServiceLinkedRole(context: Context, service: string): RoleState {
  const name = serviceLinkedRoleName(service);
  if (name === undefined) throw new Error(`no service-linked role for: ${service}`);
  const { roles } = context.world.iam;
  const known = roles.get(name.toLowerCase());
  if (known) return known;
  const role: RoleState = {
    name,
    id: `AROA${alphanumeric(context.random, 17).toUpperCase()}`,
    path: `/aws-service-role/${service}/`,
    createdAt: context.now(),
    trust: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    }),
    description: undefined,
    maxSessionDuration: 3600,
    boundary: undefined,
    attached: new Set(),
    inline: new Map(),
    tags: new Map(),
  };
  roles.set(name.toLowerCase(), role);
  return role;
}
