import { LOG_LIMIT, type LogEntry } from '../../src/model/logProtocol';

/** The lines that the view has, and which of them it shows. */
export interface LogModel {
  /** Takes lines over; returns those to be shown now, none while it is paused. */
  add(lines: readonly LogEntry[]): LogEntry[];
  clear(): void;
  /** Lines that came while it was paused. */
  readonly held: number;
  readonly paused: boolean;
  pause(paused: boolean): void;
  /** A regular expression, in any case of letters; false when it is none, and the last one stays. */
  filter(pattern: string): boolean;
  /** Everything to be shown, oldest first; what came during a pause is not among it. */
  shown(): LogEntry[];
  /** Which of the colours a task has: in the order in which they appear, so that neighbours differ. */
  colourOf(task: string): number;
}

/** Colours before they come again. */
export const COLOURS = 6;

export function createLogModel(limit = LOG_LIMIT): LogModel {
  let lines: LogEntry[] = [];
  let pattern: RegExp | undefined;
  let paused = false;
  let held = 0;
  const colours = new Map<string, number>();
  const matches = ({ message, service, task }: LogEntry) =>
    pattern === undefined || pattern.test(message) || pattern.test(service) || pattern.test(task);

  return {
    get held() {
      return held;
    },
    get paused() {
      return paused;
    },
    add(more) {
      lines = [...lines, ...more].slice(-limit);
      if (!paused) return more.filter(matches);
      held = Math.min(limit, held + more.length);
      return [];
    },
    clear() {
      lines = [];
      held = 0;
    },
    pause(next) {
      paused = next;
      held = 0;
    },
    filter(text) {
      try {
        pattern = text === '' ? undefined : new RegExp(text, 'i');
        return true;
      } catch {
        return false;
      }
    },
    shown: () => lines.slice(0, lines.length - held).filter(matches),
    colourOf(task) {
      const known = colours.get(task);
      if (known !== undefined) return known;
      const colour = colours.size % COLOURS;
      colours.set(task, colour);
      return colour;
    },
  };
}
