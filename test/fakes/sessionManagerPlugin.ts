import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the plugin that is installed below was started with. */
export interface PluginStart {
  readonly args: readonly string[];
  /** The session, where it came in the variable. */
  readonly session: string | undefined;
}

/** Prints what it is started with on one line, then everything that is typed, until that ends. */
const PROGRAM = (version: string) => `#!${process.execPath}
const args = process.argv.slice(2);
process.on('SIGINT', () => undefined);
if (args[0] === '--version') console.log('${version}');
else {
  console.log(JSON.stringify({ args, session: process.env.AWS_SSM_START_SESSION_RESPONSE }));
  process.stdin.pipe(process.stdout);
}
`;

/** Installs something in a folder that is started like AWS's plugin and tells how. */
export async function installPlugin(folder: string, version: string): Promise<void> {
  const path = join(folder, 'session-manager-plugin');
  await writeFile(path, PROGRAM(version));
  await chmod(path, 0o755);
}
