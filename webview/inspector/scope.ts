import type { Kind } from '../../src/kinds/kind';
import type { Edit, FieldTarget } from '../../src/model/edit';
import { isSameJson, isObject, valueAt, type JsonPath, type JsonValue } from '../../src/model/json';
import type { Field } from './form';

/** What the fields of a form stand on: where they are written, and what is written there now. */
export interface Scope {
  readonly target: FieldTarget;
  /** The node, edge or document as it is written. */
  readonly raw: JsonValue;
  /** The same in the base, while an environment is shown; undefined also of what the base does not have. */
  readonly base?: JsonValue | undefined;
  /** JSON Pointer of `raw` in what is shown. */
  readonly place: string;
  readonly readOnly: boolean;
  /** Nodes that a field may name; undefined where the field names none. */
  choices(path: JsonPath): readonly { readonly id: string; readonly title: string }[] | undefined;
  /** The edit that writes a value; without one the field goes back to its default. */
  write(path: JsonPath, value: JsonValue | undefined): Edit;
}

export function rootWrite(target: FieldTarget): Scope['write'] {
  return (path, value) => ({
    type: 'setField',
    target,
    path: [...path],
    ...(value === undefined ? {} : { value }),
  });
}

/** The value that a field writes: none where it says what holds anyway. */
export function writtenValue(field: Field, value: JsonValue | undefined): JsonValue | undefined {
  return value !== undefined && isSameJson(value, field.default) ? undefined : value;
}

/**
 * The scope of the fields in a nested object. The last member takes its empty object along. Where the object as a whole
 * has a default (a rate and a burst), a first member written takes the others from it, because they belong together.
 */
export function groupScope(scope: Scope, group: Field, path: JsonPath): Scope {
  const whole = isObject(group.default) && Object.keys(group.default).length > 0 ? group.default : undefined;
  return {
    ...scope,
    write(inner, value) {
      const current = valueAt(scope.raw, path);
      const member = inner[path.length];
      const isDirect = inner.length === path.length + 1 && typeof member === 'string';
      if (!isDirect) return scope.write(inner, value);
      if (whole) {
        const next = { ...(isObject(current) ? current : whole), [member]: value ?? whole[member] ?? null };
        if (isSameJson(next, whole)) return scope.write(path, undefined);
        return isObject(current) ? scope.write(inner, next[member]) : scope.write(path, next);
      }
      if (value === undefined && isObject(current)) {
        const others = Object.keys(current).filter((key) => key !== member);
        if (others.length === 0) return scope.write(path, undefined);
      }
      return scope.write(inner, value);
    },
  };
}

/** The edit that writes an element of a list, making the list where there is none. */
export function writeElement(
  scope: Scope,
  list: JsonPath,
  index: number,
  value: JsonValue | undefined,
): Edit {
  return Array.isArray(valueAt(scope.raw, list))
    ? scope.write([...list, index], value)
    : scope.write(list, value === undefined ? undefined : [value]);
}

/** Nodes that provide what a field of a kind names. */
export function mentionedCapability(kind: Kind | undefined, path: JsonPath) {
  const [field, ...rest] = path;
  return rest.length > 0 ? undefined : kind?.mentions?.find((mention) => mention.field === field)?.capability;
}
