import { isObject, isSameJson, type JsonObject, type JsonPath, type JsonValue } from './json';

/**
 * A value with a merge patch (RFC 7396) over it: null takes a member away, objects go member by member, anything else
 * replaces what is there. `isReplaced` names paths at which an object replaces what is there, too.
 */
export function mergePatch(
  value: JsonValue | undefined,
  patch: JsonValue,
  isReplaced: (path: JsonPath) => boolean = () => false,
  path: JsonPath = [],
): JsonValue {
  if (!isObject(patch)) return patch;
  const members = new Map(isObject(value) && !isReplaced(path) ? Object.entries(value) : []);
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) members.delete(key);
    else members.set(key, mergePatch(members.get(key), change, isReplaced, [...path, key]));
  }
  return Object.fromEntries(members);
}

/** The smallest patch that makes one object the other, none of whose members is null; undefined where they are the same. */
export function patchBetween(before: JsonObject, after: JsonObject): JsonObject | undefined {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  const gone = [...old.keys()].filter((key) => !now.has(key)).map((key) => [key, null] as const);
  const changed = [...now].flatMap(([key, value]) => {
    const known = old.get(key);
    if (!isObject(known) || !isObject(value)) return isSameJson(known, value) ? [] : [[key, value] as const];
    const patch = patchBetween(known, value);
    return patch ? [[key, patch] as const] : [];
  });
  return gone.length + changed.length === 0 ? undefined : Object.fromEntries([...gone, ...changed]);
}

/** Members that are there and undefined cross to nobody. */
function entriesOf(value: JsonObject): Map<string, JsonValue> {
  return new Map(Object.entries<JsonValue | undefined>(value).filter(isThere));
}

function isThere(entry: [string, JsonValue | undefined]): entry is [string, JsonValue] {
  return entry[1] !== undefined;
}
