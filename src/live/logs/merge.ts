/**
 * Merges sequences of pages, each in the order of time, into one. Holds a page of each, so memory does not grow with
 * their length: of every page what is not later than the ends of all others can go. Of equal times the earlier
 * sequence comes first.
 */
export async function* mergeByTime<T extends { readonly timestamp: number }>(
  sources: readonly AsyncGenerator<T[]>[],
): AsyncGenerator<T[]> {
  try {
    const heads = await Promise.all(
      sources.map(async (source) => ({ source, page: await nextPage(source), at: 0 })),
    );
    for (;;) {
      const open = heads.filter(({ page }) => page.length > 0);
      if (open.length === 0) return;
      const end = Math.min(...open.map(({ page }) => page.at(-1)?.timestamp ?? 0));
      const batch: T[] = [];
      for (const head of open) {
        let to = head.at;
        while ((head.page[to]?.timestamp ?? Number.POSITIVE_INFINITY) <= end) to += 1;
        batch.push(...head.page.slice(head.at, to));
        head.at = to;
      }
      yield open.length === 1 ? batch : batch.sort((a, b) => a.timestamp - b.timestamp);
      for (const head of open) {
        if (head.at < head.page.length) continue;
        head.page = await nextPage(head.source);
        head.at = 0;
      }
    }
  } finally {
    await Promise.all(sources.map((source) => source.return(undefined)));
  }
}

/** The next page that has something in it; an empty one is the end. */
async function nextPage<T>(source: AsyncGenerator<T[]>): Promise<T[]> {
  for (;;) {
    const step = await source.next();
    if (step.done) return [];
    if (step.value.length > 0) return step.value;
  }
}
