import * as vscode from 'vscode';
import type { Plan } from '../engine/plan';
import { UserError } from '../host/errors';
import { fileName } from '../host/topologyFiles';
import { writeEdit } from '../host/writeEdit';
import type { Registry } from '../kinds/index';
import { driftEdits, takeIntoFile, type DriftEdit } from '../live/driftEdits';
import type { Prepared } from '../live/prepare';
import type { Edit } from '../model/edit';

/** What a plan found changed by hand, as far as the file can say it. */
export interface Takeable {
  readonly edit: Edit;
  /** In words: `desiredCount, health.interval`. */
  readonly fields: string;
  /** What stays for a deploy to put back. */
  readonly rest: number;
}

/** Undefined when nothing was changed by hand, or no field says it. */
export function takeable(plan: Plan, prepared: Prepared, registry: Registry): Takeable | undefined {
  const drift = driftEdits(plan, prepared, registry);
  const edit = takeIntoFile(drift, prepared, registry);
  if (!edit) return undefined;
  const taken = drift.filter((one) => one.edit);
  return { edit, fields: taken.map(wordOf).join(', '), rest: drift.length - taken.length };
}

function wordOf({ property, edit }: DriftEdit): string {
  return edit?.type === 'setField' ? edit.path.join('.') : property.path;
}

/** Writes the edit into the document, as one step to undo; nobody saves it but the person. */
export async function takeDrift(
  uri: vscode.Uri,
  { edit, fields, rest }: Takeable,
  prepared: Prepared,
  registry: Registry,
): Promise<void> {
  if (!(await writeEdit(uri, prepared.topology.file, edit, registry))) {
    throw new UserError(`${fileName(uri)} has changed meanwhile. Plan again to see what is different now.`);
  }
  const more = rest === 0 ? '' : ` ${rest} more cannot be said in the file; a deploy puts them back.`;
  void vscode.window.showInformationMessage(
    `Taken into ${fileName(uri)}: ${fields}.${more} Nothing was changed in the account.`,
  );
}
