import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import { createDisposables } from '../host/disposables';
import type { Disposable } from '../host/event';
import { rangeAt } from '../host/ranges';
import { findTopologies } from '../host/target';
import { fileName, isTopology, TOPOLOGY_GLOB, type TopologyReader } from '../host/topologyFiles';
import type { LocatedProblem } from '../model/checkText';
import { stacksOf, type OwnedStack } from '../model/stack';
import { twinProblems, type FileStacks } from './twins';

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
  const files = new Map<string, FileStacks>();

  async function judge(uri: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    const { value, problems } = read(document);
    const key = uri.toString();
    const before = files.get(key)?.stacks ?? [];
    const stacks = value === undefined ? [] : stacksOf(value);
    files.set(key, { key, file: fileName(uri), stacks });
    const twins = twinProblems(document.getText(), key, [...files.values()]);
    collection.set(
      uri,
      [...problems, ...twins].map((problem) => diagnosticOf(document, problem)),
    );
    if (JSON.stringify(before) !== JSON.stringify(stacks)) judgeAgain(key, [...before, ...stacks]);
  }

  /** Whoever shared a stack, or shares it now, is judged again. */
  function judgeAgain(key: string, stacks: readonly OwnedStack[]): void {
    const names = new Set(stacks.map(({ stack }) => stack));
    for (const other of files.values()) {
      const shares = other.stacks.some(({ stack }) => names.has(stack));
      if (other.key !== key && shares) soon(vscode.Uri.parse(other.key));
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
    const gone = files.get(key)?.stacks ?? [];
    files.delete(key);
    judgeAgain(key, gone);
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
