/** What is smallest comes out first. */
export interface Heap<T> {
  push(item: T): void;
  pop(): T | undefined;
}

/** A binary heap. */
export function createHeap<T>(compare: (a: T, b: T) => number): Heap<T> {
  const items: T[] = [];
  const isBefore = (a: number, b: number) => {
    const [left, right] = [items[a], items[b]];
    return left !== undefined && right !== undefined && compare(left, right) < 0;
  };
  const swap = (a: number, b: number) => {
    // Both are there: only indices that `isBefore` has seen come here.
    [items[a], items[b]] = [items[b] as T, items[a] as T];
  };
  return {
    push(item) {
      items.push(item);
      for (let at = items.length - 1; at > 0;) {
        const parent = (at - 1) >> 1;
        if (!isBefore(at, parent)) return;
        swap(at, parent);
        at = parent;
      }
    },
    pop() {
      const top = items[0];
      const last = items.pop();
      if (last === undefined || items.length === 0) return top;
      items[0] = last;
      for (let at = 0; ;) {
        const smaller = [2 * at + 1, 2 * at + 2].reduce(
          (best, child) => (isBefore(child, best) ? child : best),
          at,
        );
        if (smaller === at) return top;
        swap(at, smaller);
        at = smaller;
      }
    },
  };
}
