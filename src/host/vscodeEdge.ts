import * as vscode from 'vscode';
import { createEdge, type Edge } from './command';
import type { Action } from './errors';
import type { Disposable } from './event';
import type { Log } from './log';

/** The edge whose messages are VS Code's notifications. */
export function createVscodeEdge(log: Log): Edge {
  return createEdge(log, {
    error: (message, actions) =>
      void offer((...titles) => vscode.window.showErrorMessage(message, ...titles), actions),
  });
}

/** Shows a message with buttons and runs the command of the one that is pressed. */
export async function offer(
  show: (...titles: string[]) => Thenable<string | undefined>,
  actions: readonly Action[],
): Promise<void> {
  const chosen = await show(...actions.map(({ title }) => title));
  const action = actions.find(({ title }) => title === chosen);
  if (action) await vscode.commands.executeCommand(action.command, ...(action.args ?? []));
}

/** Registers a command whose errors end at the edge. `what` begins the sentence of one that nobody expected. */
export function registerCommand(
  edge: Edge,
  id: string,
  what: string,
  run: (argument: unknown) => unknown,
): Disposable {
  return vscode.commands.registerCommand(id, (argument: unknown) => edge.run(what, () => run(argument)));
}
