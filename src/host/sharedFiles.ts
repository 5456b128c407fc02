import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SharedFiles } from './lease';

/** Milliseconds after which what a window has left behind is of no use to anybody. */
const DAY = 86_400_000;

/** Files in a folder that only this user may read. What a crashed window has left there goes after a day. */
export function createSharedFiles(folder: string): SharedFiles {
  let made: Promise<void> | undefined;
  let writes = 0;

  async function make(): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > DAY) await rm(path, { force: true });
    }
  }

  return {
    async read(name) {
      try {
        return await readFile(join(folder, name), 'utf8');
      } catch {
        return undefined;
      }
    },
    async write(name, text) {
      await (made ??= make());
      writes += 1;
      const draft = join(folder, `${name}.${process.pid}-${writes}`);
      await writeFile(draft, text, { mode: 0o600 });
      await rename(draft, join(folder, name));
    },
    remove: (name) => rm(join(folder, name), { force: true }),
  };
}

/** Whether a process of this machine runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One of somebody else's answers that this is not allowed.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
