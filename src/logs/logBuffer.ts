import { LOG_LIMIT, type LogEntry } from '../model/logProtocol';

/** The last lines, kept for a view that was hidden. */
export interface LogBuffer {
  add(lines: readonly LogEntry[]): void;
  clear(): void;
  readonly lines: readonly LogEntry[];
}

export function createLogBuffer(limit = LOG_LIMIT): LogBuffer {
  let lines: LogEntry[] = [];
  return {
    add(more) {
      lines = [...lines, ...more].slice(-limit);
    },
    clear() {
      lines = [];
    },
    get lines() {
      return lines;
    },
  };
}
