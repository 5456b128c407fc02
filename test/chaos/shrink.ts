/**
 * The smallest part of a list with which something still fails: takes away ever smaller pieces as long as it does
 * (delta debugging). `fails` is asked at most `limit` times.
 */
export async function shrink<Item>(
  items: readonly Item[],
  fails: (items: readonly Item[]) => Promise<boolean>,
  limit = 200,
): Promise<Item[]> {
  let kept = [...items];
  let asked = 0;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length && asked < limit;) {
      const fewer = [...kept.slice(0, start), ...kept.slice(start + size)];
      asked += 1;
      if (await fails(fewer)) kept = fewer;
      else start += size;
    }
  }
  return kept;
}
