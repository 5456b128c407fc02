import type { CallFault, FaultPlan, Undertaking } from '../../../../src/sandbox/faults/faultPlan';
import { createAccount, type Account } from '../account';

/** A plan written by hand: faults of calls by name, each for one call. */
export interface HandMadePlan extends FaultPlan {
  next(call: string, fault: CallFault): void;
  readonly failing: Set<Undertaking>;
  behind: number;
  slow: number;
}

export function handMadePlan(rolePropagation = 0): HandMadePlan {
  const waiting = new Map<string, CallFault>();
  return {
    rolePropagation,
    failing: new Set(),
    behind: 0,
    slow: 1,
    next(call, fault) {
      waiting.set(call, fault);
    },
    ofCall({ name }) {
      const fault = waiting.get(name);
      waiting.delete(name);
      return fault;
    },
    staleness() {
      return this.behind;
    },
    slowness() {
      return this.slow;
    },
    fails(undertaking) {
      return this.failing.has(undertaking);
    },
  };
}

export async function faultyAccount(plan: HandMadePlan): Promise<Account> {
  return createAccount({ faults: plan });
}
