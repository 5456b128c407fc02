import { createHash } from 'node:crypto';

/** JSON with the members of every object sorted, so that order never makes a difference. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** Sixteen hex digits that stand for a value; references count by id, not by what they become. */
export function digest(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex').slice(0, 16);
}

const NAME = 3;
const VALUE = 5;

/**
 * What the file asks of a resource, for a tag: eight characters a property, three for its name and five for its value,
 * so that it can be told later of which properties the file still asks the same. References count by id, `sets` without
 * their order. `after` orders the work and says nothing of the thing itself.
 */
function appliedMark(props: object, sets: readonly string[] = []): string {
  return Object.entries(props)
    .filter(([key, value]) => key !== 'after' && value !== undefined)
    .map(([key, value]) => short(key, NAME) + short(sets.includes(key) ? unordered(value) : value, VALUE))
    .sort()
    .join('');
}

/** What a thing is to be marked with. */
export function markOf(
  { props, applied }: { readonly props: object; readonly applied?: string },
  { sets }: { readonly sets?: readonly string[] },
): string {
  return applied ?? appliedMark(props, sets);
}

/** Whether the file asks of a property what it asked when the mark was written. */
export function isAsApplied(mark: string, property: string, value: unknown): boolean {
  const name = short(property, NAME);
  const width = NAME + VALUE;
  for (let start = 0; start < mark.length; start += width) {
    if (mark.slice(start, start + NAME) === name) {
      return value !== undefined && mark.slice(start + NAME, start + width) === short(value, VALUE);
    }
  }
  return value === undefined;
}

/** A list that has no order, in one that depends on nothing but its items. */
export function unordered(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const items = value.map((item): [string, unknown] => [canonical(item), item]);
  return items.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item);
}

/** Characters that every service takes in a tag. */
function short(value: unknown, length: number): string {
  return createHash('sha256').update(canonical(value)).digest('base64url').slice(0, length);
}
