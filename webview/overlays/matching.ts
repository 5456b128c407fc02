/** What fits all typed words, those whose title begins with them first; else in the order that it came in. */
export function matching<T extends { readonly title: string; readonly detail: string }>(
  entries: readonly T[],
  typed: string,
): readonly T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  const rank = ({ title, detail }: T): number => {
    const [name, rest] = [title.toLowerCase(), detail.toLowerCase()];
    if (words.every((word) => name.split(/[\s-]+/).some((part) => part.startsWith(word)))) return 0;
    if (words.every((word) => name.includes(word))) return 1;
    return words.every((word) => `${name} ${rest}`.includes(word)) ? 2 : 3;
  };
  return entries
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}
