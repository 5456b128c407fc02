import { createContext, useContext, useLayoutEffect } from 'react';

/** Which nodes and wires are in the page right now. The painting leaves those out, and draws again when they change. */
export interface Presence {
  has(id: string): boolean;
  /** Tells of one that came; the answer tells that it went. */
  enter(id: string): () => void;
  listen(listener: () => void): () => void;
}

export function createPresence(): Presence {
  // Of two forms of a card the new one may come before the old one goes.
  const counts = new Map<string, number>();
  const listeners = new Set<() => void>();
  const add = (id: string, amount: number) => {
    const count = (counts.get(id) ?? 0) + amount;
    if (count > 0) counts.set(id, count);
    else counts.delete(id);
    for (const listener of listeners) listener();
  };
  return {
    has: (id) => counts.has(id),
    enter(id) {
      add(id, 1);
      return () => add(id, -1);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Absent in a drawing that is small enough to be in the page altogether. */
export const PresenceContext = createContext<Presence | undefined>(undefined);

/** Says that a node or wire is in the page, in the same frame in which it is. */
export function usePresence(id: string): void {
  const presence = useContext(PresenceContext);
  useLayoutEffect(() => presence?.enter(id), [presence, id]);
}
