import type { SandboxClock } from './clock';
import type { EventBody, WorldEvent } from './events';
import type { World } from './world';

/** Runs the world's events when their time has come, one after the other. */
export interface Scheduler {
  /** Milliseconds; while an event runs, the time of that event, so that what it causes does not drift. */
  now(): number;
  scaled(seconds: number): number;
  schedule(region: string, seconds: number, body: EventBody): void;
  /** Takes up what the world has waiting (after a restart: what became due meanwhile, in order). */
  start(): void;
  /** Runs what is due but whose timer has not come round yet. */
  catchUp(): void;
  stop(): void;
}

/** One timer for the earliest event; `timeScale` divides every duration. */
export function createScheduler(options: {
  world: World;
  clock: SandboxClock;
  timeScale: number;
  run: (event: WorldEvent) => void;
}): Scheduler {
  const { world, clock, timeScale, run } = options;
  let running: number | undefined;
  let started = false;
  let cancel: (() => void) | undefined;

  const scaled = (seconds: number) => (seconds * 1000) / timeScale;

  function arm() {
    cancel?.();
    cancel = undefined;
    const next = world.events[0];
    if (started && next && running === undefined) cancel = clock.setTimer(next.at, runDue);
  }

  function runDue() {
    cancel = undefined;
    for (let next = world.events[0]; started && next && next.at <= clock.now(); next = world.events[0]) {
      world.events.shift();
      running = next.at;
      try {
        run(next);
      } finally {
        running = undefined;
      }
    }
    arm();
  }

  return {
    now: () => running ?? clock.now(),
    scaled,
    schedule(region, seconds, body) {
      const at = (running ?? clock.now()) + scaled(seconds);
      const event: WorldEvent = { at, sequence: world.sequence++, region, body };
      const later = world.events.findIndex((other) => other.at > at);
      if (later === -1) world.events.push(event);
      else world.events.splice(later, 0, event);
      if (world.events[0] === event) arm();
    },
    start() {
      started = true;
      arm();
    },
    catchUp() {
      if (running === undefined) runDue();
    },
    stop() {
      started = false;
      cancel?.();
      cancel = undefined;
    },
  };
}
