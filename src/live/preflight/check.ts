import type { Network } from '../../aws/network';
import type { Plan } from '../../engine/plan';
import type { Prepared } from '../prepare';
import type { Session } from '../session';
import type { PreflightFinding } from './finding';

/** What the checks look at; they run side by side, and what several of them want to know is asked once. */
export interface Look {
  readonly prepared: Prepared;
  readonly session: Session;
  readonly plan: Plan;
  /** The existing VPC of the topology; undefined where it has none, or the account does not have it. */
  readonly network: Promise<Network | undefined>;
  /** Asks what is outside of the account; absent where the account is none of AWS's, and its issuers neither. */
  readonly fetch?: typeof fetch | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Looks at one thing that has to be so in the account for the deploy to end well. Nothing to say is the usual answer. */
export type Check = (look: Look) => Promise<readonly PreflightFinding[]>;
