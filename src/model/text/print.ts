import { isObject, type JsonObject, type JsonValue } from '../json';
import { indentOf, type Value } from './syntax';

/** How a document is written, as found in it. */
export interface Style {
  readonly eol: string;
  /** One level of indentation. */
  readonly unit: string;
  /** The colon with the blanks around it. */
  readonly colon: string;
  /** Blanks after a comma on one line. */
  readonly gap: string;
  /** Blanks inside the braces of an object on one line. */
  readonly pad: string;
}

/** Longer lines are broken up. */
const LINE_LENGTH = 110;

/** Reads the style off a document. */
export function styleOf(text: string, root: Value): Style {
  const first = root.type === 'scalar' ? undefined : root.members[0];
  const colon = first?.colon && PLAIN_COLON.test(first.colon.text) ? first.colon.text : ': ';
  const gap = /[ \t]$/.test(colon) ? ' ' : '';
  return {
    eol: /\r\n|\n|\r/.exec(text)?.[0] ?? '\n',
    unit: (first && indentOf(first.lead)) || '  ',
    colon,
    gap,
    // Of the first brace that has a key behind it on its line; one in a comment would do no harm.
    pad: /\{([ \t]*)"/.exec(text)?.[1] ?? gap,
  };
}

/** A colon without comments or breaks around it. */
export const PLAIN_COLON = /^[ \t]*:[ \t]*$/;

/** The value on one line. */
export function oneLine(value: JsonValue, style: Style): string {
  const separator = `,${style.gap}`;
  if (Array.isArray(value))
    return `[${value.map((item: JsonValue) => oneLine(item, style)).join(separator)}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => keyText(key, style) + oneLine(item, style));
  return members.length === 0 ? '{}' : `{${style.pad}${members.join(separator)}${style.pad}}`;
}

/** The value on one line where it fits behind `used` columns, else one member a line. */
export function fitted(value: JsonValue, style: Style, indent: string, used: number): string {
  const line = oneLine(value, style);
  // One more for the comma.
  return used + line.length + 1 <= LINE_LENGTH ? line : expanded(value, style, indent);
}

/** One member a line; `indent` is that of the line on which the value begins. */
export function expanded(value: JsonValue, style: Style, indent: string): string {
  if (!isNested(value)) return oneLine(value, style);
  const inner = indent + style.unit;
  const lines = Object.entries<JsonValue>(value).map(([key, item]) => {
    const start = inner + (Array.isArray(value) ? '' : keyText(key, style));
    return start + fitted(item, style, inner, start.length);
  });
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return [open, lines.join(`,${style.eol}`), indent + close].join(style.eol);
}

/** Whether there is anything in the value to give a line of its own. */
export function isNested(value: JsonValue): value is JsonObject | readonly JsonValue[] {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function keyText(key: string, style: Style): string {
  return JSON.stringify(key) + style.colon;
}
