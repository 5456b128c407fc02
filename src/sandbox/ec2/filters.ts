import { awsError } from '../errors';
import type { Tags } from '../tags';

interface Filter {
  Name?: string | undefined;
  Values?: readonly string[] | undefined;
}

/** What a filter name reads from an item. */
export type Fields<T> = Readonly<Record<string, (item: T) => readonly string[]>>;

function toPattern(value: string): RegExp {
  const escaped = value.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 's');
}

/**
 * EC2's filters: all must match, each by any of its values, with `*` and `?`; `tag:<key>` and `tag-key` work
 * on everything that has tags. An unknown name is InvalidParameterValue, as on AWS.
 */
export function filtered<T extends { readonly tags?: Tags }>(
  items: Iterable<T>,
  filters: readonly Filter[] | undefined,
  fields: Fields<T>,
): T[] {
  const tests = (filters ?? []).map(({ Name = '', Values = [] }) => {
    const read = reader(Name, fields);
    const patterns = Values.map(toPattern);
    return (item: T) => read(item).some((value) => patterns.some((pattern) => pattern.test(value)));
  });
  return [...items].filter((item) => tests.every((test) => test(item)));
}

function reader<T extends { readonly tags?: Tags }>(
  name: string,
  fields: Fields<T>,
): (item: T) => readonly string[] {
  if (name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return (item) => {
      const value = item.tags?.get(key);
      return value === undefined ? [] : [value];
    };
  }
  if (name === 'tag-key') return (item) => [...(item.tags?.keys() ?? [])];
  const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!read) throw awsError('InvalidParameterValue', `The filter '${name}' is invalid`);
  return read;
}

/** Items by id; an id that does not exist is an error, as in every Describe call of EC2. */
export function byId<T>(
  items: ReadonlyMap<string, T>,
  ids: readonly string[] | undefined,
  missing: (id: string) => Error,
): Iterable<T> {
  if (!ids || ids.length === 0) return items.values();
  return ids.map((id) => {
    const item = items.get(id);
    if (item === undefined) throw missing(id);
    return item;
  });
}
