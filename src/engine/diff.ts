import { canonical } from './digest';
import type { Provider } from './provider';
import { isRef } from './resource';

/** One property that is not as the file asks. */
export interface PropertyChange {
  /** Dotted path inside the resource's properties. */
  readonly path: string;
  /** Absent: there is none. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** AWS cannot change it in place. */
  readonly replaces: boolean;
}

/** Stands for a value that only the deploy will know, such as the ARN of what does not exist yet. */
export const KNOWN_LATER = '(known after deploy)';

export interface Difference {
  readonly changes: readonly PropertyChange[];
  /** Paths that the endpoint does not answer, and that were therefore left out. */
  readonly notEchoed: readonly string[];
}

/**
 * Compares what is asked (references resolved as far as known) with what was read. `after` orders the work and is no
 * property. On a lenient endpoint a property that the answer lacks altogether is not echoed instead of different.
 */
export function differences(
  asked: object,
  read: Readonly<Record<string, unknown>>,
  provider: Pick<Provider, 'immutable' | 'uniqueName'>,
  options: { lenient: boolean },
): Difference {
  const changes: PropertyChange[] = [];
  const notEchoed: string[] = [];
  const wanted: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(asked));
  for (const key of new Set([...Object.keys(wanted), ...Object.keys(read)])) {
    if (key === 'after') continue;
    const immutable: readonly string[] = provider.immutable;
    const before = key === provider.uniqueName ? withoutSuffix(read[key], wanted[key]) : read[key];
    walk(key, wanted[key], before, immutable.includes(key));
  }
  return { changes, notEchoed };

  function walk(path: string, after: unknown, before: unknown, replaces: boolean): void {
    if (after === undefined && before === undefined) return;
    if (before === undefined && options.lenient) {
      notEchoed.push(path);
      return;
    }
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

/** A replacement beside the old one added `-` and four characters; names are compared without them. */
function withoutSuffix(name: unknown, wanted: unknown): unknown {
  if (typeof name !== 'string' || typeof wanted !== 'string') return name;
  return name.length === wanted.length + 5 && name.startsWith(`${wanted}-`) ? wanted : name;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRef(value);
}

function present<Key extends string>(key: Key, value: unknown) {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: unknown };
}
