/**
 * Merges sequences that are each in the order of time. Holds one item of each, so memory does not grow with their
 * length; of equal times the earlier sequence comes first.
 */
export async function* mergeByTime<T extends { readonly timestamp: number }>(
  sources: readonly AsyncGenerator<T>[],
): AsyncGenerator<T> {
  try {
    const heads = await Promise.all(sources.map(async (source) => ({ source, next: await source.next() })));
    for (;;) {
      let first: { timestamp: number; index: number } | undefined;
      heads.forEach(({ next }, index) => {
        if (!next.done && (first === undefined || next.value.timestamp < first.timestamp)) {
          first = { timestamp: next.value.timestamp, index };
        }
      });
      const head = first && heads[first.index];
      if (!head || head.next.done) return;
      yield head.next.value;
      head.next = await head.source.next();
    }
  } finally {
    await Promise.all(sources.map((source) => source.return(undefined)));
  }
}
