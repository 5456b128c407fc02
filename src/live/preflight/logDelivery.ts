import { DescribeResourcePoliciesCommand } from '@aws-sdk/client-cloudwatch-logs';
import { pages } from '../../aws/resources/common';
import type { Check } from './check';
import { asked } from './use';

/** Resource policies of a region; the limit cannot be raised. Source: CloudWatch Logs quotas. */
const MOST = 10;
const DELIVERY = 'delivery.logs.amazonaws.com';

/** API Gateway writes access logs by a resource policy, which is made on the way unless there are ten others. */
export const logDeliveryCheck: Check = async ({ prepared, session, signal }) => {
  const [stage] = asked(prepared, 'AWS::ApiGatewayV2::Stage').filter(({ props }) => props.accessLogs);
  if (!stage) return [];
  const { clients, send } = session.account;
  const policies = await pages(async (nextToken) => {
    const command = new DescribeResourcePoliciesCommand({ nextToken });
    const page = await send(clients.logs, command, { signal });
    return { items: page.resourcePolicies, next: page.nextToken };
  });
  const isAllowed = policies.some(({ policyDocument }) => policyDocument?.includes(DELIVERY));
  if (isAllowed || policies.length < MOST) return [];
  const message = `Access logs need a resource policy of CloudWatch Logs for ${DELIVERY}, and the region has all ${MOST} that AWS allows. Delete one, add the service to one, or turn access logs off.`;
  return [{ severity: 'error', code: 'log-delivery', message, node: stage.node }];
};
