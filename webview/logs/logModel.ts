import { LOG_LIMIT } from '../../src/model/logLimits';
import type { LogBatch, LogEntry, LineChoice } from '../../src/model/logProtocol';
import { chooser } from '../../src/model/logText';

/** A line of the view. */
export interface ViewLine {
  /** Counts the lines of a tail. */
  readonly number: number;
  readonly entry: LogEntry;
  isOpen: boolean;
  /** As it was last drawn, in pixels; 0 before. */
  height: number;
}

/** The lines that the view has, and which of them it shows. */
export interface LogModel {
  add(batch: LogBatch): void;
  clear(): void;
  /** Lines that came while it was paused. */
  readonly held: number;
  readonly paused: boolean;
  pause(paused: boolean): void;
  choose(choice: LineChoice): void;
  /** What is to be shown, oldest first. The same array until {@link epoch} changes, at the end of which more comes. */
  readonly shown: readonly ViewLine[];
  /** Another number when lines before the end have changed or gone. */
  readonly epoch: number;
  /** How many are kept, shown or not. */
  readonly size: number;
}

/** Room beyond the limit, so that old lines go many at a time. */
const SLACK = 0.1;

export function createLogModel(limit = LOG_LIMIT): LogModel {
  let lines: ViewLine[] = [];
  let shown: ViewLine[] = [];
  let fits = chooser({ include: '', exclude: '' });
  let paused = false;
  let held = 0;
  let epoch = 0;

  function rebuild(): void {
    shown = lines.slice(0, lines.length - held).filter(({ entry }) => fits(entry));
    epoch += 1;
  }

  return {
    get held() {
      return held;
    },
    get paused() {
      return paused;
    },
    get shown() {
      return shown;
    },
    get epoch() {
      return epoch;
    },
    get size() {
      return lines.length;
    },
    add({ first, lines: more }) {
      const fresh = more.map((entry, index): ViewLine => ({
        number: first + index,
        entry,
        isOpen: false,
        height: 0,
      }));
      for (const line of fresh) lines.push(line);
      if (paused) held = Math.min(lines.length, held + fresh.length);
      else for (const line of fresh) if (fits(line.entry)) shown.push(line);
      if (lines.length <= limit * (1 + SLACK)) return;
      lines = lines.slice(-limit);
      held = Math.min(held, lines.length);
      const oldest = lines[0]?.number ?? 0;
      shown = shown.filter(({ number }) => number >= oldest);
      epoch += 1;
    },
    clear() {
      lines = [];
      held = 0;
      rebuild();
    },
    pause(next) {
      paused = next;
      held = 0;
      rebuild();
    },
    choose(choice) {
      fits = chooser(choice);
      rebuild();
    },
  };
}

/** Colours of tasks before they come again. */
export const COLOURS = 8;

/** A colour a task, in the order in which they appear, so that neighbours differ; kept with the state of the view. */
export function createColours(known: Readonly<Record<string, number>> = {}) {
  const colours = new Map(Object.entries(known));
  return {
    of(task: string): number {
      const colour = colours.get(task) ?? colours.size % COLOURS;
      colours.set(task, colour);
      return colour;
    },
    get size() {
      return colours.size;
    },
    /** Those of the tasks that came last. */
    recent: (): Record<string, number> => Object.fromEntries([...colours].slice(-100)),
  };
}
