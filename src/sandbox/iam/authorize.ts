import type { Context } from '../context';
import type { SandboxRequest } from '../dispatch';
import { awsError, queryError } from '../errors';
import { apiGatewayDemands } from './actions/apiGateway';
import { autoScalingDemands } from './actions/autoScaling';
import { cloudMapDemands } from './actions/cloudMap';
import { ec2Demands } from './actions/ec2';
import { ecsDemands } from './actions/ecs';
import { elbDemands } from './actions/elb';
import { iamDemands } from './actions/iam';
import { logsDemands } from './actions/logs';
import { decide, type Decision, type Demand, type PolicyDocument } from './policyDocument';

/** By client; who is calling may be asked by everyone. */
const DEMANDS: Readonly<Record<string, object>> = {
  ApiGatewayV2Client: apiGatewayDemands,
  ApplicationAutoScalingClient: autoScalingDemands,
  CloudWatchLogsClient: logsDemands,
  EC2Client: ec2Demands,
  ECSClient: ecsDemands,
  ElasticLoadBalancingV2Client: elbDemands,
  IAMClient: iamDemands,
  ServiceDiscoveryClient: cloudMapDemands,
  STSClient: { GetCallerIdentityCommand: () => [] },
};

/** All that IAM is asked before a command is carried out; undefined of a command that nobody knows. */
function demandsOf(
  context: Context,
  { client, command, input }: SandboxRequest,
): readonly Demand[] | undefined {
  const table: object = Object.hasOwn(DEMANDS, client) ? (DEMANDS[client] ?? {}) : {};
  const ask: unknown = Object.hasOwn(table, command) ? table[command as keyof typeof table] : undefined;
  if (typeof ask !== 'function') return undefined;
  // Each entry was checked against its own command's input; here only the name is known.
  return (ask as (context: Context, input: unknown) => readonly Demand[])(context, input ?? {});
}

/**
 * Refuses a command in AWS's words unless the policies allow all that it takes. What is not known is refused. `seen` is
 * told of everything that IAM was asked.
 */
export function authorize(
  context: Context,
  request: SandboxRequest,
  allowed: readonly PolicyDocument[],
  seen?: (demand: Demand) => void,
): void {
  const unknown: Demand = { action: `${request.client}:${request.command}`, resource: '*', keys: {} };
  const demands = demandsOf(context, request);
  if (!demands) throw denied(context, request.client, unknown, 'implicitDeny');
  for (const demand of demands) {
    seen?.(demand);
    const decision = decide(allowed, demand);
    if (decision !== 'allowed') throw denied(context, request.client, demand, decision);
  }
}

/** Source: "Troubleshoot access denied error messages", IAM user guide. */
function denied(context: Context, client: string, { action, resource }: Demand, decision: Decision): Error {
  const why =
    decision === 'explicitDeny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  const user = `arn:aws:iam::${context.world.account}:user/sandbox`;
  const message = `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
  switch (client) {
    case 'EC2Client':
      return awsError(
        'UnauthorizedOperation',
        `You are not authorized to perform this operation. ${message}`,
        {
          status: 403,
          fields: { Code: 'UnauthorizedOperation' },
        },
      );
    case 'IAMClient':
    case 'ElasticLoadBalancingV2Client':
      return queryError('AccessDenied', message, 403);
    case 'ApiGatewayV2Client':
      return awsError('AccessDeniedException', message, { status: 403 });
    default:
      return awsError('AccessDeniedException', message);
  }
}
