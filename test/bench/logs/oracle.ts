import type { World } from './world';

/** A line as a reader gave it out: with its id where it knows one, else by what is written in it. */
export interface Given {
  readonly timestamp: number;
  readonly message: string;
  readonly task: string;
}

export interface Verdict {
  /** Lines that were written and never given out, and lines given out once too often or never written. */
  readonly lost: number;
  readonly twice: number;
  readonly delivered: number;
  /** Behind ingestion, in seconds. */
  readonly median: number;
  readonly p95: number;
}

/** Compares what is given out with what was written, line by line as it comes. */
export interface Oracle {
  given(line: Given, now: number): void;
  verdict(): Verdict;
}

/** Behind ingestion is kept in steps of this; a line takes a bit and a count, not an object. Milliseconds. */
const STEP = 10;
const STEPS = 30_000;

/**
 * Lines that agree in stream, time and text are one and the same to whoever looks, so they are counted: of those the
 * one that was taken in first counts as the one that was given out first.
 */
export function createOracle(world: World, alike: number): Oracle {
  const seen = new Uint8Array(world.count);
  const behind = new Uint32Array(STEPS);
  let twice = 0;
  let delivered = 0;

  /** Numbers of the lines that look so, by their ingestion. */
  function candidates({ timestamp, message, task }: Given): number[] {
    const first = Number(message.slice(message.lastIndexOf(' ') + 1)) * alike;
    const lines = Array.from({ length: alike }, (_none, index) => first + index).filter(
      (line) =>
        line < world.count && world.timestampOf(line) === timestamp && world.streamOf(line).endsWith(task),
    );
    return lines.length > 1 ? lines.sort((a, b) => world.ingestionOf(a) - world.ingestionOf(b)) : lines;
  }

  return {
    given(given, now) {
      const line = candidates(given).find((one) => seen[one] === 0);
      if (line === undefined) {
        twice += 1;
        return;
      }
      seen[line] = 1;
      delivered += 1;
      const step = Math.min(STEPS - 1, Math.max(0, Math.floor((now - world.ingestionOf(line)) / STEP)));
      behind[step] = (behind[step] ?? 0) + 1;
    },
    verdict() {
      return {
        lost: world.count - delivered,
        twice,
        delivered,
        median: share(behind, delivered, 0.5),
        p95: share(behind, delivered, 0.95),
      };
    },
  };
}

function share(behind: Uint32Array, count: number, part: number): number {
  let passed = 0;
  for (let step = 0; step < behind.length; step += 1) {
    passed += behind[step] ?? 0;
    if (passed >= part * count) return ((step + 1) * STEP) / 1_000;
  }
  return Number.NaN;
}
