import type { SandboxClock } from './clock';
import type { SandboxRequest } from './dispatch';
import { throttledError } from './faults/faultErrors';
import type { CallBucket, Profile } from './profile';

type Request = SandboxRequest & { readonly signal?: AbortSignal };

export interface PacedAccount {
  readonly profile: Profile;
  readonly clock: SandboxClock;
  /** Milliseconds of the clock in so many seconds of the account's time. */
  scaled(seconds: number): number;
  answer(request: Request): Promise<unknown>;
}

/** Lets a request and its answer travel, and throttles as AWS does: what finds a bucket empty is refused. */
export function createPacedCall(account: PacedAccount): (request: Request) => Promise<unknown> {
  const { profile, clock, scaled, answer } = account;
  const levels = new Map<CallBucket, { tokens: number; at: number }>();

  const travel = (ms: number) =>
    new Promise<void>((resolve) => {
      clock.setTimer(clock.now() + ms, resolve);
    });

  /** The tokens that are there now; a refused call takes none. */
  function level(bucket: CallBucket) {
    const now = clock.now();
    const last = levels.get(bucket) ?? { tokens: bucket.burst, at: now };
    const gained = ((now - last.at) / scaled(1)) * bucket.perSecond;
    const current = { tokens: Math.min(bucket.burst, last.tokens + gained), at: now };
    levels.set(bucket, current);
    return current;
  }

  function isAdmitted(name: string): boolean {
    const current = profile.buckets.filter(({ covers }) => covers.test(name)).map(level);
    // A whole token but for what the division above rounds away.
    if (current.some(({ tokens }) => tokens < 1 - 1e-6)) return false;
    for (const bucket of current) bucket.tokens -= 1;
    return true;
  }

  return async (request) => {
    const name = `${request.client.replace(/Client$/, '')}.${request.command.replace(/Command$/, '')}`;
    const seconds = profile.roundTrips.find(({ covers }) => covers.test(name))?.seconds ?? 0;
    const oneWay = scaled(seconds) / 2;
    await travel(oneWay);
    try {
      if (!isAdmitted(name)) throw throttledError(request.client);
      return await answer(request);
    } finally {
      await travel(oneWay);
    }
  };
}
