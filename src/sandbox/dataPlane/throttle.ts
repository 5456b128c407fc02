import type { RouteSettings } from '@aws-sdk/client-apigatewayv2';

/** A token bucket; not part of the world, since its life is seconds. */
export interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Takes one token: `ThrottlingRateLimit` a second flow in, `ThrottlingBurstLimit` fit. False means 429. In the
 * clock's own seconds: requests do not come faster because the account's time does.
 */
export function takeToken(
  buckets: Map<string, Bucket>,
  key: string,
  settings: RouteSettings,
  now: number,
): boolean {
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = settings;
  if (rate === undefined && burst === undefined) return true;
  const size = burst ?? Math.max(1, rate ?? 1);
  const bucket = buckets.get(key) ?? { tokens: size, at: now };
  buckets.set(key, bucket);
  bucket.tokens = Math.min(size, bucket.tokens + ((now - bucket.at) / 1000) * (rate ?? size));
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
