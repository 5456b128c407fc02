import { ansiSegments } from '../../src/model/ansi';
import { plain } from '../../src/model/logText';
import { jsonLine, type JsonLine } from './jsonLine';
import type { ViewLine } from './logModel';
import { markSegments, type MarkedSegment, type Marks } from './marks';

/** Number of the line that the page has a row of: what reuses rows finds them by it. */
export const LINE = 'line';

/** How many characters the name of a line's source takes, as it is written in its row. */
export function sourceWidth({ entry: { service, task } }: ViewLine): number {
  return service.length + 1 + shortOf(task).length;
}

function shortOf(task: string): string {
  return task === '' ? 'access log' : task.slice(0, 6);
}

/** One line: local time, service and task beside the task's colour, and the message in its own. */
export function rowOf(line: ViewLine, colour: number, marks: Marks): HTMLElement {
  const { entry } = line;
  const row = element('div', `line task-${colour}`);
  row.dataset[LINE] = String(line.number);
  row.setAttribute('role', 'listitem');
  const time = element('span', 'time', timeOf(entry.timestamp));
  time.title = new Date(entry.timestamp).toLocaleString();
  const source = element('span', 'source');
  source.append(element('span', 'service', entry.service), element('span', 'task', shortOf(entry.task)));
  source.title = entry.task === '' ? `${entry.service}, access log` : `${entry.service}, task ${entry.task}`;
  row.append(time, source, messageOf(line, marks));
  return row;
}

function messageOf(line: ViewLine, marks: Marks): HTMLElement {
  const message = element('span', 'message');
  const json = jsonLine(plain(line.entry.message));
  if (!json) {
    message.append(...pieces(markSegments(ansiSegments(line.entry.message), marks)));
    return message;
  }
  const text = (words: string) => pieces(markSegments([{ text: words }], marks));
  message.append(opener(line), ...(json.level === '' ? [] : [levelOf(json)]));
  message.append(...text(json.message === '' ? json.rest : json.message));
  if (json.message !== '' && json.rest !== '') {
    const rest = element('span', 'rest');
    rest.append(' ', ...text(json.rest));
    message.append(rest);
  }
  if (line.isOpen) {
    const whole = element('span', 'whole');
    whole.append(...text(json.whole));
    message.append(whole);
  }
  return message;
}

/** Shows all members; the list hears of it. */
function opener({ isOpen }: ViewLine): HTMLElement {
  const button = element('button', `opener codicon codicon-chevron-${isOpen ? 'down' : 'right'}`);
  button.setAttribute('aria-expanded', String(isOpen));
  button.setAttribute('aria-label', isOpen ? 'Hide members' : 'Show members');
  return button;
}

function levelOf({ level, severity }: JsonLine): HTMLElement {
  return element('span', `level ${severity}`, level.toUpperCase());
}

function pieces(segments: readonly MarkedSegment[]): (HTMLElement | string)[] {
  return segments.map(({ text, mark, ...look }) => {
    const classes = [
      ...(look.foreground === undefined ? [] : [`fg-${look.foreground}`]),
      ...(look.background === undefined ? [] : [`bg-${look.background}`]),
      ...(['bold', 'italic', 'underline'] as const).filter((name) => look[name]),
      ...(mark ? [mark] : []),
    ];
    return classes.length === 0 ? text : element(mark ? 'mark' : 'span', classes.join(' '), text);
  });
}

export function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** `14:03:07.123`, in the time of whoever looks. */
function timeOf(timestamp: number): string {
  const date = new Date(timestamp);
  const two = (value: number) => String(value).padStart(2, '0');
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}
