import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { registerBlackBox } from './blackBox/command';
import { registerConnectionCommands } from './connection/selectConnection';
import { registerStatusBar } from './connection/statusBar';
import { registerDeployCommands } from './deploy/commands';
import { registerShownEnvironment } from './deploy/shownEnvironment';
import { registerNewTopology } from './editor/newTopology';
import { registerOpenCommands } from './editor/openCommands';
import { createCanvases, registerTopologyEditor } from './editor/topologyEditor';
import { registerExec } from './exec/execCommand';
import { registerExplorer } from './explorer/explorer';
import type { Choice, ConnectionStore } from './host/connection';
import { createConnectionStore } from './host/connection';
import { createEnvironments } from './host/environments';
import { createLease, type Lease } from './host/lease';
import { callLine } from './host/log';
import { createSecrets } from './host/secrets';
import { readSettings } from './host/settings';
import { createStacks } from './host/stacks';
import { createSharedFiles, isAlive } from './host/sharedFiles';
import { createStatusStore, type StatusDependencies } from './host/statusStore';
import { createTopologyReader } from './host/topologyFiles';
import { createVscodeEdge, registerCommand } from './host/vscodeEdge';
import { createRegistry, KINDS } from './kinds/index';
import { registerLogs } from './logs/tailCommand';
import { registerPolicy } from './policy/command';
import { registerDiagnostics } from './problems/diagnostics';
import { registerQuickFixes } from './problems/quickFixes';
import { registerRequests } from './request/sendCommand';
import { createSandboxHost } from './sandboxHost';

/** Composition root: makes what the features share and hands it to them. AWS, engine and sandbox load when first used. */
export function activate(context: vscode.ExtensionContext): void {
  const own = <T extends vscode.Disposable>(thing: T): T => {
    context.subscriptions.push(thing);
    return thing;
  };
  const log = own(vscode.window.createOutputChannel('ECS Topology', { log: true }));
  const edge = createVscodeEdge(log);
  own(registerCommand(edge, 'ecsTopology.showLog', 'Showing the log', () => log.show()));

  const registry = createRegistry(KINDS);
  const read = createTopologyReader(registry);
  const settings = () => {
    const configuration = vscode.workspace.getConfiguration('ecsTopology');
    return readSettings((name) => configuration.get(name));
  };
  const sandbox = own(createSandboxHost(context.storageUri, settings, log));
  const connection = own(createConnection(context, { settings, sandbox, log }));
  own(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (SETTINGS.some((name) => event.affectsConfiguration(`ecsTopology.${name}`))) connection.forget();
    }),
  );
  own(vscode.workspace.onDidGrantWorkspaceTrust(() => connection.forget()));

  const environments = createEnvironments({
    get: () => context.workspaceState.get(ENVIRONMENTS, {}),
    set: (shown) => void context.workspaceState.update(ENVIRONMENTS, shown),
  });
  const canvases = own(createCanvases(registry, read, environments));
  const stacks = createStacks({
    registry,
    read,
    connection,
    environments,
    writeDrafts: (uri) => canvases.writeDrafts(uri),
  });
  const status = own(
    createStatusStore({
      connection,
      edge,
      open: (key, signal) => stacks.open(vscode.Uri.parse(key), signal),
      watch: async (session) => (await import('./live/watch')).createWatcher(session),
      lease: createLeases(context.globalStorageUri),
      attention: windowAttention(),
      now: Date.now,
      setTimer(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      isTrusted: () => vscode.workspace.isTrusted,
    }),
  );
  own(environments.onDidChange((key) => status.forget(key)));
  own(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) status.discardPlan(document.uri.toString());
    }),
  );

  own(registerTopologyEditor({ extensionUri: context.extensionUri, registry, read, status, edge, canvases }));
  own(registerOpenCommands(edge, canvases));
  own(registerNewTopology(edge));
  own(registerDiagnostics(read, edge));
  own(registerQuickFixes(read, registry));
  own(registerStatusBar(connection));
  const secrets = createSecrets(context.secrets);
  own(registerDeployCommands({ registry, edge, log, stacks, status, connection, secrets }));
  own(registerShownEnvironment({ edge, read, stacks, status, environments }));
  own(registerExplorer({ edge, registry, read, connection, status, environments }));
  own(registerLogs({ extensionUri: context.extensionUri, edge, log, stacks, connection }));
  own(registerExec({ edge, log, stacks, connection, command: () => settings()['exec.command'] }));
  own(registerBlackBox({ edge, stacks }));
  own(registerPolicy({ edge, stacks }));
  own(registerRequests({ edge, stacks, status, secrets }));
  own(
    registerConnectionCommands({
      edge,
      connection,
      listProfiles: async () => (await import('./aws/connection')).listProfiles(),
      startSandbox: () => sandbox.start(),
    }),
  );
}

/** Turns that all windows of this machine take, where their storage is a folder of this machine. */
function createLeases(storage: vscode.Uri): (name: string) => Lease {
  const files = createSharedFiles(vscode.Uri.joinPath(storage, 'status').fsPath);
  const own = { files, id: randomUUID(), pid: process.pid, isAlive, now: Date.now };
  return (name) => createLease(name, own);
}

function windowAttention(): StatusDependencies['attention'] {
  return {
    get isFocused() {
      return vscode.window.state.focused;
    },
    onDidChange: (listener) => vscode.window.onDidChangeWindowState(() => listener()),
  };
}

/** Where the workspace keeps which environment of each topology is shown. */
const ENVIRONMENTS = 'environments';

/** Settings that say where calls go. */
const SETTINGS = ['profile', 'region', 'endpoint'] as const;

function createConnection(
  context: vscode.ExtensionContext,
  {
    settings,
    sandbox,
    log,
  }: {
    settings: () => ReturnType<typeof readSettings>;
    sandbox: ReturnType<typeof createSandboxHost>;
    log: vscode.LogOutputChannel;
  },
): ConnectionStore {
  const KEY = 'connection';
  const store = createConnectionStore({
    settings,
    defaultProfile: process.env['AWS_PROFILE'] ?? 'default',
    async writeSettings(values) {
      const configuration = vscode.workspace.getConfiguration('ecsTopology');
      for (const [name, value] of Object.entries(values)) {
        if (configuration.get(name) === value) continue;
        await configuration.update(name, value === '' ? undefined : value, vscode.ConfigurationTarget.Global);
      }
    },
    memory: {
      get: () => context.workspaceState.get<Choice['kind']>(KEY),
      set: (kind) => void context.workspaceState.update(KEY, kind),
    },
    isTrusted: () => vscode.workspace.isTrusted,
    startSandbox: () => sandbox.start(),
    profileRegion: async (profile) => (await import('./aws/connection')).profileRegion(profile),
    async open(target, signal) {
      const [{ openSession }, { systemClock }] = await Promise.all([
        import('./live/session'),
        import('./aws/clock'),
      ]);
      return openSession(target, {
        clock: systemClock(),
        random: Math.random,
        onCall: (call) => log.info(callLine(call)),
        refusal: () => store.refusal,
        ...(signal && { signal }),
      });
    },
  });
  return store;
}
