import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder for one window, thrown away after use. */
export interface TempWorkspace extends AsyncDisposable {
  readonly folder: string;
  /** The text of a file as it is on disk now. */
  read(path: string): Promise<string>;
  /** Writes a file, byte for byte, as a program outside VS Code would. */
  write(path: string, text: string): Promise<void>;
}

/** Makes a workspace with these files (path below the folder → text). */
export async function makeWorkspace(files: Readonly<Record<string, string>>): Promise<TempWorkspace> {
  const folder = await mkdtemp(join(tmpdir(), 'ecs-topology-workspace-'));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  return {
    folder,
    write,
    read: (path) => readFile(join(folder, path), 'utf8'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
