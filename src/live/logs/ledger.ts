import type { LogEvent } from './event';
import { hashOf, type Hash } from './hash';
import { createHashSet, type HashSet } from './hashSet';

/** Ids are kept by the second in which a line was written, so that old ones are forgotten a second at a time. */
const SLICE = 1_000;

/**
 * A live update brings lines within seconds of their ingestion; one that comes later than this is left to polling.
 * Milliseconds.
 */
const FRESH = 15_000;

/**
 * Which lines of a group were given out. Polling knows a line by its id. Live updates carry none, so there a line is
 * known by stream, time and text, and of lines that agree in all three as many are given out as the busier of the two
 * ways has brought: never more than were written, and in the end as many.
 */
export interface Ledger {
  /** True for a line that was not given out yet. */
  polled(event: LogEvent): boolean;
  /** The same for one of a live update; its stale ones are false, polling brings them. */
  live(event: LogEvent): boolean;
  /** Nothing before this time is polled any more; forgets what was. Milliseconds since the epoch. */
  settle(before: number): void;
  /** What the ids take. */
  readonly bytes: number;
}

export function createLedger({ withLive = false } = {}): Ledger {
  const hash: Hash = { high: 0, low: 0 };
  const ids = new Map<number, HashSet>();
  /** Live lines that polling has not met yet, by second and content. */
  const ahead = new Map<number, Map<number, number>>();
  /** Polled lines that a live update may still bring: those of late, and those before. */
  let awaited = new Map<number, number>();
  let awaitedBefore = new Map<number, number>();
  let turnedAt = Number.NEGATIVE_INFINITY;
  /** The newest ingestion that was heard of: AWS's clock, whatever this machine's says. */
  let heard = Number.NEGATIVE_INFINITY;

  function hear(ingestion: number): void {
    heard = Math.max(heard, ingestion);
    if (heard < turnedAt + FRESH) return;
    turnedAt = heard;
    awaitedBefore = awaited;
    awaited = new Map();
  }

  /** 53 bits: with a hundred thousand lines at a time, one in 10^11 is taken for another. */
  function contentOf({ stream, timestamp, message }: LogEvent): number {
    hashOf(hash, stream, String(timestamp), message);
    return hash.high * 2 ** 21 + (hash.low >>> 11);
  }

  return {
    polled(event) {
      hear(event.ingestion);
      const slice = Math.floor(event.timestamp / SLICE);
      hashOf(hash, event.id);
      if (!of(ids, slice, createHashSet).add(hash)) return false;
      if (!withLive) return true;
      const content = contentOf(event);
      if (takeOne(ahead.get(slice), content)) return false;
      if (event.ingestion >= heard - FRESH) addOne(awaited, content);
      return true;
    },
    live(event) {
      hear(event.ingestion);
      if (event.ingestion < heard - FRESH) return false;
      const content = contentOf(event);
      if (takeOne(awaited, content) || takeOne(awaitedBefore, content)) return false;
      addOne(
        of(ahead, Math.floor(event.timestamp / SLICE), () => new Map<number, number>()),
        content,
      );
      return true;
    },
    settle(before) {
      const first = Math.floor(before / SLICE);
      for (const slices of [ids, ahead]) {
        for (const slice of slices.keys()) if (slice < first) slices.delete(slice);
      }
    },
    get bytes() {
      return [...ids.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    },
  };
}

function of<T>(slices: Map<number, T>, slice: number, create: () => T): T {
  const known = slices.get(slice);
  if (known !== undefined) return known;
  const made = create();
  slices.set(slice, made);
  return made;
}

function addOne(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function takeOne(counts: Map<number, number> | undefined, key: number): boolean {
  const count = counts?.get(key) ?? 0;
  if (count === 0) return false;
  if (count === 1) counts?.delete(key);
  else counts?.set(key, count - 1);
  return true;
}
