import { LOG_LIMIT } from '../model/logLimits';
import type { LogBatch, LogEntry } from '../model/logProtocol';

/** The last lines of a tail, numbered from its first, for a view that is hidden or not done with what it has. */
export interface LogBuffer {
  add(lines: readonly LogEntry[]): void;
  clear(): void;
  /** The next lines from a number on, so many at most; those that are gone are left out. */
  from(number: number, most: number): LogBatch;
  /** The number that the next line gets. */
  readonly end: number;
  readonly lines: readonly LogEntry[];
}

/** Room beyond the limit, so that old lines go many at a time. */
const SLACK = 0.1;

export function createLogBuffer(limit = LOG_LIMIT): LogBuffer {
  let lines: LogEntry[] = [];
  let first = 0;
  return {
    add(more) {
      for (const line of more) lines.push(line);
      if (lines.length <= limit * (1 + SLACK)) return;
      first += lines.length - limit;
      lines = lines.slice(-limit);
    },
    clear() {
      first += lines.length;
      lines = [];
    },
    from(number, most) {
      const start = Math.max(first, number);
      return { first: start, lines: lines.slice(start - first, start - first + most) };
    },
    get end() {
      return first + lines.length;
    },
    get lines() {
      return lines;
    },
  };
}
