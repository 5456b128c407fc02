import { checkNetwork } from '../aws/network';
import { existingNetworkSchema } from '../model/documentSchema';
import { memberOf } from '../model/json';
import type { Prepared } from './prepare';
import { PreflightError } from './preflightError';
import type { Session } from './session';

/**
 * Looks at the account before anything is created in it. Throws with all that would make the deploy fail; returns the
 * warnings. Endpoints other than AWS may lack a look, which then says nothing.
 */
export async function preflight(
  prepared: Prepared,
  session: Session,
  signal?: AbortSignal,
): Promise<string[]> {
  const { vpcId, subnetIds, clientSubnetIds } = existingNetworkSchema.parse(
    memberOf(prepared.document, 'network'),
  );
  const hasLink = prepared.resources.some(({ type }) => type === 'AWS::ApiGatewayV2::VpcLink');
  const use = { vpcId, subnetIds, linkSubnetIds: hasLink ? (clientSubnetIds ?? subnetIds) : [] };
  const findings = await checkNetwork(session.account, use, signal);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new PreflightError(errors.map(({ message }) => message).join('\n'));
  return findings.map(({ message }) => message);
}
