import { join } from 'node:path';
import { TEMPLATES, templateText } from '../../../src/model/templates';
import { ensureVscodeHost } from '../host/install';
import { packageExtension } from '../host/package';
import { startServer, type HostServer } from '../host/server';
import { makeWorkspace, type TempWorkspace } from '../host/workspace';
import { starterExtension } from './starter';

/** A VS Code with the extension, a chain and the sandbox; disposing leaves nothing of it. */
export interface Stage extends AsyncDisposable {
  readonly server: HostServer;
  readonly workspace: TempWorkspace;
  /** Name of the stack. */
  readonly stack: string;
  readonly file: string;
}

/** Gets what is missing, packages the extension as users get it, and starts it on a file made from a template. */
export async function openStage(
  templateId: 'original' | 'two-services',
  report: (line: string) => void,
): Promise<Stage> {
  const template = TEMPLATES.find(({ id }) => id === templateId);
  if (!template) throw new Error(`There is no such template: ${templateId}`);
  const stack = 'microservices';
  // What the explorer calls the workspace.
  const folder = 'demo';
  const file = `${stack}.topology.json`;
  // One after the other: both are npm, and two of them at once are slower on two cores.
  const host = await ensureVscodeHost(report);
  const vsix = await packageExtension(report);
  const workspace = await makeWorkspace({ [`${folder}/${file}`]: templateText(template, stack) });
  try {
    report('Starting VS Code …');
    const unpacked = starterExtension(file);
    const server = await startServer({
      host,
      vsix,
      workspace: join(workspace.folder, folder),
      unpacked,
      removeAtEnd: [workspace.folder],
    });
    return {
      server,
      workspace,
      stack,
      file,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await workspace[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await workspace[Symbol.asyncDispose]();
    throw error;
  }
}
