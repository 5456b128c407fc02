import type { Finding } from '../kinds/kind';
import { anyOf } from '../kinds/words';
import type * as z from '../zod';
import { memberOf, pointer, type JsonPath, type JsonValue } from './json';

type Issue = z.core.$ZodIssue;

/** What does not fit the schema, each with a sentence that names the field. */
export function schemaFindings(schema: z.ZodObject, value: JsonValue): Finding[] {
  const places = new Set<string>();
  return (schema.safeParse(value).error?.issues ?? []).flatMap(unfold).flatMap((issue): Finding[] => {
    const path = pathOf(issue);
    // An empty name is too short and does not fit its pattern: one of the two is enough.
    if (places.has(pointer(path))) return [];
    places.add(pointer(path));
    const isMissing = path.length > 0 && path.reduce<JsonValue | undefined>(memberOf, value) === undefined;
    const name = path.length === 0 ? 'The value' : path.join('.');
    return [
      isMissing
        ? { severity: 'error', code: 'required', message: `${name} is required.`, path }
        : { severity: 'error', code: 'invalid-value', message: sentence(issue, name), path },
    ];
  });
}

/** Of a union, what is wrong with the option that was probably meant. */
function unfold(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const options = issue.errors.map((issues) => issues.flatMap(unfold)).sort((a, b) => a.length - b.length);
  const inside = options.find((issues) => issues.every(({ path }) => path.length > 0));
  const meant =
    inside ?? (isSentence(issue.message) ? undefined : options.find((issues) => issues.every(isOfType)));
  return meant?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) ?? [issue];
}

function isOfType({ code, path }: Issue): boolean {
  return path.length > 0 || code !== 'invalid_type';
}

function pathOf({ path }: Issue): JsonPath {
  return path.map((key) => (typeof key === 'number' ? key : String(key)));
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

function sentence(issue: Issue, name: string): string {
  // Our own schemas speak in sentences, zod does not.
  if (isSentence(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `${name} must be ${TYPES[issue.expected] ?? issue.expected}.`;
    case 'invalid_value':
      return `${name} must be ${anyOf(issue.values.map(String))}.`;
    case 'too_small':
      return bound(name, issue.origin, 'at least', issue.minimum, issue.inclusive === false);
    case 'too_big':
      return bound(name, issue.origin, 'at most', issue.maximum, issue.inclusive === false);
    case 'invalid_key':
      return issue.issues[0]?.message ?? `${name} is no name that fits here.`;
    default:
      return `${name} has a value that does not fit here.`;
  }
}

function bound(name: string, origin: string, side: string, limit: number | bigint, strict: boolean): string {
  if (origin === 'string') {
    return side === 'at least' && limit === 1
      ? `${name} must not be empty.`
      : `${name} must have ${side} ${limit} characters.`;
  }
  if (origin === 'array') return `${name} needs ${side} ${limit} ${limit === 1 ? 'entry' : 'entries'}.`;
  if (strict) return `${name} must be ${side === 'at least' ? 'more' : 'less'} than ${limit}.`;
  return `${name} must be ${side} ${limit}.`;
}

function isSentence(message: string): boolean {
  return /[.…]$/.test(message);
}
