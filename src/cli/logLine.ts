import type { LogLine } from '../live/logs';
import { terminalLine } from '../model/ansi';

/** Colours of tasks, in the order in which they appear: cyan, green, yellow, magenta, blue, and the bright ones. */
const COLOURS = [36, 32, 33, 35, 34, 96, 92, 93, 95, 94];
/** What a task id is cut to; enough to tell a hundred thousand apart. */
const SHORT = 8;

export interface LinePrinterOptions {
  /** For a terminal: a colour a task, in local time. Without, UTC and the text as it is, for other programs. */
  readonly colours: boolean;
  /** What is marked wherever it stands; only with colours. */
  readonly highlight?: RegExp;
}

/** Prints a line with its time, service and task. No control character gets through but colours, and those end with it. */
export function createLinePrinter({ colours, highlight }: LinePrinterOptions): (line: LogLine) => string {
  const numbers = new Map<string, number>();
  const colourOf = (task: string) => {
    const number = numbers.get(task) ?? numbers.size;
    numbers.set(task, number);
    return COLOURS[number % COLOURS.length] ?? 0;
  };
  return ({ timestamp, service, task, message }) => {
    const source = task === '' ? service : `${service} ${task.slice(0, SHORT)}`;
    const text = terminalLine(message.trimEnd().replaceAll('\n', ' '));
    if (!colours) return `${new Date(timestamp).toISOString()} ${source} ${text}`;
    const head = `\u001b[2m${localTime(timestamp)}\u001b[0m \u001b[${colourOf(`${service} ${task}`)}m${source}\u001b[0m`;
    return `${head} ${highlight ? marked(text, highlight) : text}\u001b[0m`;
  };
}

/** `2026-11-23 09:41:07.123` where the terminal stands. */
function localTime(timestamp: number): string {
  const date = new Date(timestamp);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** In reverse video, which the colours around it survive. */
function marked(text: string, pattern: RegExp): string {
  const everywhere = new RegExp(pattern.source, 'g');
  return text.replace(everywhere, (match) => (match === '' ? '' : `\u001b[7m${match}\u001b[27m`));
}
