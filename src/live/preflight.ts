import { AwsError } from '../aws/errors';
import { readNetwork } from '../aws/network';
import { addressesCheck } from './preflight/addresses';
import { capacityCheck } from './preflight/capacity';
import type { Check, Look } from './preflight/check';
import { egressCheck } from './preflight/egress';
import type { PreflightFinding } from './preflight/finding';
import { namesCheck } from './preflight/names';
import { issuerCheck } from './preflight/issuer';
import { logDeliveryCheck } from './preflight/logDelivery';
import { networkCheck } from './preflight/network';
import { quotasCheck } from './preflight/quotas';
import { regionCheck } from './preflight/region';
import { rolesCheck } from './preflight/roles';
import { serviceLinkedRolesCheck } from './preflight/serviceLinkedRoles';
import { existingVpc } from './preflight/use';
import { PreflightError } from './preflightError';

const CHECKS: readonly Check[] = [
  regionCheck,
  networkCheck,
  addressesCheck,
  egressCheck,
  capacityCheck,
  rolesCheck,
  serviceLinkedRolesCheck,
  namesCheck,
  quotasCheck,
  logDeliveryCheck,
  issuerCheck,
];

/**
 * Looks at the account before anything is created in it. Throws with all that would make the deploy fail; returns
 * whatever else is to be said, the gravest first.
 */
export async function preflight(look: Omit<Look, 'network'>): Promise<PreflightFinding[]> {
  const { prepared, session, signal } = look;
  const outside = session.account.connection.kind === 'aws' ? fetch : undefined;
  const vpcId = existingVpc(prepared);
  const network =
    vpcId === undefined ? Promise.resolve(undefined) : readNetwork(session.account, vpcId, signal);
  const found = (
    await Promise.all(CHECKS.map((check) => carryOut(check, { fetch: outside, ...look, network })))
  ).flat();
  // Several checks may want the same look, and be refused it.
  const findings = [...new Map(found.map((finding) => [finding.message, finding])).values()];
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new PreflightError(errors);
  return [
    ...findings.filter(({ severity }) => severity === 'warning'),
    ...findings.filter(({ severity }) => severity === 'info'),
  ];
}

/** An endpoint that lacks the call says nothing; a look that is not allowed keeps nobody from deploying. */
async function carryOut(check: Check, look: Look): Promise<readonly PreflightFinding[]> {
  try {
    return await check(look);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.kind === 'unsupported') return [];
    if (error.kind !== 'denied') throw error;
    const right = error.action ?? `${error.service}:${error.operation}`;
    const message = `Part of the account could not be checked before the deploy; ask for a policy that allows it: ${right}`;
    return [{ severity: 'info', code: 'not-checked', message }];
  }
}
