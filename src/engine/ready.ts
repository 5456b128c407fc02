import type { Cloud, Provider, Written } from './provider';

/** Milliseconds between two looks at something that is not ready yet. */
const POLL = 5_000;
/** Milliseconds after which waiting for readiness is given up; the slowest, a production rollout, takes minutes. */
const PATIENCE = 30 * 60_000;

export interface Readiness {
  readonly cloud: Pick<Cloud, 'now' | 'sleep'>;
  readonly provider: Provider;
  /** What is waited for; undefined where there is none. */
  thing(): Written | undefined;
  /** Its properties with every reference replaced. */
  props(): Readonly<Record<string, unknown>>;
  /** Told what it waits for, in AWS's words, each time they change. */
  waiting(reason: string): void;
  readonly signal: AbortSignal | undefined;
}

/** Looks until a thing can be used. Throws with AWS's reason when it never will, or patience ends. */
export async function untilReady({
  cloud,
  provider,
  thing,
  props,
  waiting,
  signal,
}: Readiness): Promise<void> {
  const deadline = cloud.now() + PATIENCE;
  let told: string | undefined;
  for (;;) {
    const written = thing();
    if (!written || !provider.health) return;
    const health = await provider.health(written, props(), signal);
    if (health.state === 'ready') return;
    if (health.state === 'failed') throw new Error(health.reason);
    if (cloud.now() >= deadline) {
      throw new Error(`Still not ready after ${PATIENCE / 60_000} minutes: ${health.reason}`);
    }
    if (health.reason !== told) waiting(health.reason);
    told = health.reason;
    await cloud.sleep(POLL, signal);
  }
}
