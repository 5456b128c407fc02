/** JSON as data. Objects made here have only own members; `__proto__` is a member like any other. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: JsonValue;
}
export type JsonPath = readonly (string | number)[];

/**
 * One change of a document, the same for data and for text. `set` replaces what is there or adds a member, making the
 * objects on the way; an index one past the end appends. `rename` gives the member at `path` another key in place.
 */
export type JsonChange =
  | { readonly op: 'set'; readonly path: JsonPath; readonly value: JsonValue }
  | { readonly op: 'remove'; readonly path: JsonPath }
  | { readonly op: 'rename'; readonly path: JsonPath; readonly key: string };

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own member of an object or an element of an array; undefined where there is none. */
export function memberOf(value: JsonValue | undefined, key: string | number): JsonValue | undefined {
  if (Array.isArray(value)) return typeof key === 'number' ? (value as readonly JsonValue[])[key] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function valueAt(value: JsonValue | undefined, path: JsonPath): JsonValue | undefined {
  return path.reduce(memberOf, value);
}

/** Applies changes to data, copying only what lies on their paths. A change without a place is left out. */
export function applyChanges(value: JsonValue, changes: readonly JsonChange[]): JsonValue {
  return changes.reduce((document, change) => at(document, change, change.path), value);
}

function at(value: JsonValue | undefined, change: JsonChange, path: JsonPath): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return change.op === 'set' ? change.value : (value ?? null);
  if (Array.isArray(value)) return inArray(value as readonly JsonValue[], change, Number(key), rest);
  if (!isObject(value) && change.op !== 'set') return value ?? null;
  const object = isObject(value) ? value : {};
  if (rest.length === 0 && change.op !== 'set') return withoutOrRenamed(object, change, String(key));
  if (change.op !== 'set' && !Object.hasOwn(object, key)) return object;
  return withMember(object, String(key), at(memberOf(object, key), change, rest));
}

function inArray(items: readonly JsonValue[], change: JsonChange, index: number, rest: JsonPath): JsonValue {
  if (rest.length === 0 && change.op === 'remove') return items.filter((_item, other) => other !== index);
  if (!Number.isInteger(index) || index < 0 || index > items.length) return items;
  if (index === items.length && change.op !== 'set') return items;
  const copy = [...items];
  copy[index] = at(items[index], change, rest);
  return copy;
}

function withoutOrRenamed(
  object: JsonObject,
  change: Exclude<JsonChange, { op: 'set' }>,
  key: string,
): JsonObject {
  // Two members of one name would be one: nobody's value is lost to a rename.
  if (change.op === 'rename' && Object.hasOwn(object, change.key)) return object;
  return fromEntries(
    Object.entries(object).flatMap(([name, member]): [string, JsonValue][] => {
      if (name !== key) return [[name, member]];
      return change.op === 'rename' ? [[change.key, member]] : [];
    }),
  );
}

function withMember(object: JsonObject, key: string, member: JsonValue): JsonObject {
  // Entries of one name: the last value wins, at the place of the first.
  return fromEntries([...Object.entries(object), [key, member]]);
}

function fromEntries(entries: readonly (readonly [string, JsonValue])[]): JsonObject {
  // defineProperty inside fromEntries: a member called __proto__ stays a member.
  return Object.fromEntries(entries);
}

/** JSON Pointer (RFC 6901) of a path. */
export function pointer(path: JsonPath): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Path of a JSON Pointer; segments stay strings, as the pointer does not tell indexes from names. */
export function pathOf(jsonPointer: string): string[] {
  return jsonPointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}
