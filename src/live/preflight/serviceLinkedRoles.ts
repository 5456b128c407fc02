import { GetRoleCommand } from '@aws-sdk/client-iam';
import { AwsError } from '../../aws/errors';
import { mapAsync, unlessGone } from '../../aws/resources/common';
import type { ResourceType } from '../../kinds/resourceTypes';
import type { Check } from './check';
import { made } from './use';

/** The roles by which services act in the account, and what has them made. Source: each service's guide. */
const ROLES: Readonly<Record<string, readonly ResourceType[]>> = {
  AWSServiceRoleForECS: ['AWS::ECS::Cluster', 'AWS::ECS::Service'],
  AWSServiceRoleForElasticLoadBalancing: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  AWSServiceRoleForAPIGateway: ['AWS::ApiGatewayV2::VpcLink'],
};

/** AWS makes a service's role when the service is first used, in the name of whoever does, who needs a right for it. */
export const serviceLinkedRolesCheck: Check = async ({ prepared, plan, session, signal }) => {
  const { clients, send } = session.account;
  const wanted = Object.entries(ROLES).filter(([, types]) =>
    types.some((type) => made(prepared, plan, type).length > 0),
  );
  const missing = await mapAsync(wanted, async ([RoleName]) => {
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
