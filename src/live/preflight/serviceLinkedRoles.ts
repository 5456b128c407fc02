import { GetRoleCommand } from '@aws-sdk/client-iam';
import { AwsError } from '../../aws/errors';
import { LINKED_ROLES } from '../../aws/permissions/grant';
import { mapAsync, unlessGone } from '../../aws/resources/common';
import type { ResourceType } from '../../kinds/resourceTypes';
import type { Check } from './check';
import { made } from './use';

/** What has services make their roles. Source: each service's guide. */
const MAKERS: Readonly<Partial<Record<keyof typeof LINKED_ROLES, readonly ResourceType[]>>> = {
  'ecs.amazonaws.com': ['AWS::ECS::Cluster', 'AWS::ECS::Service'],
  'elasticloadbalancing.amazonaws.com': ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  'ops.apigateway.amazonaws.com': ['AWS::ApiGatewayV2::VpcLink'],
};

/** AWS makes a service's role when the service is first used, in the name of whoever does, who needs a right for it. */
export const serviceLinkedRolesCheck: Check = async ({ prepared, plan, session, signal }) => {
  const { clients, send } = session.account;
  const wanted = Object.entries(LINKED_ROLES).flatMap(([service, name]) => {
    // The entries are those of the table itself.
    const types = MAKERS[service as keyof typeof LINKED_ROLES] ?? [];
    return types.some((type) => made(prepared, plan, type).length > 0) ? [name] : [];
  });
  const missing = await mapAsync(wanted, async (RoleName) => {
    try {
      return (await unlessGone(send(clients.iam, new GetRoleCommand({ RoleName }), { signal })))
        ? undefined
        : RoleName;
    } catch (error) {
      // Who may not look can deploy all the same where they exist, as in nearly every account.
      if (error instanceof AwsError && error.kind === 'denied') return undefined;
      throw error;
    }
  });
  if (missing.length === 0) return [];
  const message = `This account has not used these services before: AWS makes their roles with the deploy, for which you need the right iam:CreateServiceLinkedRole: ${missing.join(', ')}`;
  return [{ severity: 'info', code: 'service-linked-role', message }];
};
