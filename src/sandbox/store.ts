import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { decode, encode } from './wire';
import type { World } from './world';

/** Where a world outlives its process. */
export interface Store {
  /** The world as last saved, or undefined when there is none. Throws when the file is not a world. */
  load(): Promise<World | undefined>;
  /** Resolves once the world, as it is now or later, is on disk. Saves that come together become one. */
  save(world: World): Promise<void>;
}

/** A folder with one file, for the user alone: the world holds environment variables and keys of a kind. */
export function folderStore(folder: string): Store {
  const file = join(folder, 'world.json');
  let writing: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;

  async function write(world: World): Promise<void> {
    const text = encode(world);
    // Whoever dies in between leaves the old world or the new one, never half of one.
    const draft = `${file}.new`;
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  }

  return {
    async load() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
      return toWorld(text, file);
    },

    save(world) {
      // A write that has not begun will take this change along.
      waiting ??= writing
        .catch(() => undefined)
        .then(() => {
          waiting = undefined;
          writing = write(world);
          return writing;
        });
      return waiting;
    },
  };
}

function toWorld(text: string, file: string): World {
  try {
    const value = decode(text);
    if (typeof value === 'object' && value !== null && 'version' in value && value.version === 2) {
      return value as World; // version 2 is written by nothing but `save`
    }
  } catch (error) {
    throw new Error(`the sandbox's world cannot be read, move it away to start anew: ${file}`, {
      cause: error,
    });
  }
  throw new Error(`the sandbox's world is of another version, move it away to start anew: ${file}`);
}
