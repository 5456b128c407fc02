import type { World } from '../world';

/** The account as it was, for reads that are behind. */
export interface History {
  /** To be called before each change. */
  remember(world: World, now: number): void;
  /** The account as it was at `time`; undefined when nothing has changed since. */
  at(time: number): World | undefined;
}

/**
 * Keeps the account as it was before each change, for `keep` milliseconds. What happens by itself (states going on)
 * is no change here: to be late with those is what slowness is for.
 */
export function createHistory(keep: number): History {
  /** Oldest first; each is what held until its `until`. */
  let past: { readonly until: number; readonly world: World }[] = [];
  return {
    remember(world, now) {
      past = past.filter(({ until }) => until >= now - keep);
      // Of several changes at one time only the first hides something.
      if (past.at(-1)?.until === now) return;
      past.push({ until: now, world: structuredClone(world) });
    },
    at: (time) => past.find(({ until }) => until > time)?.world,
  };
}
