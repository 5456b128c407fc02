import type { UnpackedExtension } from '../host/server';

/**
 * An extension beside ours that does what a person would do first: it chooses the sandbox and opens a file on the canvas.
 * A file named in the window's address is of no use for that: it opens before any custom editor is known, as text.
 */
export function starterExtension(file: string): UnpackedExtension {
  const manifest = {
    name: 'starter',
    displayName: 'ECS Topology demo',
    publisher: 'ecs-topology-demo',
    version: '1.0.0',
    engines: { vscode: '^1.101.0' },
    extensionKind: ['workspace'],
    extensionDependencies: ['ecs-topology.ecs-topology'],
    activationEvents: ['onStartupFinished'],
    main: './extension.js',
  };
  const code = `'use strict';
const vscode = require('vscode');

exports.activate = async () => {
  const [folder] = vscode.workspace.workspaceFolders;
  const uri = vscode.Uri.joinPath(folder.uri, ${JSON.stringify(file)});
  await vscode.commands.executeCommand('vscode.openWith', uri, 'ecsTopology.editor');
  await vscode.commands.executeCommand('ecsTopology.startSandbox');
  await vscode.commands.executeCommand('workbench.view.extension.ecsTopology');
};
`;
  return {
    folder: `${manifest.publisher}.${manifest.name}-${manifest.version}`,
    files: { 'package.json': JSON.stringify(manifest, null, 2), 'extension.js': code },
  };
}
