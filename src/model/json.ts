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

/** Whether two values say the same; the order of members does not matter. */
export function isSameJson(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [entries, others] = [Object.entries(one), new Map<string, JsonValue>(Object.entries(other))];
  return (
    entries.length === others.size &&
    entries.every(
      ([key, value]: [string, JsonValue]) => others.has(key) && isSameJson(value, others.get(key)),
    )
  );
}

/** Applies changes to data, copying only what lies on their paths, and that once. A change without a place is left out. */
export function applyChanges(value: JsonValue, changes: readonly JsonChange[]): JsonValue {
  const copies: Copies = new WeakSet();
  return changes.reduce((document, change) => at(document, change, change.path, copies), value);
}

/** What was copied already, and so belongs to nobody else: thousands of changes would copy as often otherwise. */
type Copies = WeakSet<object>;

function at(value: JsonValue | undefined, change: JsonChange, path: JsonPath, copies: Copies): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return change.op === 'set' ? change.value : (value ?? null);
  if (Array.isArray(value)) {
    return inArray(value as readonly JsonValue[], change, Number(key), rest, copies);
  }
  if (!isObject(value) && change.op !== 'set') return value ?? null;
  return inObject(isObject(value) ? value : {}, change, String(key), rest, copies);
}

function inArray(
  items: readonly JsonValue[],
  change: JsonChange,
  index: number,
  rest: JsonPath,
  copies: Copies,
): JsonValue {
  if (!Number.isInteger(index) || index < 0 || index > items.length) return items;
  if (index === items.length && change.op !== 'set') return items;
  const copy = copies.has(items) ? (items as JsonValue[]) : [...items];
  copies.add(copy);
  if (rest.length === 0 && change.op === 'remove') copy.splice(index, 1);
  else copy[index] = at(items[index], change, rest, copies);
  return copy;
}

function inObject(
  object: JsonObject,
  change: JsonChange,
  key: string,
  rest: JsonPath,
  copies: Copies,
): JsonValue {
  if (change.op !== 'set' && !Object.hasOwn(object, key)) return object;
  if (rest.length === 0 && change.op === 'rename') return renamed(object, key, change.key, copies);
  const copy = copies.has(object) ? object : Object.fromEntries(Object.entries(object));
  copies.add(copy);
  if (rest.length === 0 && change.op === 'remove') {
    Reflect.deleteProperty(copy, key);
    return copy;
  }
  // Defined, not assigned: a member called __proto__ stays a member.
  Object.defineProperty(copy, key, {
    value: at(memberOf(object, key), change, rest, copies),
    ...{ configurable: true, enumerable: true, writable: true },
  });
  return copy;
}

function renamed(object: JsonObject, from: string, to: string, copies: Copies): JsonObject {
  // Two members of one name would be one: nobody's value is lost to a rename.
  if (Object.hasOwn(object, to)) return object;
  const copy: JsonObject = Object.fromEntries(
    Object.entries(object).map(([name, member]) => [name === from ? to : name, member]),
  );
  copies.add(copy);
  return copy;
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
