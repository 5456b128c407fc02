import * as vscode from 'vscode';
import type { Registry } from '../kinds/index';
import { readText, type ReadText } from './readText';

export const EDITOR_VIEW_TYPE = 'ecsTopology.editor';
export const TOPOLOGY_GLOB = '**/*.topology.json';

/** Documents of the format, by file name; whether they parse is another question. */
export function isTopology(uri: vscode.Uri): boolean {
  return uri.path.endsWith('.topology.json');
}

/** The name that people see: `/a/b/shop.topology.json` is `shop.topology.json`. */
export function fileName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** Reads topology documents; each version of a text is parsed once, whoever asks. */
export interface TopologyReader {
  (document: vscode.TextDocument): ReadText;
}

export function createTopologyReader(registry: Registry): TopologyReader {
  const known = new WeakMap<vscode.TextDocument, { readonly version: number; readonly read: ReadText }>();
  return (document) => {
    const earlier = known.get(document);
    if (earlier?.version === document.version) return earlier.read;
    const read = readText(document.getText(), registry);
    known.set(document, { version: document.version, read });
    return read;
  };
}

/** Why a document cannot be written, whatever it says; undefined where it can. */
export function whyReadOnly({ uri }: vscode.TextDocument): string | undefined {
  if (uri.scheme === 'git') return 'This is a version from Git: it can be looked at, not changed.';
  return vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false
    ? `Files of this place cannot be changed: ${uri.scheme}`
    : undefined;
}
