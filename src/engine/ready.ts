import { nextLook } from './looks';
import type { Cloud, Provider, Written } from './provider';

/** Milliseconds after which waiting for readiness is given up; the slowest, a production rollout, takes minutes. */
const PATIENCE = 30 * 60_000;

export interface Readiness {
  readonly cloud: Pick<Cloud, 'now' | 'sleep' | 'pace' | 'instant'>;
  readonly provider: Provider;
  /** What is waited for; undefined where there is none. */
  thing(): Written | undefined;
  /** Its properties with every reference replaced. */
  props(): Readonly<Record<string, unknown>>;
  /** It was made a moment ago: before the expected time there is nothing to see, but where all is done at once. */
  readonly isNew: boolean;
  /** When it will probably be ready; milliseconds since the epoch. */
  expectedAt(): number;
  /** Told what it waits for, in AWS's words, each time they change. */
  waiting(reason: string): void;
  /** Told that another run has written it since, which ends the waiting. */
  superseded(): void;
  readonly signal: AbortSignal | undefined;
}

/** Looks until a thing can be used. Throws with AWS's reason when it never will, or patience ends. */
export async function untilReady(options: Readiness): Promise<void> {
  const { cloud, provider, thing, props, waiting, superseded, signal } = options;
  const { pace = 1 } = cloud;
  const deadline = cloud.now() + PATIENCE;
  let pause = options.isNew && !cloud.instant && options.expectedAt() > cloud.now();
  let told: string | undefined;
  for (;;) {
    // `sleep` takes AWS's time.
    if (pause)
      await cloud.sleep((nextLook(cloud.now(), options.expectedAt(), pace) - cloud.now()) / pace, signal);
    pause = true;
    const written = thing();
    if (!written || !provider.health) return;
    const health = await provider.health(written, props(), signal);
    if (health.state === 'ready') return;
    if (health.state === 'superseded') return superseded();
    if (health.state === 'failed') throw new Error(health.reason);
    if (cloud.now() >= deadline) {
      throw new Error(`Still not ready after ${PATIENCE / 60_000} minutes: ${health.reason}`);
    }
    if (health.reason !== told) waiting(health.reason);
    told = health.reason;
  }
}
