/**
 * Plain data as it is now, with every part that says the same as before being the very same object: what crosses from
 * the host is a copy each time, and what hangs on a part need not be made anew because another part changed.
 */
export function keepSame<T>(before: unknown, now: T): T {
  // `before` stands in for `now` only where both say the same.
  return kept(before, now) as T;
}

function kept(before: unknown, now: unknown): unknown {
  if (typeof before !== 'object' || typeof now !== 'object' || before === null || now === null) return now;
  if (Array.isArray(before) || Array.isArray(now)) {
    return Array.isArray(before) && Array.isArray(now) ? keptItems(before, now) : now;
  }
  const [old, entries] = [new Map<string, unknown>(Object.entries(before)), Object.entries(now)];
  const order = [...old.keys()];
  let [same, some] = [entries.length === old.size, false];
  const next = entries.map(([key, value]: [string, unknown], index): [string, unknown] => {
    const known = old.get(key);
    const part = kept(known, value);
    // The order of members is seen, in lists of them.
    same &&= part === known && order[index] === key;
    some ||= part !== value;
    return [key, part];
  });
  if (same) return before;
  // `fromEntries` makes `__proto__` a member like any other.
  return some ? Object.fromEntries(next) : now;
}

function keptItems(before: readonly unknown[], now: readonly unknown[]): readonly unknown[] {
  const next = now.map((item, index) => kept(before[index], item));
  const same = next.length === before.length && next.every((item, index) => item === before[index]);
  return same ? before : next;
}
