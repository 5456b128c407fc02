import type { Found, Obstacle } from '../../engine/provider';
import { AwsError, isNotFound } from '../errors';
import type { Mark } from '../tags';

/** Collects all pages of a list call. */
export async function pages<Item>(
  fetch: (
    token: string | undefined,
  ) => Promise<{ items: readonly Item[] | undefined; next: string | undefined }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let token: string | undefined;
  do {
    // Pages depend on each other, so they are fetched one after the other.
    const { items, next } = await fetch(token);
    all.push(...(items ?? []));
    token = next === '' ? undefined : next;
  } while (token !== undefined);
  return all;
}

/** Cuts a list into pieces for calls that take so many at a time. */
export function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const pieces: Item[][] = [];
  for (let start = 0; start < items.length; start += size) pieces.push(items.slice(start, start + size));
  return pieces;
}

/** Like `flatMap`, for parts that have to be asked for. */
export async function flatMapAsync<Item, Result>(
  items: readonly Item[],
  ask: (item: Item) => Promise<readonly Result[] | undefined>,
): Promise<Result[]> {
  return (await Promise.all(items.map(ask))).flatMap((results) => results ?? []);
}

/** Like `map`, leaving out what turns out to be undefined. */
export async function mapAsync<Item, Result>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Result | undefined>,
): Promise<Result[]> {
  return (await Promise.all(items.map(ask))).filter((result) => result !== undefined);
}

/** Undefined in place of "does not exist". */
export async function unlessGone<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** What a look at the place of something finds to be foreign; undefined where the place is free, or held by ours. */
export async function foreignIn(look: Promise<unknown>): Promise<Obstacle | undefined> {
  try {
    await look;
    return undefined;
  } catch (error) {
    if (error instanceof AwsError && error.kind === 'foreign') {
      return { message: error.message, certain: true };
    }
    throw error;
  }
}

/** Without the members that an answer lacks; what is absent there must be absent here. */
export function compact<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  // Members that could be undefined are gone afterwards.
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}

/** AWS returns sets in any order. */
export function sorted(items: readonly string[] | undefined): string[] | undefined {
  return items && [...items].sort();
}

/** An answer's member that AWS always fills; its absence is a bug worth a name, not a crash somewhere later. */
export function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The answer lacks a member that it must have: ${what}`);
  return value;
}

interface Facts {
  readonly type: string;
  readonly mark: Mark;
  readonly physicalId: string;
  readonly props: object;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly pointsTo?: readonly (string | undefined)[];
}

/** Puts together what `find` returns. */
export function foundOf({ type, mark, physicalId, props, attributes, pointsTo = [] }: Facts): Found {
  return {
    ...mark,
    type,
    physicalId,
    props: compact({ ...props }),
    attributes: compact(attributes),
    pointsTo: pointsTo.filter((id) => id !== undefined),
  };
}

/** The top-level properties among the dotted paths of an update. */
export function changedMembers(changed: readonly string[]): ReadonlySet<string> {
  return new Set(changed.map((path) => path.split('.', 1)[0] ?? path));
}

/** A property of something found, which its own provider put there as a string. */
export function stringProp(found: Found, name: string): string {
  const value = found.props[name];
  if (typeof value !== 'string') throw new Error(`Found without ${name}: ${found.id}`);
  return value;
}

/** Those of one type among the things scanned before. */
export function ofType(earlier: readonly Found[], type: string): Found[] {
  return earlier.filter((found) => found.type === type);
}
