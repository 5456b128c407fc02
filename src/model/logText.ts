import { ansiSegments } from './ansi';
import type { LineChoice, LogEntry } from './logProtocol';

/** A regular expression in any case of letters; undefined for an empty one, and false for what is none. */
export function patternOf(source: string): RegExp | undefined | false {
  if (source === '') return undefined;
  try {
    return new RegExp(source, 'i');
  } catch {
    return false;
  }
}

/** Tests what is to be read: the text, and where it comes from. What is no expression tests nothing. */
export function chooser({ include, exclude }: LineChoice): (entry: LogEntry) => boolean {
  const wanted = patternOf(include) || undefined;
  const unwanted = patternOf(exclude) || undefined;
  if (!wanted && !unwanted) return () => true;
  return (entry) => {
    const text = `${sourceOf(entry)} ${plain(entry.message)}`;
    return wanted?.test(text) !== false && unwanted?.test(text) !== true;
  };
}

/** `users 3f2a91`: the service and enough of the task's id to tell it from others. */
export function sourceOf({ service, task }: Pick<LogEntry, 'service' | 'task'>): string {
  return task === '' ? service : `${service} ${task.slice(0, 6)}`;
}

/** The text without colours and other control characters. */
export function plain(message: string): string {
  // Most lines have none, and a hundred thousand are looked at for each letter of an expression.
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  if (!/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/.test(message)) return message;
  return ansiSegments(message)
    .map(({ text }) => text)
    .join('');
}

/** Lines as a text file: time in UTC, the service, the whole id of the task, the text. */
export function fileOf(entries: readonly LogEntry[]): string {
  return entries
    .map(
      ({ timestamp, service, task, message }) =>
        `${new Date(timestamp).toISOString()} ${service}${task === '' ? '' : ` ${task}`} ${plain(message)}\n`,
    )
    .join('');
}
