import { chanceOf } from '../../../src/sandbox/faults/random';

/** How lines of a simulated group are written and taken in. Times are milliseconds. */
export interface WorldOptions {
  readonly seed: number;
  /** When the first line is written, since the epoch, and how long lines are written. */
  readonly start: number;
  readonly length: number;
  readonly perSecond: number;
  /** Streams at the end; they are born one after the other. */
  readonly streams: number;
  /** Times are whole multiples of this, so many lines agree in theirs. */
  readonly grain: number;
  /** As the awslogs driver: a stream's lines are sent together, so far apart. */
  readonly flush: number;
  /** Share of the lines that come late, up to two minutes. */
  readonly late: number;
  /** Of so many neighbours each has the same text. */
  readonly alike: number;
}

/** The latest that a line is taken in after it was written. */
export const LATEST = 120_000;

/**
 * The lines of one log group. Each is computed from the seed and its number, so that six million take no memory; what
 * was taken in up to a time is the oracle.
 */
export interface World {
  readonly count: number;
  readonly end: number;
  timestampOf(line: number): number;
  ingestionOf(line: number): number;
  streamOf(line: number): string;
  messageOf(line: number): string;
  idOf(line: number): string;
  /** The first line that was not written before. */
  firstFrom(timestamp: number): number;
}

/** Starts the message of every line; the rest of a line that nothing resembles is its number. */
const ALIKE = 'GET /users 200';

export function createWorld(options: WorldOptions): World {
  const { seed, start, length, perSecond, streams, grain, flush, late, alike } = options;
  const count = Math.floor((length * perSecond) / 1_000);
  const each = 1_000 / perSecond;

  const timestampOf = (line: number) => start + Math.floor((line * each) / grain) * grain;
  const streamNumber = (line: number) => {
    const born = 1 + Math.floor((line / count) * streams);
    return mixed(seed, line, 1) % born;
  };
  return {
    count,
    end: start + length,
    timestampOf,
    ingestionOf(line) {
      const written = timestampOf(line);
      const chance = mixed(seed, line, 2) / 2 ** 32;
      if (chance < late) return written + Math.floor((chance / late) * LATEST);
      const phase = Math.floor(chanceOf(seed, `phase ${streamNumber(line)}`) * flush);
      const sent = flush === 0 ? written : Math.ceil((written - phase + 1) / flush) * flush + phase;
      return Math.min(written + LATEST, sent + 50 + Math.floor(chance * 250));
    },
    streamOf: (line) => `users/users/${streamNumber(line).toString(16).padStart(32, 'a')}`,
    messageOf: (line) => (alike > 1 ? `${ALIKE} ${Math.floor(line / alike)}` : `${ALIKE} ${line}`),
    idOf: (line) => String(line).padStart(56, '0'),
    firstFrom(timestamp) {
      let line = Math.max(0, Math.min(count, Math.floor((timestamp - start) / each)));
      while (line > 0 && timestampOf(line - 1) >= timestamp) line -= 1;
      while (line < count && timestampOf(line) < timestamp) line += 1;
      return line;
    },
  };
}

function mixed(seed: number, line: number, salt: number): number {
  let value =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(line + 1, 0xc2b2ae35) ^ Math.imul(salt, 0x27d4eb2f);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}
