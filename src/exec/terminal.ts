import * as vscode from 'vscode';
import type { Way } from '../live/exec';
import type { LiveTerminal } from '../live/exec/sandboxTerminal';

/** Shows a terminal of VS Code that is in the container: AWS's plugin itself, with no shell between, or the sandbox. */
export async function showTerminal(name: string, way: Way): Promise<void> {
  const look = { name, iconPath: new vscode.ThemeIcon('terminal') };
  if (way.kind === 'plugin') {
    const { path, args, env } = way.program;
    vscode.window
      // A session cannot be entered twice, so there is nothing to come back to after a reload.
      .createTerminal({ ...look, shellPath: path, shellArgs: [...args], env, isTransient: true })
      .show();
    return;
  }
  const { createSandboxTerminal } = await import('../live/exec/sandboxTerminal');
  const open = (write: (text: string) => void) => createSandboxTerminal({ ...way, write, echo: true });
  vscode.window.createTerminal({ ...look, pty: pseudoterminal(open), isTransient: true }).show();
}

function pseudoterminal(open: (write: (text: string) => void) => LiveTerminal): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number>();
  let terminal: LiveTerminal | undefined;
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open() {
      terminal = open((text) => written.fire(text));
      void terminal.ended.then((code) => closed.fire(code));
    },
    close: () => terminal?.close(),
    handleInput: (data) => terminal?.input(data),
  };
}
