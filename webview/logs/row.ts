import { ansiSegments } from '../../src/model/ansi';
import type { LogEntry } from '../../src/model/logProtocol';

/** One line: local time, service and task in the task's colour, and the message in its own. */
export function rowOf({ timestamp, service, task, message }: LogEntry, colour: number): HTMLElement {
  const row = document.createElement('div');
  row.className = 'line';
  const time = part('time', timeOf(timestamp));
  time.title = new Date(timestamp).toLocaleString();
  const source = part(`source task-${colour}`, `${service} ${task.slice(0, 6)}`);
  source.title = `${service}, task ${task}`;
  const text = part('message', '');
  for (const { text: piece, ...look } of ansiSegments(message)) {
    const classes = [
      ...(look.foreground === undefined ? [] : [`fg-${look.foreground}`]),
      ...(look.background === undefined ? [] : [`bg-${look.background}`]),
      ...(['bold', 'italic', 'underline'] as const).filter((name) => look[name]),
    ];
    if (classes.length === 0) text.append(piece);
    else text.append(part(classes.join(' '), piece));
  }
  row.append(time, source, text);
  return row;
}

function part(className: string, text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}

/** `14:03:07.123`, in the time of whoever looks. */
function timeOf(timestamp: number): string {
  const date = new Date(timestamp);
  const two = (value: number) => String(value).padStart(2, '0');
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}
