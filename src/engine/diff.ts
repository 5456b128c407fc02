import { canonical, unordered } from './digest';
import type { Cloud, Found, Provider } from './provider';
import { isInitial, isRef } from './resource';

/** One property that is not as the file asks. */
export interface PropertyChange {
  /** Dotted path inside the resource's properties. */
  readonly path: string;
  /** Absent: there is none. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** AWS cannot change it in place. */
  readonly replaces: boolean;
  /** The file asks what it asked when this was last written; somebody changed it in the account. */
  readonly drift?: true;
}

/** Stands for a value that only the deploy will know, such as the ARN of what does not exist yet. */
export const KNOWN_LATER = '(known after deploy)';

export interface Difference {
  readonly changes: readonly PropertyChange[];
  /** Properties that the endpoint does not answer, and that were therefore left out. */
  readonly notEchoed: readonly string[];
}

/**
 * Compares what is asked (references resolved as far as known) with what was read. `after` orders the work and is no
 * property; what a thing is only made with is nobody's business afterwards. One that the endpoint is known not to echo is no difference when the answer lacks it.
 */
export function differences(
  asked: object,
  read: Readonly<Record<string, unknown>>,
  provider: Pick<Provider, 'type' | 'immutable' | 'uniqueNameLimit' | 'sets'>,
  cloud: Pick<Cloud, 'notEchoed'>,
): Difference {
  const changes: PropertyChange[] = [];
  const notEchoed: string[] = [];
  const wanted: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(asked));
  for (const key of new Set([...Object.keys(wanted), ...Object.keys(read)])) {
    if (key === 'after' || isInitial(wanted[key])) continue;
    if (!(key in read) && cloud.notEchoed[provider.type]?.includes(key)) {
      notEchoed.push(key);
      continue;
    }
    const { uniqueNameLimit: limit, sets = [] } = provider;
    const immutable: readonly string[] = provider.immutable;
    const isSet = (sets as readonly string[]).includes(key);
    const before =
      key === 'name' && limit !== undefined ? withoutSuffix(read[key], wanted[key], limit) : read[key];
    const [after, was] = isSet ? [unordered(wanted[key]), unordered(before)] : [wanted[key], before];
    walk(key, after, was, immutable.includes(key));
  }
  return { changes, notEchoed };

  function walk(path: string, after: unknown, before: unknown, replaces: boolean): void {
    if (isRef(after)) {
      changes.push({ path, ...present('before', before), after: KNOWN_LATER, replaces });
      return;
    }
    if (isPlain(after) && isPlain(before)) {
      for (const key of new Set([...Object.keys(after), ...Object.keys(before)])) {
        walk(`${path}.${key}`, after[key], before[key], replaces);
      }
      return;
    }
    if (Array.isArray(after) && Array.isArray(before) && after.length === before.length) {
      after.forEach((item, index) => walk(`${path}.${index}`, item, before[index], replaces));
      return;
    }
    if (canonical(after) === canonical(before)) return;
    changes.push({ path, ...present('before', before), ...present('after', after), replaces });
  }
}

/** Whether a thing is where what is asked has to go, and only one can be. */
export function standsInSlot(
  type: string,
  asked: object,
  thing: Found,
  provider: Pick<Provider, 'type' | 'slot' | 'immutable' | 'uniqueNameLimit'>,
): boolean {
  const { slot } = provider;
  if (thing.type !== type || slot === undefined) return false;
  const only = (props: object) =>
    Object.fromEntries(Object.entries(props).filter(([key]) => (slot as readonly string[]).includes(key)));
  return differences(only(asked), only(thing.props), provider, { notEchoed: {} }).changes.length === 0;
}

/** The name of a replacement that stands beside what it replaces. */
export function withSuffix(name: string, limit: number, suffix: string): string {
  return `${name.slice(0, limit - suffix.length - 1)}-${suffix}`;
}

/** Names are compared without what a replacement added: `-` and four characters. */
export function withoutSuffix(name: unknown, wanted: unknown, limit: number): unknown {
  if (typeof name !== 'string' || typeof wanted !== 'string') return name;
  return name !== wanted && name === withSuffix(wanted, limit, name.slice(-4)) ? wanted : name;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRef(value);
}

function present<Key extends string>(key: Key, value: unknown) {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: unknown };
}
