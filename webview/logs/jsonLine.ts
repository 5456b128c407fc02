/** What a line of JSON says, apart from its punctuation. */
export interface JsonLine {
  /** As written, `error` or `WARN` or 30. */
  readonly level: string;
  readonly severity: Severity;
  readonly message: string;
  /** The other members, each as `name=value`. */
  readonly rest: string;
  /** All of it, a member a line. */
  readonly whole: string;
}

export type Severity = 'error' | 'warning' | 'info' | 'debug' | 'none';

const LEVELS = ['level', 'severity', 'lvl', 'loglevel', 'log.level'];
const MESSAGES = ['message', 'msg', 'event', '@message'];
/** The line has a time of its own. */
const TIMES = ['timestamp', 'time', 'ts', '@timestamp'];
/** A longer line is shown as it is: reading it for each look would take long. */
const LONGEST = 20_000;

/** Reads a line that is a JSON object; undefined for any other. */
export function jsonLine(text: string): JsonLine | undefined {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST || !trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(trimmed);
  } catch {
    return undefined;
  }
  const members = Object.entries(value as object);
  const find = (names: readonly string[]) =>
    names
      .map((name) => members.find(([key]) => key.toLowerCase() === name))
      .find(
        (member) => member !== undefined && (typeof member[1] === 'string' || typeof member[1] === 'number'),
      );
  const level = find(LEVELS);
  const message = find(MESSAGES);
  const rest = members.filter(
    (member) => member !== level && member !== message && !TIMES.includes(member[0].toLowerCase()),
  );
  return {
    level: level ? String(level[1]) : '',
    severity: severityOf(level ? String(level[1]) : ''),
    message: message ? String(message[1]) : '',
    rest: rest.map(([key, member]) => `${key}=${valueText(member)}`).join(' '),
    whole: JSON.stringify(value, null, 2),
  };
}

function valueText(value: unknown): string {
  return typeof value === 'string' && !/[\s"=]/.test(value) && value !== '' ? value : JSON.stringify(value);
}

/** Words of the usual loggers; numbers are those of bunyan and pino. */
function severityOf(level: string): Severity {
  if (/^(e|err|error|fatal|f|crit|critical|emerg|emergency|alert|panic|50|60)$/i.test(level)) return 'error';
  if (/^(w|warn|warning|40)$/i.test(level)) return 'warning';
  if (/^(i|info|information|notice|30)$/i.test(level)) return 'info';
  if (/^(d|debug|t|trace|verbose|10|20)$/i.test(level)) return 'debug';
  return 'none';
}
