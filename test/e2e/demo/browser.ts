import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the choice depends on; the defaults are this machine. */
export interface BrowserSearch {
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly exists?: (path: string) => boolean;
}

/** The command that opens an address in the browser of whoever sits here; undefined where nobody has a screen. */
export function browserCommand(
  url: string,
  search: BrowserSearch = {},
): readonly [string, ...string[]] | undefined {
  const { env = process.env, platform = process.platform, exists = existsSync } = search;
  if (platform === 'darwin') return ['open', url];
  // Not `start`: that is the shell's, for which the & of an address ends the command.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return undefined;
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.some((folder) => exists(join(folder, 'xdg-open'))) ? ['xdg-open', url] : undefined;
}

/** Opens an address where that is possible; whoever cannot be helped has the address on the terminal. */
export function openInBrowser(url: string): void {
  const command = browserCommand(url);
  if (!command) return;
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
