/**
 * How urgent calls are: the seconds that the rest of a run waits behind the resource that a call is made for. Where
 * calls have to wait for each other the most urgent goes first, so that the longest way to the end is never the one
 * that stands in line. What is made for no resource of a run (a look of the status view) is the least urgent.
 */
export interface Urgency {
  of(resource: string | undefined): number;
  /** Takes up what a run knows of what it does for a resource now. */
  rank(resource: string, tail: number): void;
}

export function createUrgency(): Urgency {
  const known = new Map<string, number>();
  return {
    of: (resource) => (resource === undefined ? 0 : (known.get(resource) ?? 0)),
    rank: (resource, tail) => void known.set(resource, tail),
  };
}

/** Puts somebody into a line behind whoever is as urgent or more. */
export function standInLine<T extends { readonly urgency: number }>(line: T[], entry: T): void {
  const behind = line.findIndex(({ urgency }) => urgency < entry.urgency);
  line.splice(behind < 0 ? line.length : behind, 0, entry);
}
