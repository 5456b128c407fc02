import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import type { Disposable } from '../host/event';
import { Cancelled } from '../host/errors';
import type { Stacks } from '../host/stacks';
import { targetOf } from '../host/target';
import { registerCommand } from '../host/vscodeEdge';
import type { Purpose } from '../live/policy';

const CHOICES: readonly (vscode.QuickPickItem & { readonly purpose: Purpose })[] = [
  { purpose: 'deploy', label: 'Deployer', detail: 'Plans, deploys, looks after and destroys the stack' },
  { purpose: 'inspect', label: 'Inspector', detail: 'Sees plan and health, and changes nothing' },
  { purpose: 'logs', label: 'Log reader', detail: 'Reads the lines of its tasks' },
];

/** `Copy IAM policy`: what IAM has to allow for a topology, into the clipboard. */
export function registerPolicy(dependencies: { readonly edge: Edge; readonly stacks: Stacks }): Disposable {
  const { edge, stacks } = dependencies;
  return registerCommand(edge, 'ecsTopology.copyPolicy', 'Copying the IAM policy', async (argument) => {
    const { uri } = await targetOf(argument);
    await stacks.choose(uri, 'Copy IAM policy');
    const { prepared, session } = await stacks.open(uri);
    const title = `IAM policy for ${prepared.stack}`;
    const chosen = await vscode.window.showQuickPick(CHOICES, { title, placeHolder: 'Who is to have it' });
    if (!chosen) throw new Cancelled();
    const { policyFor } = await import('../live/policy');
    const documents = policyFor(chosen.purpose, prepared, session.identity.account);
    const [only] = documents;
    await vscode.env.clipboard.writeText(JSON.stringify(documents.length === 1 ? only : documents, null, 2));
    void vscode.window.showInformationMessage(
      documents.length === 1
        ? `Copied the ${title}.`
        : `Copied the ${title} as a list of ${documents.length} documents, since IAM takes no longer ones; make a policy of each.`,
    );
  });
}
