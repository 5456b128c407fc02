import type { Registry } from '../kinds/index';
import { changesOf } from '../model/changes';
import type { Edit } from '../model/edit';
import { applyChanges, type JsonChange, type JsonObject, type JsonValue } from '../model/json';
import { textEdits, type TextEdit } from '../model/text/edits';

/** The text edits of a fix; none when one of its steps does not fit the document any more. */
export function fixEdits(
  text: string,
  document: JsonObject,
  edits: readonly Edit[],
  registry: Registry,
): TextEdit[] {
  let value: JsonValue = document;
  const changes: JsonChange[] = [];
  for (const edit of edits) {
    const step = changesOf(value, edit, registry);
    if (!step.ok) return [];
    changes.push(...step.value);
    value = applyChanges(value, step.value);
  }
  return textEdits(text, changes);
}
