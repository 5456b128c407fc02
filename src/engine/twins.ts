import { differences } from './diff';
import { namesOf } from './holders';
import type { Decision } from './plan';
import type { Cloud, Found } from './provider';

/** After so many milliseconds nobody still works on what a run has made. */
const ALONE_AFTER = 15 * 60_000;

/** By what a run knows again what it made, also where the answer to its call was lost. */
export type Birth = string;

export function birthOf({ type, id, created }: Pick<Found, 'type' | 'id' | 'created'>): Birth {
  return `${type} ${id} ${created}`;
}

export interface TwinOptions {
  /** In an order in which everything comes after what it refers to. */
  readonly decisions: readonly Decision[];
  /** What is not to stay, as far as the file is asked. */
  readonly unwanted: readonly Found[];
  readonly cloud: Cloud;
  /** What this run has made so far. */
  readonly made: ReadonlySet<Birth>;
}

/**
 * Twins that have to be left alone. Two runs at once may make two of a thing; which one counts is the same for both, and
 * each takes away only its own. What else is like the one that counts is taken away only when it is old and nothing
 * points to it: until then the run that made it may be working on it. What differs from the one that counts in what
 * cannot be changed is no twin but left by a replacement, and goes at any age.
 */
export function twinsLeft({ decisions, unwanted, cloud, made }: TwinOptions): Found[] {
  const twins = twinsAmong(unwanted, decisions, cloud);
  const own = new Set<Found>();
  // What hangs on a twin was made by whoever made that; routes have no mark of their own to say so.
  for (const twin of twins) {
    if (made.has(birthOf(twin)) || pointsToAny(twin, own)) own.add(twin);
  }
  const left = new Set(twins.filter((twin) => !own.has(twin) && !isOld(twin, cloud)));
  // What changes points elsewhere afterwards.
  const staying = decisions.flatMap(({ change, found }) =>
    found && !change?.properties.length ? [found] : [],
  );
  for (let before = -1; before < left.size;) {
    before = left.size;
    for (const twin of twins) {
      if ([...staying, ...left].some((thing) => thing !== twin && pointsToAny(thing, [twin]))) left.add(twin);
    }
  }
  return twins.filter((twin) => left.has(twin));
}

/** What has the id of something that stays, and its unchangeable properties; what stands under a twin is one as well. */
function twinsAmong(unwanted: readonly Found[], decisions: readonly Decision[], cloud: Cloud): Found[] {
  const twins: Found[] = [];
  /** Names of twins, to those of what counts. */
  const alias = new Map<string, string>();
  for (const { resource, action, found: counts } of decisions) {
    // What others made has no twin among what is ours.
    if (!counts || action === 'replace' || resource.existing) continue;
    const name: unknown = Object.entries(resource.props).find(([key]) => key === 'name')?.[1];
    const asked = { ...counts.props, name };
    for (const other of unwanted) {
      if (other.id !== resource.id || other.type !== resource.type) continue;
      // What is read is an object.
      const read = renamed(other.props, alias) as Found['props'];
      const { changes } = differences(asked, read, cloud.provider(resource.type), { notEchoed: {} });
      if (changes.some(({ replaces }) => replaces)) continue;
      twins.push(other);
      alias.set(other.physicalId, counts.physicalId);
      for (const [attribute, value] of Object.entries(other.attributes)) {
        alias.set(value, counts.attributes[attribute] ?? value);
      }
    }
  }
  return twins;
}

/** A value with every text that is another name of something replaced by its first. */
function renamed(value: unknown, alias: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return alias.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => renamed(item, alias));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item, alias)]));
}

function isOld({ created }: Found, cloud: Cloud): boolean {
  // What does not say when it was made was not made by a run that is under way.
  return !(cloud.now() - Date.parse(created) <= ALONE_AFTER);
}

function pointsToAny(thing: Found, others: Iterable<Found>): boolean {
  for (const other of others) {
    const names = namesOf(other);
    if (thing.pointsTo.some((id) => names.has(id))) return true;
  }
  return false;
}
