import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import type { Connection } from '../../aws/connection';
import type { ExecSession } from './session';

/** A program to be started as it is, with no shell in between. */
export interface Program {
  readonly path: string;
  readonly args: readonly string[];
  /** Beside the environment that is there. */
  readonly env: Readonly<Record<string, string>>;
}

/** AWS's session-manager-plugin, as it is installed here. */
export interface Plugin {
  readonly path: string;
  readonly version: string;
  /** Whether it takes the session from a variable. Older ones want it as an argument, which every user of the machine sees. */
  readonly readsEnvironment: boolean;
}

/** The machine that the plugin is looked for on. */
export interface Machine {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  isExecutable(path: string): Promise<boolean>;
  /** What a program prints; rejects when it cannot be started. */
  output(path: string, args: readonly string[]): Promise<string>;
}

export type FoundPlugin =
  { readonly ok: true; readonly value: Plugin } | { readonly ok: false; readonly reason: string };

/** Where its installers put it. Source: Systems Manager user guide, Install the Session Manager plugin. */
const INSTALLED: Readonly<Record<string, readonly string[]>> = {
  win32: ['C:\\Program Files\\Amazon\\SessionManagerPlugin\\bin'],
  darwin: ['/usr/local/sessionmanagerplugin/bin', '/usr/local/bin', '/opt/homebrew/bin'],
  linux: ['/usr/local/sessionmanagerplugin/bin', '/usr/local/bin', '/usr/bin'],
};

const GUIDE =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html';

/** The variable that carries the session; the plugin takes it out of its environment as soon as it has read it. */
const SESSION_VARIABLE = 'AWS_SSM_START_SESSION_RESPONSE';
/** Source: aws-cli, `LAST_PLUGIN_VERSION_WITHOUT_ENV_VAR`. */
const LAST_WITHOUT_VARIABLE = [1, 2, 497, 0];

/** Looks for the plugin in `PATH` and where its installers put it, and asks it for its version. */
export async function findPlugin(machine: Machine): Promise<FoundPlugin> {
  const isWindows = machine.platform === 'win32';
  const { isAbsolute, join, delimiter } = isWindows ? win32 : posix;
  const PATH = machine.env['PATH'] ?? machine.env['Path'] ?? '';
  // A relative entry would mean a program of whatever folder is open.
  const folders = [...PATH.split(delimiter), ...(INSTALLED[machine.platform] ?? [])].filter(isAbsolute);
  const name = isWindows ? 'session-manager-plugin.exe' : 'session-manager-plugin';
  for (const path of new Set(folders.map((folder) => join(folder, name)))) {
    if (!(await machine.isExecutable(path))) continue;
    try {
      const version = (await machine.output(path, ['--version'])).trim();
      return { ok: true, value: { path, version, readsEnvironment: isNewer(version) } };
    } catch {
      return {
        ok: false,
        reason: `The Session Manager plugin does not start. Install it anew (${GUIDE}): ${path}`,
      };
    }
  }
  return {
    ok: false,
    reason: `The Session Manager plugin, which carries the terminal, is not installed here. Install it, then try again: ${GUIDE}`,
  };
}

/** The plugin's command line for a session, as the AWS CLI makes it. */
export function pluginProgram(plugin: Plugin, session: ExecSession, connection: Connection): Program {
  const { sessionId: SessionId, streamUrl: StreamUrl, tokenValue: TokenValue, target } = session;
  const response = JSON.stringify({ SessionId, StreamUrl, TokenValue });
  const profile = connection.kind === 'sandbox' ? '' : (connection.profile ?? '');
  // Without an address the plugin takes AWS's own of the region, in whatever partition that is.
  const endpoint = connection.kind === 'endpoint' ? connection.url : '';
  const rest = [connection.region, 'StartSession', profile, JSON.stringify({ Target: target }), endpoint];
  return plugin.readsEnvironment
    ? { path: plugin.path, args: [SESSION_VARIABLE, ...rest], env: { [SESSION_VARIABLE]: response } }
    : { path: plugin.path, args: [response, ...rest], env: {} };
}

/** Why a plugin should be replaced though it works, in a sentence. */
export function pluginWarning({ readsEnvironment, version, path }: Plugin): string | undefined {
  if (readsEnvironment) return undefined;
  return `Every user of this machine can see the token of the session while it is open. Update the Session Manager plugin (${GUIDE}): ${path} ${version}`;
}

function isNewer(version: string): boolean {
  if (!/^\d+(\.\d+){0,3}$/.test(version)) return false;
  const numbers = version.split('.').map(Number);
  for (const [index, last] of LAST_WITHOUT_VARIABLE.entries()) {
    const own = numbers[index] ?? 0;
    if (own !== last) return own > last;
  }
  return false;
}

/** This machine. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    isExecutable: (path) =>
      access(path, constants.X_OK).then(
        () => true,
        () => false,
      ),
    output: (path, args) =>
      new Promise((resolve, reject) => {
        execFile(path, [...args], { timeout: 10_000 }, (error, stdout) =>
          error ? reject(new Error(`did not start: ${path}`, { cause: error })) : resolve(stdout),
        );
      }),
  };
}
