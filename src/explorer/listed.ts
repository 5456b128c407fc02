import type { Children } from './children';
import { keyOf, type ExplorerItem } from './items';

/** What VS Code was told of the tree. A change is told by the very entry that it knows. */
export interface Listed {
  /** What is below an entry, for VS Code. */
  give(parent?: ExplorerItem): Promise<ExplorerItem[]>;
  /** The entry that VS Code knows for a key. */
  entry(key: string): ExplorerItem | undefined;
  /**
   * Reads anew what is below the entries that fit, and tells of those below which it is other than was given: who is
   * in a menu of an entry that stays as it is does not lose it.
   */
  again(fits: (parent: ExplorerItem) => boolean): Promise<void>;
  /** What was read is not to be given any more: somebody wants it new, or it is of another account. */
  forget(): void;
}

export function createListed(
  children: Pick<Children, 'of'>,
  { isShown, changed }: { readonly isShown: () => boolean; readonly changed: (parent: ExplorerItem) => void },
): Listed {
  const entries = new Map<string, ExplorerItem>();
  /** What was given below an entry, as text to compare. */
  const given = new Map<string, string>();
  /** Read already, for VS Code to ask for. */
  const ready = new Map<string, ExplorerItem[]>();
  /** Another one with each `forget`: what was asked before it says nothing any more. */
  let generation = 0;
  let last = Promise.resolve();

  async function compare(fits: (parent: ExplorerItem) => boolean): Promise<void> {
    const mine = generation;
    const parents = [...entries.values()].filter((parent) => given.has(keyOf(parent)) && fits(parent));
    for (const parent of parents) {
      const items = await children.of(parent);
      // A view that is hidden asks when it is shown, for what is true then.
      if (generation !== mine || !isShown()) return;
      if (JSON.stringify(items) === given.get(keyOf(parent))) continue;
      ready.set(keyOf(parent), items);
      changed(parent);
    }
  }

  return {
    async give(parent) {
      const key = parent === undefined ? '' : keyOf(parent);
      const items = ready.get(key) ?? (await children.of(parent));
      ready.delete(key);
      given.set(key, JSON.stringify(items));
      for (const item of items) entries.set(keyOf(item), item);
      return items;
    },
    entry: (key) => entries.get(key),
    // One after the other: an older answer must not stand in for a newer one.
    again(fits) {
      const next = last.then(() => compare(fits));
      last = next.catch(() => undefined);
      return next;
    },
    forget() {
      generation += 1;
      for (const map of [entries, given, ready]) map.clear();
    },
  };
}
