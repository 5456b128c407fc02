import type { Registry } from '../kinds/index';
import { changesOf } from './changes';
import type { Edit } from './edit';
import { applyChanges, type JsonChange, type JsonValue } from './json';
import { textEdits, type TextEdit } from './text/edits';

/** What edits, one after the other, change in a document's text; undefined when one does not fit the document. */
export function textEditsOf(
  text: string,
  document: JsonValue,
  edits: readonly Edit[],
  registry: Registry,
): TextEdit[] | undefined {
  let value = document;
  const changes: JsonChange[] = [];
  for (const edit of edits) {
    const step = changesOf(value, edit, registry);
    if (!step.ok) return undefined;
    changes.push(...step.value);
    value = applyChanges(value, step.value);
  }
  return textEdits(text, changes);
}
