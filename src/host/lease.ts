/** Files of a folder that the windows of this machine share. */
export interface SharedFiles {
  /** Undefined when there is none. */
  read(name: string): Promise<string | undefined>;
  /** Replaces it at once, so that nobody reads half of it. */
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Whose turn it is to look at one stack of one account, and what that window saw. */
export interface Lease {
  /** True when this window is to look. In a hurry it takes over from a window that is in none. */
  take(isUrgent: boolean): Promise<boolean>;
  /** What the window whose turn it is has seen since a time; undefined when that is nothing new. */
  seen(since: number): Promise<Sighting | undefined>;
  /** Tells the others; they wait so long for the next one. Milliseconds. */
  publish(sighting: Sighting, next: number): Promise<void>;
  /** Lets another window look from now on. */
  release(): Promise<void>;
}

/** What one window saw, as text, and when. */
export interface Sighting {
  readonly at: number;
  readonly text: string;
}

export interface LeaseDependencies {
  readonly files: SharedFiles;
  /** Of this window; no other has it. */
  readonly id: string;
  readonly pid: number;
  isAlive(pid: number): boolean;
  now(): number;
}

/** Milliseconds until somebody else may look where a window that took the turn says nothing: a first look takes long. */
const FIRST_LOOK = 90_000;
/** Milliseconds that a look may be late. */
const LATE = 30_000;

interface Turn {
  readonly id: string;
  readonly pid: number;
  /** Nobody need wait longer, in milliseconds since the epoch. */
  readonly until: number;
  readonly isUrgent: boolean;
  /** When it saw what stands beside this file. */
  readonly at?: number;
}

/**
 * A turn that windows take by writing their name into a file. The last one to write it has it; two that write at once
 * look once too often, and then one of them sees the other's name.
 */
export function createLease(name: string, { files, id, pid, isAlive, now }: LeaseDependencies): Lease {
  const [turnFile, seenFile] = [`${name}.turn`, `${name}.seen`];
  let published: { readonly at: number; readonly text: string } | undefined;
  let wasUrgent = false;

  async function turn(): Promise<Turn | undefined> {
    const text = await files.read(turnFile);
    try {
      const value: unknown = text === undefined ? undefined : JSON.parse(text);
      return isTurn(value) ? value : undefined;
    } catch {
      // Whoever wrote this was no window of ours.
      return undefined;
    }
  }

  const write = (until: number, at: number | undefined) =>
    files.write(
      turnFile,
      JSON.stringify({ id, pid, until, isUrgent: wasUrgent, ...(at !== undefined && { at }) } satisfies Turn),
    );

  return {
    async take(isUrgent) {
      const current = await turn();
      const isTheirs = current && current.id !== id && current.until > now() && isAlive(current.pid);
      if (isTheirs && !(isUrgent && !current.isUrgent)) return false;
      if (current?.id === id && current.isUrgent === isUrgent && current.until > now()) return true;
      if (current?.id !== id) published = undefined;
      wasUrgent = isUrgent;
      await write(now() + FIRST_LOOK, current?.at);
      return (await turn())?.id === id;
    },
    async seen(since) {
      const at = (await turn())?.at;
      if (at === undefined || at <= since) return undefined;
      const text = await files.read(seenFile);
      return text === undefined ? undefined : { at, text };
    },
    async publish(sighting, next) {
      // Somebody who was in more of a hurry has seen more since.
      if ((await turn())?.id !== id) return;
      // What says the same is not written again; the time is in the other file.
      if (published?.text !== sighting.text) await files.write(seenFile, sighting.text);
      published = sighting;
      await write(now() + next + LATE, sighting.at);
    },
    async release() {
      if ((await turn())?.id !== id) return;
      published = undefined;
      await files.remove(turnFile);
      await files.remove(seenFile);
    },
  };
}

function isTurn(value: unknown): value is Turn {
  if (typeof value !== 'object' || value === null) return false;
  const { id, pid, until, at } = value as Partial<Record<keyof Turn, unknown>>;
  return (
    typeof id === 'string' &&
    typeof pid === 'number' &&
    typeof until === 'number' &&
    (at === undefined || typeof at === 'number')
  );
}
