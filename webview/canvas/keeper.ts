/** Hands out what was made before, unless one of its parts is another now. */
export type Keep<T> = (id: string, parts: readonly unknown[], make: () => T) => T;

/** Keeps things from one round to the next; what a round does not ask for is forgotten. */
export function createKeeper<T>(): <R>(round: (keep: Keep<T>) => R) => R {
  let before = new Map<string, { readonly parts: readonly unknown[]; readonly made: T }>();
  return (round) => {
    const kept: typeof before = new Map();
    const result = round((id, parts, make) => {
      const old = before.get(id);
      const isSame =
        old?.parts.length === parts.length && old.parts.every((part, index) => part === parts[index]);
      const entry = isSame ? old : { parts, made: make() };
      kept.set(id, entry);
      return entry.made;
    });
    before = kept;
    return result;
  };
}
