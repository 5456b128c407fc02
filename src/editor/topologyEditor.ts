import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import { createDisposables } from '../host/disposables';
import type { Environments } from '../host/environments';
import type { Disposable } from '../host/event';
import { pageHtml } from '../host/pageHtml';
import { vscodeEdits } from '../host/ranges';
import type { StatusStore } from '../host/statusStore';
import {
  EDITOR_VIEW_TYPE,
  fileName,
  isTopology,
  whyReadOnly,
  type TopologyReader,
} from '../host/topologyFiles';
import type { Registry } from '../kinds/index';
import type { JsonObject } from '../model/json';
import { fromWebview } from '../model/protocol';
import { createStatusSender } from '../model/statusChanges';
import type { TextEdit } from '../model/text/edits';
import type { TextSpot } from '../model/text/spot';
import { runCanvasCommand } from './canvasCommands';
import { createDocumentSession, type DocumentSession } from './documentSession';

export interface EditorDependencies {
  readonly extensionUri: vscode.Uri;
  readonly registry: Registry;
  readonly read: TopologyReader;
  readonly status: StatusStore;
  readonly edge: Edge;
  /** Somebody saw the document through a page; the editor says so to whoever reveals nodes. */
  readonly canvases: Canvases;
}

/** The canvases that are open. */
export interface Canvases extends Disposable {
  session(document: vscode.TextDocument): DocumentSession;
  /** Brings a node or edge into view on every canvas of the document, now or as soon as one listens. */
  reveal(uri: vscode.Uri, spot: TextSpot): void;
  takeReveal(uri: vscode.Uri): TextSpot | undefined;
  release(document: vscode.TextDocument): void;
  /** Writes what is typed into fields of the document's canvases. */
  writeDrafts(uri: vscode.Uri): Promise<void>;
}

/** One session for each document that has a canvas; tells them of changes and writes what is typed before a save. */
export function createCanvases(
  registry: Registry,
  read: TopologyReader,
  environments: Environments,
): Canvases {
  const sessions = new Map<string, DocumentSession>();
  const reveals = new Map<string, TextSpot>();
  const subscriptions = createDisposables();
  subscriptions.add(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) sessions.get(document.uri.toString())?.changed();
    }),
  );
  subscriptions.add(environments.onDidChange((key) => sessions.get(key)?.changed()));
  subscriptions.add(
    vscode.workspace.onWillSaveTextDocument((event) => {
      const edits = sessions.get(event.document.uri.toString())?.draftEdits() ?? [];
      if (edits.length > 0) event.waitUntil(Promise.resolve(vscodeEdits(event.document, edits)));
    }),
  );
  return {
    session(document) {
      const key = document.uri.toString();
      const session =
        sessions.get(key) ?? createDocumentSession(canvasDocument(document, read, environments), registry);
      sessions.set(key, session);
      return session;
    },
    release(document) {
      const key = document.uri.toString();
      if (sessions.get(key)?.isEmpty) sessions.delete(key);
    },
    reveal(uri, spot) {
      const key = uri.toString();
      if (!sessions.get(key)?.post({ type: 'reveal', ...spot })) reveals.set(key, spot);
    },
    writeDrafts: async (uri) => sessions.get(uri.toString())?.writeDrafts(),
    takeReveal(uri) {
      const spot = reveals.get(uri.toString());
      reveals.delete(uri.toString());
      return spot;
    },
    dispose: () => subscriptions.dispose(),
  };
}

/** The canvas as VS Code's editor for `*.topology.json`. */
export function createTopologyEditor(dependencies: EditorDependencies): vscode.CustomTextEditorProvider {
  const { extensionUri, status, edge, canvases } = dependencies;
  return {
    resolveCustomTextEditor(document, panel) {
      const { webview } = panel;
      const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
      webview.options = { enableScripts: true, localResourceRoots: [folder] };
      const subscriptions = createDisposables();
      const key = document.uri.toString();
      const session = canvases.session(document);
      const member = session.join({ post: (message) => void webview.postMessage(message) });

      let watching: Disposable | undefined;
      const watchWhileVisible = () => {
        if (panel.visible) watching ??= status.watch(key);
        else {
          watching?.dispose();
          watching = undefined;
        }
      };
      const sender = createStatusSender((message) => void webview.postMessage(message));
      let inspected: string | undefined;
      const sendStatus = () => sender.send(status.message(key, inspected));
      subscriptions.add(
        status.onDidChange((changed) => {
          if (panel.visible && (changed === undefined || changed === key)) sendStatus();
        }),
      );
      subscriptions.add(
        panel.onDidChangeViewState(() => {
          watchWhileVisible();
          if (panel.visible) sendStatus();
          else member.away();
        }),
      );
      subscriptions.add(
        webview.onDidReceiveMessage((raw: unknown) =>
          edge.run('The canvas', async () => {
            // Webviews are not trusted: what does not fit is a fault, not a message.
            const message = fromWebview.parse(raw);
            switch (message.type) {
              case 'ready': {
                member.ready();
                sender.restart();
                inspected = undefined;
                sendStatus();
                // Behind the document: what is not drawn yet cannot be shown.
                await session.settled();
                const spot = canvases.takeReveal(document.uri);
                if (spot) void webview.postMessage({ type: 'reveal', ...spot });
                return;
              }
              case 'edit':
                return member.edit(message);
              case 'draft':
                return member.draft(message.draft);
              case 'inspect':
                inspected = message.hop ?? undefined;
                return sendStatus();
              case 'command':
                return runCanvasCommand(message, { document, panel, session, status });
            }
          }),
        ),
      );
      panel.onDidDispose(() => {
        member.leave();
        canvases.release(document);
        watching?.dispose();
        subscriptions.dispose();
      });
      watchWhileVisible();
      webview.html = pageHtml({
        source: webview.cspSource,
        script: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'main.js')).toString(),
        style: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'main.css')).toString(),
        nonce: randomBytes(16).toString('hex'),
        title: fileName(document.uri),
      });
    },
  };
}

export function registerTopologyEditor(dependencies: EditorDependencies): Disposable {
  return vscode.window.registerCustomEditorProvider(EDITOR_VIEW_TYPE, createTopologyEditor(dependencies), {
    supportsMultipleEditorsPerDocument: true,
  });
}

function canvasDocument(document: vscode.TextDocument, read: TopologyReader, environments: Environments) {
  return {
    environment: (file: JsonObject | undefined) => environments.shown(document.uri.toString(), file),
    fileName: fileName(document.uri),
    readOnly: isTopology(document.uri)
      ? whyReadOnly(document)
      : 'The file is not called *.topology.json; it is shown, not written.',
    getText: () => document.getText(),
    read: () => read(document),
    async apply(edits: readonly TextEdit[]) {
      const change = new vscode.WorkspaceEdit();
      change.set(document.uri, vscodeEdits(document, edits));
      return vscode.workspace.applyEdit(change);
    },
  };
}
