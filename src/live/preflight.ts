import { checkNetwork } from '../aws/network';
import { existingNetwork } from '../model/documentSchema';
import { memberOf } from '../model/json';
import type { Prepared } from './prepare';
import type { Session } from './session';

/** The account is not fit for the topology; nothing was created. Each line names a fault and its remedy. */
export class PreflightError extends Error {
  override readonly name = 'PreflightError';
}

/**
 * Looks at the account before anything is created in it. Throws with all that would make the deploy fail; returns the
 * warnings. Endpoints other than AWS may lack a look, which then says nothing.
 */
export async function preflight(
  prepared: Prepared,
  session: Session,
  signal?: AbortSignal,
): Promise<string[]> {
  const {
    vpcId,
    subnetIds,
    clientSubnetIds = [],
  } = existingNetwork.parse(memberOf(prepared.document, 'network'));
  const network = { vpcId, subnetIds: [...new Set([...subnetIds, ...clientSubnetIds])] };
  const findings = await checkNetwork(session.account, network, signal);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new PreflightError(errors.map(({ message }) => message).join('\n'));
  return findings.map(({ message }) => message);
}
