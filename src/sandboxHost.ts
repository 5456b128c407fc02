import type * as vscode from 'vscode';
import type { RunningSandbox } from './host/connection';
import { UserError } from './host/errors';
import type { Disposable } from './host/event';
import type { Log } from './host/log';
import type { Settings } from './host/settings';
import type { Sandbox } from './sandbox/sandbox';

/** The sandbox of this window: made when it is first asked for, then the same for everyone. */
export interface SandboxHost extends Disposable {
  start(): Promise<RunningSandbox>;
}

/** `storage` keeps its world until the window is opened again; without a workspace it ends with the window. */
export function createSandboxHost(
  storage: vscode.Uri | undefined,
  settings: () => Settings,
  log: Log,
): SandboxHost {
  let running: Promise<RunningSandbox & { readonly sandbox: Sandbox }> | undefined;

  async function start() {
    const [{ createSandbox }, { attachSandbox }] = await Promise.all([
      import('./sandbox/sandbox'),
      import('./sandbox/middleware'),
    ]);
    const { 'sandbox.backends': backends, 'sandbox.timeScale': timeScale } = settings();
    const folder = storage?.scheme === 'file' ? `${storage.fsPath}/sandbox` : undefined;
    const sandbox = await createSandbox({
      timeScale,
      backends,
      ...(folder !== undefined && { folder }),
    }).catch((error: unknown) => {
      // Its own sentences, about a backend that is not of this machine or a folder that cannot be read.
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(
        `The sandbox cannot start: ${reason}`,
        [
          {
            title: 'Open settings',
            command: 'workbench.action.openSettings',
            args: ['ecsTopology.sandbox'],
          },
        ],
        { cause: error },
      );
    });
    const { url } = await sandbox.listen();
    log.info(`The sandbox listens at ${url}`);
    return {
      url,
      sandbox,
      // The middleware sees every client alike, whatever its input and output are.
      attach: (client: Parameters<RunningSandbox['attach']>[0]) => attachSandbox(client as never, sandbox),
    };
  }

  return {
    start() {
      running ??= start().catch((error: unknown) => {
        running = undefined;
        throw error;
      });
      return running;
    },
    dispose() {
      void running?.then(({ sandbox }) => sandbox.close()).catch(() => undefined);
    },
  };
}
