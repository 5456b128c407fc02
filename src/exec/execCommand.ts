import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import type { ConnectionStore } from '../host/connection';
import { createDisposables } from '../host/disposables';
import { UserError } from '../host/errors';
import type { Disposable } from '../host/event';
import type { Log } from '../host/log';
import type { Stacks } from '../host/stacks';
import { registerCommand } from '../host/vscodeEdge';
import { createChooser } from './choose';
import { showTerminal } from './terminal';

/** `Exec into a task`: a terminal in a container, from the tree, the canvas or the palette. */
export function registerExec(dependencies: {
  readonly edge: Edge;
  readonly log: Log;
  readonly stacks: Stacks;
  readonly connection: Pick<ConnectionStore, 'session' | 'ensureMayChange'>;
  /** What is started in the container. */
  command(): string;
}): Disposable {
  const { edge, log, stacks, connection, command } = dependencies;
  const registered = createDisposables();

  registered.add(
    registerCommand(edge, 'ecsTopology.exec', 'Opening the terminal', async (argument) => {
      // Whoever is in a container can change what runs there.
      connection.ensureMayChange();
      const [reader, { openTerminal }, { thisMachine }] = await Promise.all([
        import('../live/exec/target'),
        import('../live/exec'),
        import('../live/exec/plugin'),
      ]);
      const chooser = createChooser({ reader, stacks, connection });
      const { session, target } = await chooser.choose(argument);
      const opening = await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: `Opening a terminal in ${target.container}`,
          cancellable: true,
        },
        (_progress, token) => {
          const abort = new AbortController();
          token.onCancellationRequested(() => abort.abort());
          const options = { command: command(), machine: thisMachine(), signal: abort.signal };
          return openTerminal(session, target, options);
        },
      );
      if (!opening.ok) throw new UserError(opening.reason);
      const { way } = opening;
      if (way.kind === 'plugin' && way.warning !== undefined) log.warn(way.warning);
      await showTerminal(`${target.service ?? target.container} ${target.id.slice(0, 6)}`, way);
    }),
  );
  return registered;
}
