/** One page of a list and the token of the next, absent on the last. */
export interface Page<T> {
  readonly items: T[];
  readonly next: string | undefined;
}

const prefix = 'page-';

/**
 * Cuts a list as AWS's list calls do. `invalid` makes the error for a token that this sandbox did not hand
 * out or a size below one.
 */
export function page<T>(
  items: readonly T[],
  options: {
    size: number | undefined;
    limit: number;
    token: string | undefined;
    invalid: (message: string) => Error;
  },
): Page<T> {
  const size = Math.min(options.size ?? options.limit, options.limit);
  if (!Number.isInteger(size) || size < 1) throw options.invalid('Page size is out of range');
  let start = 0;
  if (options.token !== undefined) {
    start = options.token.startsWith(prefix) ? Number(options.token.slice(prefix.length)) : Number.NaN;
    if (!Number.isInteger(start) || start < 0) throw options.invalid('Invalid pagination token');
  }
  const end = start + size;
  return { items: items.slice(start, end), next: end < items.length ? `${prefix}${end}` : undefined };
}
