import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runOrThrow, startGuarded } from './childProcess';
import type { VscodeHost } from './install';
import { quietSettings, type Settings, type ThemeName } from './settings';

/** A running VS Code server on 127.0.0.1; disposing stops it and removes its folders, except the workspace. */
export interface HostServer extends AsyncDisposable {
  readonly port: number;
  readonly workspace: string;
  /** The address of its workbench, token included; `payload` as VS Code's web client takes it. */
  url(payload?: readonly (readonly [string, string])[]): string;
  /** The URI under which the window knows a file of this machine. */
  remoteUri(path: string): string;
  /** The folder into which the VSIX was installed, undefined without one. */
  readonly extension: string | undefined;
  /** What it has printed so far. */
  log(): string;
}

/** An extension as files, for those that need no package of their own. */
export interface UnpackedExtension {
  /** `publisher.name-version`, as VS Code calls the folder. */
  readonly folder: string;
  /** Path below the folder → text; `package.json` at least. */
  readonly files: Readonly<Record<string, string>>;
}

/** What a server is started with. */
export interface ServerOptions {
  readonly host: VscodeHost;
  /** The folder that the window opens. */
  readonly workspace: string;
  /** A packaged extension to install before the start. */
  readonly vsix?: string;
  /** Another one beside it. */
  readonly unpacked?: UnpackedExtension;
  readonly theme?: ThemeName;
  /** Settings on top of `quietSettings`. */
  readonly settings?: Settings;
  /** Lets `url` name a test suite to run (`runSuite`). Notifications then never pop up, so it is off for what people see. */
  readonly testDriver?: boolean;
  /** Folders to remove when the server has ended, however that happens; the workspace, where it is only this server's. */
  readonly removeAtEnd?: readonly string[];
  /** Environment of the server and so of the extension host, on top of ours. */
  readonly env?: NodeJS.ProcessEnv;
}

const startTimeoutMs = 60_000;

/** Starts VS Code's server with folders, a port and a token of its own and resolves when it listens. */
export async function startServer(options: ServerOptions): Promise<HostServer> {
  const { host, workspace } = options;
  const folder = await mkdtemp(join(tmpdir(), 'ecs-topology-vscode-'));
  const extensions = join(folder, 'extensions');
  const folders = ['--server-data-dir', folder, '--extensions-dir', extensions];
  const base = [join(host.root, 'out', 'server-main.js'), ...folders, '--accept-server-license-terms'];
  const env = { ...process.env, ...options.env, EXTENSIONS_GALLERY: noGallery };

  let extension: string | undefined;
  try {
    await writeSettings(join(folder, 'data'), {
      ...quietSettings(options.theme ?? 'dark'),
      ...options.settings,
    });
    if (options.unpacked !== undefined) await unpack(options.unpacked, extensions);
    if (options.vsix !== undefined) {
      const install = [...base, '--install-extension', options.vsix];
      await runOrThrow('The extension could not be installed', host.node, install, { env });
      const installed = (await readdir(extensions, { withFileTypes: true })).find(
        (entry) => entry.isDirectory() && entry.name !== options.unpacked?.folder,
      );
      if (installed === undefined) throw new Error(`VS Code did not take the extension: ${options.vsix}`);
      extension = join(extensions, installed.name);
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }

  // Always with a token: without one any web page can open a WebSocket to the server and own the machine.
  const token = randomBytes(16).toString('hex');
  const address = ['--host', '127.0.0.1', '--port', '0', '--connection-token', token];
  const flags = [
    '--disable-telemetry',
    '--default-folder',
    workspace,
    ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
  ];
  const server = startGuarded(host.node, [...base, ...address, ...flags], {
    env,
    removeAtEnd: [folder, ...(options.removeAtEnd ?? [])],
  });
  try {
    const listening = await server.waitForOutput(/Extension host agent listening on (\d+)/, startTimeoutMs);
    const port = Number(listening[1]);
    const remoteUri = (path: string) => `vscode-remote://127.0.0.1:${port}${toUriPath(path)}`;
    return {
      port,
      workspace,
      extension,
      remoteUri,
      url: (payload) => {
        const query = new URLSearchParams({ tkn: token, folder: toUriPath(workspace) });
        if (payload !== undefined) query.set('payload', JSON.stringify(payload));
        return `http://127.0.0.1:${port}/?${query.toString()}`;
      },
      log: () => withoutNativeModules(server.output()),
      [Symbol.asyncDispose]: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Our own settings belong to the machine that the extension runs on; a window takes them from nowhere else. */
async function writeSettings(data: string, settings: Settings): Promise<void> {
  const isMachine = ([name]: [string, unknown]) => name.startsWith('ecsTopology.');
  const all = Object.entries(settings);
  for (const [place, own] of [
    ['User', all.filter((setting) => !isMachine(setting))],
    ['Machine', all.filter(isMachine)],
  ] as const) {
    await mkdir(join(data, place), { recursive: true });
    await writeFile(join(data, place, 'settings.json'), JSON.stringify(Object.fromEntries(own), null, 2));
  }
}

/** Before anything is installed: VS Code takes what lies in the folder when it makes its list of extensions, once. */
async function unpack({ folder, files }: UnpackedExtension, extensions: string): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(extensions, folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** A gallery without an address: VS Code then neither searches nor recommends nor updates extensions. */
const noGallery = JSON.stringify({ serviceUrl: '' });

/** `C:\a\b` → `/C:/a/b`; on other systems a path is its own URI path. */
function toUriPath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}

/** A log without the server's long complaints about native modules that it works without; they bury what matters. */
export function withoutNativeModules(log: string): string {
  const noise = /bindings|\.node'?,?$|^\s+at |^\s*\]?\}?$|tries: \[|^File not found: .*vsda/;
  return log
    .split('\n')
    .filter((line) => !noise.test(line))
    .join('\n');
}
