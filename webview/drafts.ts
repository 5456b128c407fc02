import type { FieldTarget } from '../src/model/edit';
import type { JsonPath, JsonValue } from '../src/model/json';
import type { Draft } from './store';

/** A draft of one field's value; without an edit when it says what is written already. */
export function fieldDraft(
  target: FieldTarget,
  path: JsonPath,
  text: string,
  value: JsonValue | undefined,
  written: JsonValue | undefined,
): Draft {
  return {
    target,
    path,
    text,
    edit: isSameJson(value, written)
      ? undefined
      : { type: 'setField', target, path: [...path], ...(value === undefined ? {} : { value }) },
  };
}

/** Whether a draft belongs to the field of a target at a path. */
export function isDraftOf(draft: Draft | undefined, target: FieldTarget, path: JsonPath): draft is Draft {
  return (
    draft !== undefined &&
    isSameJson(draft.target, target) &&
    draft.path.length === path.length &&
    draft.path.every((key, index) => key === path[index])
  );
}

/** What a typed text means in the file. Nothing typed: back to the default. */
export function valueOf(text: string, type: 'text' | 'number' | 'scalar'): JsonValue | undefined {
  if (text.trim() === '') return undefined;
  if (type === 'text') return text;
  // What is no number is written as typed: it shows as a problem, and nothing typed is lost.
  return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text.trim()) : text;
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
