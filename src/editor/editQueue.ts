import type { Registry } from '../kinds/index';
import { changesOf } from '../model/changes';
import type { Edit } from '../model/edit';
import type { JsonObject } from '../model/json';
import { textEdits, type TextEdit } from '../model/text/edits';

/** The text document as the queue sees it. */
export interface WritableText {
  /** What it says now, or why it cannot be written. */
  read(): { readonly text: string; readonly value: JsonObject } | { readonly reason: string };
  /** One undo step; false when the text changed since it was read, and nothing was written. */
  apply(edits: readonly TextEdit[]): Promise<boolean>;
}

export type EditOutcome = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Everything that reads or writes one document, one after the other. */
export interface EditQueue {
  /**
   * Writes a semantic edit; when the text moves on meanwhile, to the new text. `settle` is told before anything that
   * waits in the queue runs.
   */
  submit(edit: Edit, settle?: (outcome: EditOutcome) => void): Promise<EditOutcome>;
  /** Runs after everything that was asked for before. */
  after<T>(task: () => T | Promise<T>): Promise<T>;
}

/** Somebody who types while we write makes us try again; more often than this it is no typing. */
const ATTEMPTS = 8;

export function createEditQueue(text: WritableText, registry: Registry): EditQueue {
  let last: Promise<unknown> = Promise.resolve();
  function after<T>(task: () => T | Promise<T>): Promise<T> {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  }
  return {
    after,
    submit: (edit, settle) =>
      after(async () => {
        const outcome = await write(text, edit, registry);
        settle?.(outcome);
        return outcome;
      }),
  };
}

async function write(text: WritableText, edit: Edit, registry: Registry): Promise<EditOutcome> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const now = text.read();
    if ('reason' in now) return { ok: false, reason: now.reason };
    const changes = changesOf(now.value, edit, registry);
    if (!changes.ok) return changes;
    const edits = textEdits(now.text, changes.value);
    if (edits.length === 0 || (await text.apply(edits))) return { ok: true };
  }
  return { ok: false, reason: 'VS Code did not take the change; the file may be read-only.' };
}
