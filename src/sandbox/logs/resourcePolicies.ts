import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { page } from '../page';
import { invalid } from './groups';

/** In a region; it cannot be raised. Source: CloudWatch Logs quotas. */
const MOST = 10;
const DELIVERY = 'delivery.logs.amazonaws.com';

/**
 * Lets services deliver logs into groups of the account, as whoever turns them on has it done on the way. False where
 * there is no room for the policy.
 */
export function allowDelivery(context: Context): boolean {
  const { resourcePolicies } = context.region.logs;
  if ([...resourcePolicies.values()].some(({ document }) => document.includes(DELIVERY))) return true;
  if (resourcePolicies.size >= MOST) return false;
  const Resource = `arn:aws:logs:${context.region.name}:${context.world.account}:log-group:/aws/vendedlogs/*:log-stream:*`;
  const document = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AWSLogDeliveryWrite',
        Effect: 'Allow',
        Principal: { Service: DELIVERY },
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource,
      },
    ],
  });
  resourcePolicies.set('AWSLogDeliveryWrite20150319', { document, updatedAt: context.now() });
  return true;
}

/** Who else may write into the account's groups. */
export const resourcePolicyHandlers = {
  PutResourcePolicyCommand(context, { policyName = '', policyDocument: document = '' }) {
    const { resourcePolicies } = context.region.logs;
    if (!resourcePolicies.has(policyName) && resourcePolicies.size >= MOST) {
      throw awsError('LimitExceededException', 'Resource limit exceeded.');
    }
    resourcePolicies.set(policyName, { document, updatedAt: context.now() });
    return {
      resourcePolicy: { policyName, policyDocument: document, lastUpdatedTime: context.now() },
    };
  },

  DescribeResourcePoliciesCommand(context, input) {
    const all = [...context.region.logs.resourcePolicies];
    const { items, next } = page(all, { size: input.limit, limit: 50, token: input.nextToken, invalid });
    return {
      resourcePolicies: items.map(([policyName, { document, updatedAt }]) => ({
        policyName,
        policyDocument: document,
        lastUpdatedTime: updatedAt,
      })),
      nextToken: next,
    };
  },

  DeleteResourcePolicyCommand(context, { policyName = '' }) {
    if (!context.region.logs.resourcePolicies.delete(policyName)) {
      throw awsError('ResourceNotFoundException', `Policy with name [${policyName}] does not exist`);
    }
    return {};
  },
} satisfies HandlersOf<typeof Logs>;
