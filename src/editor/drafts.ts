import type { Registry } from '../kinds/index';
import { changesOf } from '../model/changes';
import type { Edit } from '../model/edit';
import type { JsonObject } from '../model/json';
import type { FromWebview } from '../model/protocol';
import { textEdits, type TextEdit } from '../model/text/edits';

export type Draft = NonNullable<Extract<FromWebview, { type: 'draft' }>['draft']>;

/** The semantic edit that writes what is typed into a field. */
export function editOf({ target, path, value }: Draft): Edit {
  return { type: 'setField', target, path, ...(value === undefined ? {} : { value }) };
}

/** Text edits that write every draft; one that does not fit the document any more is left out. */
export function draftEdits(
  text: string,
  value: JsonObject,
  drafts: readonly Draft[],
  registry: Registry,
): TextEdit[] {
  const changes = drafts.flatMap((draft) => {
    const result = changesOf(value, editOf(draft), registry);
    return result.ok ? result.value : [];
  });
  return changes.length === 0 ? [] : textEdits(text, changes);
}
