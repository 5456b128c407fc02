import type { CrashError, FaultPlan } from '../../src/sandbox/faults/faultPlan';

/** A plan in which one call kills its process and nothing else goes wrong. */
export interface CrashPlan extends FaultPlan {
  /** Counts from here; the n-th call crashes, none without it. Reads cannot be told apart by `crashAfterCommit`. */
  arm(crash?: { readonly call: number; readonly fault: CrashError['fault'] }): void;
  /** Calls since it was armed. */
  readonly calls: number;
}

export function createCrashPlan(): CrashPlan {
  let calls = 0;
  let armed: { readonly call: number; readonly fault: CrashError['fault'] } | undefined;
  return {
    arm(crash) {
      calls = 0;
      armed = crash;
    },
    get calls() {
      return calls;
    },
    ofCall() {
      calls += 1;
      return armed?.call === calls ? armed.fault : undefined;
    },
    staleness: () => 0,
    slowness: () => 1,
    fails: () => false,
    rolePropagation: 0,
  };
}
