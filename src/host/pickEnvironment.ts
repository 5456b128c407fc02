import * as vscode from 'vscode';
import { environmentsOf } from '../model/environment';
import type { JsonValue } from '../model/json';
import { stackOf } from '../model/stack';
import type { Environments } from './environments';
import { Cancelled } from './errors';

/**
 * Asks which environment of a topology a command is about, the shown one first; it is the shown one from then on. A file
 * without environments has only its base, and nobody is asked.
 */
export async function pickEnvironment(
  environments: Environments,
  uri: vscode.Uri,
  file: JsonValue,
  title: string,
): Promise<string | undefined> {
  const known = environmentsOf(file);
  if (known.length === 0) return undefined;
  const key = uri.toString();
  const shown = environments.shown(key, file);
  const items = [undefined, ...known].map((environment) => ({
    label: environment ?? 'Base',
    description: [stackOf(file, environment), ...(environment === shown ? ['shown'] : [])].join(' · '),
    environment,
  }));
  const picked = await vscode.window.showQuickPick(
    items.sort((a, b) => Number(b.environment === shown) - Number(a.environment === shown)),
    { title, placeHolder: 'Which environment' },
  );
  if (!picked) throw new Cancelled();
  environments.show(key, picked.environment);
  return picked.environment;
}
