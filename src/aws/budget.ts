import type { Clock } from './clock';
import type { ServiceKey } from './services';

/** A token bucket: `burst` calls at once, then `perSecond`. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Budget {
  /** Resolves when the call may go out; rejects with the signal's reason. First come, first served. */
  take(service: ServiceKey, operation: string, signal?: AbortSignal): Promise<void>;
}

/**
 * Below AWS's own buckets, which we share with everyone in the account: API Gateway's management calls have 10 a
 * second over all APIs together, ELB's and ECS's writes are slower than their reads.
 * Source: the services' "request throttling" pages; where AWS gives no number, a cautious one.
 */
export const AWS_RATES: Readonly<Record<ServiceKey, Rate>> = {
  apigatewayv2: { perSecond: 4, burst: 16 },
  elbv2: { perSecond: 5, burst: 20 },
  ecs: { perSecond: 8, burst: 24 },
  servicediscovery: { perSecond: 5, burst: 15 },
  ec2: { perSecond: 10, burst: 30 },
  iam: { perSecond: 5, burst: 20 },
  logs: { perSecond: 4, burst: 10 },
  sts: { perSecond: 5, burst: 10 },
};

/** Operations with a bucket of their own. Source: API Gateway quotas page, "CreateVpcLink (v2) 1 per 15 s". */
const AWS_OPERATION_RATES: Readonly<Record<string, Rate>> = {
  CreateVpcLink: { perSecond: 1 / 15, burst: 1 },
  DeleteVpcLink: { perSecond: 1 / 30, burst: 1 },
};

/** The budget of one connection to AWS. */
export function createBudget(
  clock: Clock,
  rates: Readonly<Record<ServiceKey, Rate>> = AWS_RATES,
  operationRates: Readonly<Record<string, Rate>> = AWS_OPERATION_RATES,
): Budget {
  const buckets = new Map<string, () => number>();
  function bucket(key: string, rate: Rate): () => number {
    const known = buckets.get(key);
    if (known) return known;
    const made = createBucket(clock, rate);
    buckets.set(key, made);
    return made;
  }
  return {
    async take(service, operation, signal) {
      signal?.throwIfAborted();
      const waits = [bucket(service, rates[service])()];
      const own = Object.hasOwn(operationRates, operation) ? operationRates[operation] : undefined;
      if (own) waits.push(bucket(`${service}.${operation}`, own)());
      const wait = Math.max(...waits);
      if (wait > 0) await clock.sleep(wait, signal);
    },
  };
}

/** For endpoints that are not AWS: they have no budget to protect, and people wait for them. */
export function unlimitedBudget(): Budget {
  return {
    take(_service, _operation, signal) {
      signal?.throwIfAborted();
      return Promise.resolve();
    },
  };
}

/**
 * Takes a token and returns the milliseconds until it is there. The level may go below zero: whoever comes later
 * waits longer, and the order of arrival is the order of service.
 */
function createBucket(clock: Clock, { perSecond, burst }: Rate): () => number {
  let level = burst;
  let filledAt = clock.now();
  return () => {
    const now = clock.now();
    level = Math.min(burst, level + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
    level -= 1;
    return level >= 0 ? 0 : Math.ceil((-level / perSecond) * 1000);
  };
}
