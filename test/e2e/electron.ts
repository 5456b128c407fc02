// `npm run test:electron`: the suites that need no browser, in a desktop VS Code that is downloaded first.
// It is the oldest version that package.json allows, where the server of the other e2e tests is the newest.
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import packageJson from '../../package.json';
import { buildSuite } from './host/suite';
import { makeWorkspace } from './host/workspace';

async function main(): Promise<void> {
  const version = process.env['VSCODE_VERSION'] ?? packageJson.engines.vscode.replace(/^\^/, '');
  await using workspace = await makeWorkspace({});
  await using suite = await buildSuite();
  await runTests({
    version,
    extensionDevelopmentPath: fileURLToPath(new URL('../..', import.meta.url)),
    extensionTestsPath: suite.path,
    launchArgs: [workspace.folder, '--disable-extensions', '--disable-workspace-trust', '--no-sandbox'],
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
