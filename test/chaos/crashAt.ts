import type { CrashError, FaultPlan, FaultyCall } from '../../src/sandbox/faults/faultPlan';

/** One death: which call it is over, the n-th of its operation (`ECS.CreateService#2`), and when. */
export interface Crash {
  readonly call: string;
  readonly fault: CrashError['fault'];
}

/** A plan in which one call kills its process and nothing else goes wrong. */
export interface CrashPlan extends FaultPlan {
  /** Counts from here; the process dies over this call, over none without it. */
  arm(crash?: Crash): void;
  /** The calls since it was armed, in the order in which they came. */
  readonly calls: readonly FaultyCall[];
}

/** When a process can die over a call. */
export const POINTS: readonly CrashError['fault'][] = ['crashBefore', 'crashAfterCommit', 'crashAfterReply'];

/** Every death that there is for a run which makes these calls. */
export function everyCrash(calls: readonly FaultyCall[]): Crash[] {
  // With its last answer it is done.
  return calls.flatMap(({ name }) => POINTS.map((fault) => ({ call: name, fault }))).slice(0, -1);
}

export function createCrashPlan(onCrash?: (crash: CrashError) => void): CrashPlan {
  let calls: FaultyCall[] = [];
  let counts = new Map<string, number>();
  let armed: Crash | undefined;
  return {
    arm(crash) {
      calls = [];
      counts = new Map();
      armed = crash;
    },
    get calls() {
      return calls;
    },
    ofCall(call) {
      const count = (counts.get(call.name) ?? 0) + 1;
      counts.set(call.name, count);
      const name = `${call.name}#${count}`;
      calls.push({ ...call, name });
      return armed?.call === name ? armed.fault : undefined;
    },
    staleness: () => 0,
    slowness: () => 1,
    fails: () => false,
    rolePropagation: 0,
    ...(onCrash && { onCrash }),
  };
}
