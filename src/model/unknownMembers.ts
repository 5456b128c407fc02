import type * as z from '../zod';
import { isObject, type JsonPath, type JsonValue } from './json';

interface Unknown {
  readonly path: JsonPath;
  /** The member that was probably meant. */
  readonly meant: string | undefined;
}

/** Members that no schema knows, wherever they stand inside the value. */
export function unknownMembers(
  schema: z.ZodType,
  value: JsonValue | undefined,
  also: readonly string[] = [],
  path: JsonPath = [],
): Unknown[] {
  const inner = unwrap(schema);
  if (Array.isArray(value)) {
    if (inner.def.type !== 'array') return [];
    // An array schema has an element, by the check above.
    const { element } = inner as z.ZodArray<z.ZodType>;
    return (value as readonly JsonValue[]).flatMap((item, index) =>
      unknownMembers(element, item, [], [...path, index]),
    );
  }
  if (!isObject(value)) return [];
  switch (inner.def.type) {
    case 'object': {
      const shape: z.core.$ZodShape = (inner as z.ZodObject).shape;
      const known = [...Object.keys(shape), ...also];
      return Object.entries(value).flatMap(([key, member]) => {
        const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
        if (field) return unknownMembers(field as z.ZodType, member, [], [...path, key]);
        return also.includes(key) ? [] : [{ path: [...path, key], meant: nearest(key, known) }];
      });
    }
    case 'record': {
      const { valueType } = inner as z.ZodRecord<z.ZodString, z.ZodType>;
      return Object.entries(value).flatMap(([key, member]) =>
        unknownMembers(valueType, member, [], [...path, key]),
      );
    }
    case 'union': {
      // The option with the fewest strangers is the one that was meant.
      const { options } = inner as z.ZodUnion<readonly z.ZodType[]>;
      const readings = options
        .filter((option) => ['object', 'record'].includes(unwrap(option).def.type))
        .map((option) => unknownMembers(option, value, also, path));
      return readings.sort((a, b) => a.length - b.length)[0] ?? [];
    }
    default:
      return [];
  }
}

/** The schema inside optional, default and prefault. */
function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while ('innerType' in inner.def) inner = inner.def.innerType as z.ZodType;
  return inner;
}

/** The candidate that is at most a third of the letters away. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** Levenshtein's distance: insertions, deletions and replacements of letters. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
