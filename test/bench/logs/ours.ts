import { tailLogs } from '../../../src/live/logs';
import { createVirtualClock } from '../../fakes/virtualClock';
import { createOracle, type Verdict } from './oracle';
import type { Rival } from './rivals';
import { createService, type ServiceOptions } from './service';
import { createWorld, LATEST, type WorldOptions } from './world';

export interface Run extends Verdict {
  readonly filter: number;
  readonly live: number;
  readonly refused: number;
  /** Seconds that were followed, and that this took. */
  readonly seconds: number;
}

export interface Reading {
  readonly live?: boolean;
  /** How long before now it begins. Milliseconds. */
  readonly backfill?: number;
  /** Instead of ours. */
  readonly rival?: Rival;
  readonly service?: Omit<ServiceOptions, 'clock' | 'seed'>;
  /** Told after each batch. */
  readonly onBatch?: () => void;
}

/** After the last line could have come in, so long again is followed: a silent group is settled by our own clock. */
const AFTER = 90_000;

/** Follows a world from its beginning until nothing can come any more, and says what became of its lines. */
export async function follow(options: WorldOptions, reading: Reading = {}): Promise<Run> {
  const { live = false, backfill = 0, rival, onBatch } = reading;
  const clock = createVirtualClock(options.start + backfill);
  const world = createWorld(options);
  const service = createService(world, { ...reading.service, clock, seed: options.seed });
  const oracle = createOracle(world, Math.max(1, options.alike));
  const stop = new AbortController();
  const over = world.end + LATEST + AFTER;
  const began = clock.now();
  const since = options.start - 1;
  const lines = rival
    ? rival.read(service.account, { since, signal: stop.signal })
    : tailLogs(service, {
        services: [{ node: 'users', logGroup: 'group' }],
        since,
        follow: true,
        live,
        signal: stop.signal,
      });
  const read = async () => {
    for await (const batch of lines) {
      for (const line of batch) oracle.given(line, clock.now());
      onBatch?.();
    }
  };
  const ended = read().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  const end = clock.sleep(over - clock.now()).then(() => stop.abort(new Error('over')));
  await clock.drive(Promise.all([ended, end]));
  return { ...oracle.verdict(), ...service.calls, seconds: (clock.now() - began) / 1_000 };
}
