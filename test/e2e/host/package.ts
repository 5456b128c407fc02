import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runOrThrow } from './childProcess';

/** The project's folder. */
export const project = fileURLToPath(new URL('../../..', import.meta.url));

/** Where `npm run package` puts what users get. */
export const vsix = fileURLToPath(new URL('../../../dist/ecs-topology.vsix', import.meta.url));

/** Builds and packages the extension from the sources as they are now, and returns the path of the VSIX. */
export async function packageExtension(report: (line: string) => void): Promise<string> {
  report('Building and packaging the extension …');
  await runOrThrow('The extension could not be packaged', 'npm', ['run', 'package'], { cwd: project });
  if (!existsSync(vsix)) throw new Error(`npm run package made no ${vsix}`);
  return vsix;
}
