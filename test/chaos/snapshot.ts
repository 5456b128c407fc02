import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox';
import { createSandbox } from '../../src/sandbox/sandbox';
import { createWorld, regionOf, type World } from '../../src/sandbox/world';
import { REGION } from './process';

/** An account as it was at some time, to be begun with any number of times. */
export interface Snapshot {
  readonly world: World;
  readonly time: number;
}

/** An account that was just opened. */
export function emptyAccount(time: number): Snapshot {
  const world = createWorld();
  // A region begins when it is first asked for, and so would its network.
  regionOf(world, REGION);
  return { world, time };
}

export interface Restored {
  readonly sandbox: Sandbox;
  snapshot(): Snapshot;
}

/** A sandbox that goes on from a snapshot, on a clock that tells its time. */
export async function restore(
  start: Snapshot,
  options: SandboxOptions & Required<Pick<SandboxOptions, 'clock'>>,
): Promise<Restored> {
  const world = structuredClone(start.world);
  const sandbox = await createSandbox({ ...options, world });
  return { sandbox, snapshot: () => ({ world: structuredClone(world), time: options.clock.now() }) };
}
