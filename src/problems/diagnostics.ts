import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import { createDisposables } from '../host/disposables';
import type { Disposable } from '../host/event';
import { rangeAt } from '../host/ranges';
import { findTopologies } from '../host/target';
import { fileName, isTopology, TOPOLOGY_GLOB, type TopologyReader } from '../host/topologyFiles';
import { memberOf } from '../model/json';
import type { LocatedProblem } from '../model/checkText';
import { twinProblems, type NamedStack } from './twins';

/** Milliseconds after the last change before a document is judged. */
const PAUSE = 200;

const SEVERITY = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const satisfies Record<LocatedProblem['severity'], vscode.DiagnosticSeverity>;

/** Keeps the Problems panel in step with every topology of the workspace and every one that is open. */
export function registerDiagnostics(read: TopologyReader, edge: Edge): Disposable {
  const subscriptions = createDisposables();
  const collection = subscriptions.add(vscode.languages.createDiagnosticCollection('ecs-topology'));
  const pending = new Map<string, NodeJS.Timeout>();
  const stacks = new Map<string, NamedStack>();

  async function judge(uri: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    const { value, problems } = read(document);
    const name = memberOf(value, 'name');
    const key = uri.toString();
    const before = stacks.get(key)?.name;
    if (typeof name === 'string') stacks.set(key, { key, file: fileName(uri), name });
    else stacks.delete(key);
    const twins = twinProblems(document.getText(), key, [...stacks.values()]);
    collection.set(
      uri,
      [...problems, ...twins].map((problem) => diagnosticOf(document, problem)),
    );
    // Whoever shared the old name or shares the new one is judged again.
    if (before !== stacks.get(key)?.name) {
      for (const other of stacks.values()) {
        if (other.key !== key && (other.name === before || other.name === name)) {
          soon(vscode.Uri.parse(other.key));
        }
      }
    }
  }

  function soon(uri: vscode.Uri, pause = PAUSE): void {
    const key = uri.toString();
    clearTimeout(pending.get(key));
    pending.set(
      key,
      setTimeout(() => {
        pending.delete(key);
        void edge.quietly(`Checking ${fileName(uri)}`, () => judge(uri));
      }, pause),
    );
  }

  function forget(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(pending.get(key));
    pending.delete(key);
    collection.delete(uri);
    const gone = stacks.get(key);
    stacks.delete(key);
    for (const other of stacks.values()) if (other.name === gone?.name) soon(vscode.Uri.parse(other.key));
  }

  const ours = (document: vscode.TextDocument) => isTopology(document.uri) && document.uri.scheme !== 'git';
  subscriptions.add(
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (ours(document)) soon(document.uri);
    }),
  );
  subscriptions.add(
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (ours(document)) soon(document.uri, 0);
    }),
  );
  const watcher = subscriptions.add(vscode.workspace.createFileSystemWatcher(TOPOLOGY_GLOB));
  subscriptions.add(watcher.onDidCreate((uri) => soon(uri)));
  subscriptions.add(watcher.onDidChange((uri) => soon(uri)));
  subscriptions.add(watcher.onDidDelete(forget));
  subscriptions.add({
    dispose() {
      for (const timer of pending.values()) clearTimeout(timer);
      pending.clear();
    },
  });
  for (const document of vscode.workspace.textDocuments) if (ours(document)) soon(document.uri, 0);
  void edge.quietly('Looking for topologies', async () => {
    for (const uri of await findTopologies()) soon(uri, 0);
  });
  return subscriptions;
}

function diagnosticOf(
  document: vscode.TextDocument,
  { severity, code, message, offset, length }: LocatedProblem,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeAt(document, offset, length), message, SEVERITY[severity]);
  diagnostic.code = code;
  diagnostic.source = 'ECS Topology';
  return diagnostic;
}
