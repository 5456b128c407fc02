import * as vscode from 'vscode';
import { Cancelled } from './errors';

/** Values of `${secret:NAME}` in the headers of saved requests, kept by VS Code and never in the file. */
export interface Secrets {
  /** Asks once, the first time. Undefined when there is none and nobody gives one. */
  get(name: string): Promise<string | undefined>;
  /** Asks for a value, also where there is one. */
  ask(name: string): Promise<string | undefined>;
}

export function createSecrets(storage: vscode.SecretStorage): Secrets {
  const keyOf = (name: string) => `request.${name}`;
  async function ask(name: string): Promise<string | undefined> {
    const value = await vscode.window.showInputBox({
      title: `Secret ${name}`,
      prompt: 'Sent in the headers of saved requests. VS Code keeps it; it is in no file and no log.',
      password: true,
      ignoreFocusOut: true,
    });
    if (value === undefined) throw new Cancelled();
    if (value === '') await storage.delete(keyOf(name));
    else await storage.store(keyOf(name), value);
    return value === '' ? undefined : value;
  }
  return { ask, get: async (name) => (await storage.get(keyOf(name))) ?? ask(name) };
}
