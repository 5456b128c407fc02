import type { CallFault, FaultPlan, FaultyCall } from './faultPlan';
import { chanceOf } from './random';

/** How often each thing goes wrong, from 0 to 1. What is absent never does. */
export interface FaultRates {
  /** Of calls to which the fault can happen. */
  readonly calls?: Readonly<Partial<Record<CallFault, number>>>;
  readonly failures?: Readonly<Partial<Record<Parameters<FaultPlan['fails']>[0], number>>>;
  /** The largest factor on how long things take by themselves. */
  readonly slowest?: number;
  readonly rolePropagation?: number;
}

/** Something that went wrong: whose it was, the n-th of its name since then, and what. `2 ECS.CreateService#1 lostReply`. */
export type FaultName = string;

export interface SeededFaults extends FaultPlan {
  /** Begins a new count: `1`, `2` for the runs of one schedule. */
  begin(chapter: string): void;
  /** Nothing more goes wrong. */
  calm(): void;
  /** What went wrong so far, in order. */
  readonly happened: readonly FaultName[];
}

/**
 * Decides about each call by the seed and by which one it is (the n-th of its operation in the chapter), not by what
 * happened before: with `only`, the faults that remain stay where they are.
 */
export function seededFaults(options: {
  readonly seed: number;
  readonly rates: FaultRates;
  /** Leaves out every other fault. */
  readonly only?: readonly FaultName[];
}): SeededFaults {
  const { seed, rates } = options;
  const only = options.only && new Set(options.only);
  const happened: FaultName[] = [];
  let chapter = '';
  let calm = false;
  const counts = new Map<string, number>();

  /** The key of the next of its name. */
  function next(name: string): string {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return `${chapter} ${name}#${count}`;
  }
  function happens(key: string, what: string): boolean {
    const name = `${key} ${what}`;
    if (calm || (only && !only.has(name))) return false;
    happened.push(name);
    return true;
  }

  return {
    happened,
    rolePropagation: rates.rolePropagation ?? 0,
    begin(name) {
      chapter = name;
      counts.clear();
      calm = false;
    },
    calm() {
      calm = true;
    },
    ofCall(call) {
      const key = next(call.name);
      const fault = faultOf(call, rates.calls ?? {}, chanceOf(seed, key));
      return fault !== undefined && happens(key, fault) ? fault : undefined;
    },
    staleness: (call) => 30 * chanceOf(seed, `${chapter} ${call.name}#${counts.get(call.name) ?? 0} behind`),
    slowness(event) {
      const { slowest = 1 } = rates;
      // What the account does at a time of its own, such as a health check, is no work that could take longer.
      if (slowest === 1 || calm || !/Available|Active|Gone|Done|Step$/.test(event)) return 1;
      return 1 + (slowest - 1) * chanceOf(seed, next(`slow ${event}`));
    },
    fails(undertaking) {
      const rate = rates.failures?.[undertaking] ?? 0;
      const key = next(undertaking);
      return chanceOf(seed, key) < rate && happens(key, 'fails');
    },
  };
}

/** One number picks one fault: each has a slice of [0, 1) as wide as its rate. */
function faultOf(
  call: FaultyCall,
  rates: Readonly<Partial<Record<CallFault, number>>>,
  chance: number,
): CallFault | undefined {
  let left = chance;
  // The keys of the record are faults.
  for (const [fault, rate] of Object.entries(rates) as [CallFault, number][]) {
    if (!canHappen(fault, call)) continue;
    if (left < rate) return fault;
    left -= rate;
  }
  return undefined;
}

function canHappen(fault: CallFault, { name, change }: FaultyCall): boolean {
  switch (fault) {
    case 'staleRead':
      return !change;
    case 'conflict':
      return change && /^ApiGatewayV2\.\w*(Route|Integration|Stage|Authorizer|UpdateApi)/.test(name);
    case 'serverErrorAfter':
    case 'lostReply':
    case 'hangAfter':
    case 'crashAfterCommit':
      // With a read nothing tells it from the fault without a commit.
      return change;
    default:
      return true;
  }
}
