import type { FieldTarget } from '../src/model/edit';
import { isSameJson, type JsonPath, type JsonValue } from '../src/model/json';
import type { Draft } from './state';

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
