import type { Clock } from './clock';
import { AWS_RATES, type Rate } from './rates';
import type { ServiceKey } from './services';
import { standInLine } from './urgency';

export interface Budget {
  /**
   * Resolves when the call may go out; rejects with the signal's reason. Of calls that wait for the same tokens the
   * most urgent is the first to get one.
   */
  take(
    service: ServiceKey,
    operation: string,
    options?: { readonly urgency?: number; readonly signal?: AbortSignal | undefined },
  ): Promise<void>;
  /** Takes a token where there is one now and nobody waits for it; false where the call has to do without. */
  tryTake(service: ServiceKey, operation: string): boolean;
  /** AWS has refused a call as one too many: its bucket is empty, whatever we have counted. */
  refused(service: ServiceKey, operation: string): void;
}

interface Waiting {
  readonly urgency: number;
  readonly buckets: readonly Bucket[];
  go(): void;
}

/** The budget of one connection to AWS, shared by everyone who calls through it. */
export function createBudget(clock: Clock, rates: readonly Rate[] = AWS_RATES): Budget {
  const buckets = rates.map((rate) => ({ covers: rate.covers, bucket: createBucket(clock, rate) }));
  const coveredBy = (service: ServiceKey, operation: string) =>
    buckets.filter(({ covers }) => covers.test(`${service}.${operation}`)).map(({ bucket }) => bucket);
  const line: Waiting[] = [];
  /** Ends the sleep until the next token; there is one at a time. */
  let alarm: AbortController | undefined;

  /** Lets go whoever can, in the order of urgency, and sleeps until somebody else will. */
  function serve(): void {
    alarm?.abort();
    alarm = undefined;
    for (const waiting of [...line]) {
      if (!waiting.buckets.every(({ wait }) => wait() === 0)) continue;
      waiting.buckets.forEach(({ take }) => take());
      line.splice(line.indexOf(waiting), 1);
      waiting.go();
    }
    const waits = line.map((waiting) => Math.max(...waiting.buckets.map(({ wait }) => wait())));
    if (waits.length === 0) return;
    alarm = new AbortController();
    clock.sleep(Math.min(...waits), alarm.signal).then(serve, () => undefined);
  }

  return {
    async take(service, operation, { urgency = 0, signal } = {}) {
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const leave = () => {
          line.splice(line.indexOf(waiting), 1);
          reject(signal?.reason as Error);
          serve();
        };
        const waiting: Waiting = {
          urgency,
          buckets: coveredBy(service, operation),
          go() {
            signal?.removeEventListener('abort', leave);
            resolve();
          },
        };
        signal?.addEventListener('abort', leave, { once: true });
        standInLine(line, waiting);
        serve();
      });
    },
    tryTake(service, operation) {
      const covering = coveredBy(service, operation);
      const isFree = covering.every(({ wait }) => wait() === 0);
      const isWanted = line.some((waiting) => waiting.buckets.some((bucket) => covering.includes(bucket)));
      if (!isFree || isWanted) return false;
      covering.forEach(({ take }) => take());
      return true;
    },
    refused: (service, operation) => coveredBy(service, operation).forEach(({ empty }) => empty()),
  };
}

/** For endpoints that are not AWS: they have no budget to protect, and people wait for them. */
export function unlimitedBudget(): Budget {
  return {
    take(_service, _operation, { signal } = {}) {
      signal?.throwIfAborted();
      return Promise.resolve();
    },
    tryTake: () => true,
    refused: () => undefined,
  };
}

interface Bucket {
  /** Milliseconds until there is a token; 0 when there is one now. */
  wait(): number;
  take(): void;
  empty(): void;
}

function createBucket(clock: Clock, { burst, perSecond }: Rate): Bucket {
  let level = burst;
  let filledAt = clock.now();
  const fill = () => {
    const now = clock.now();
    level = Math.min(burst, level + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
  };
  return {
    wait() {
      fill();
      return level >= 1 ? 0 : Math.ceil(((1 - level) / perSecond) * 1000);
    },
    take() {
      level -= 1;
    },
    empty() {
      fill();
      level = Math.min(level, 0);
    },
  };
}
