import { differences, type PropertyChange } from './diff';
import { markOf } from './digest';
import { withDrift } from './drift';
import type { Change, Decision } from './plan';
import type { Cloud, Found, Provider } from './provider';
import { nodeOf, refsIn, type Resource } from './resource';

/** One resource of the file beside what the account holds of it. */
export interface Comparison {
  readonly resource: Resource;
  /** Its properties, references replaced as far as they are known. */
  readonly props: object;
  /** What carries its mark, the oldest first. */
  readonly candidates: readonly Found[];
  /** The id that they carry instead of its own. */
  readonly formerly: string | undefined;
}

interface Surroundings {
  readonly cloud: Cloud;
  /** People's own tags, for everything that takes tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Physical ids and attribute values of everything of the stack. */
  readonly ours: ReadonlySet<string>;
  /** Resources that get other attributes with every update. */
  readonly isVolatile: (resourceId: string) => boolean;
}

/**
 * The oldest whose unchangeable properties fit is the one; it is created, updated, kept or replaced. One that carries
 * another id is taken over: it is ours, nobody asks for it any more, and it is what is asked for.
 */
export function compare(
  { resource, props, candidates, formerly }: Comparison,
  { cloud, tags, ours, isVolatile }: Surroundings,
): Decision & { readonly notEchoed: readonly string[] } {
  const provider = cloud.provider(resource.type);
  const readings = candidates.map((found) => ({
    found,
    difference: differences(provider.asRead?.(props) ?? props, found.props, provider, cloud),
  }));
  const fitting = readings.find(({ difference }) => !difference.changes.some(({ replaces }) => replaces));
  const best = fitting ?? readings[0];
  if (!best) {
    const change: Change = { action: 'create', ...header(resource), properties: [] };
    return { resource, action: 'create', change, notEchoed: [] };
  }
  const { found, difference } = best;
  const sets: readonly string[] = provider.sets ?? [];
  const notEchoed = difference.notEchoed.map((path) => `${resource.type} ${path}`);
  const asked = Object.fromEntries(Object.entries(resource.props));
  const volatile = new Set(
    Object.keys(asked).filter((key) => refsIn(asked[key]).some(({ $ref }) => isVolatile($ref))),
  );
  const properties = [
    ...withDrift(difference.changes, { found, asked, sets, ours, volatile }),
    ...(fitting ? tagChanges(found, tags) : []),
  ];
  const stale = found.applied !== undefined && found.applied !== markOf(resource, provider);
  const remark = stale || formerly !== undefined || properties.some(({ path }) => isTag(path));
  if (properties.length === 0 && !remark) return { resource, action: 'keep', found, notEchoed };
  const reason = reasonOf(properties, formerly);
  const action = fitting ? 'update' : 'replace';
  const change: Change = {
    action,
    ...header(resource),
    physicalId: found.physicalId,
    properties,
    ...(reason === undefined ? {} : { reason }),
    ...(properties.length > 0 && properties.every(({ drift }) => drift) && formerly === undefined
      ? { drift: true }
      : {}),
    ...(fitting ? {} : interruptionOf(provider)),
  };
  return { resource, action, found, change, ...(remark ? { remark } : {}), notEchoed };
}

/** Whether a path of a change is one of people's tags, which are no properties. */
export function isTag(path: string): boolean {
  return path.startsWith('tags.');
}

/** Tags that others have set stay. */
function tagChanges({ tags: present }: Found, tags: Readonly<Record<string, string>>): PropertyChange[] {
  if (present === undefined) return [];
  return Object.entries(tags)
    .filter(([key, value]) => present[key] !== value)
    .map(([key, after]) => {
      const before = present[key];
      return { path: `tags.${key}`, ...(before === undefined ? {} : { before }), after, replaces: false };
    });
}

function reasonOf(properties: readonly PropertyChange[], formerly: string | undefined): string | undefined {
  if (formerly !== undefined) return `Takes over what was ${formerly}.`;
  if (properties.length === 0)
    return 'Nothing of it changes but its mark, which is of an earlier file or of a run that did not end.';
  const byHand = properties.filter(({ drift }) => drift).map(({ path }) => path);
  return byHand.length > 0 && byHand.length < properties.length
    ? `Also changed in the account: ${byHand.join(', ')}.`
    : undefined;
}

function interruptionOf({ replacement, interruption }: Provider) {
  return replacement === 'deleteFirst'
    ? { interruption: interruption ?? 'It is gone until the new one is made.' }
    : {};
}

/** What every change says of its resource. */
export function header({ id, type, props }: { id: string; type: string; props: object }) {
  const named = Object.entries(props).find(
    ([key, value]) => ['name', 'family', 'key'].includes(key) && typeof value === 'string',
  );
  const name: unknown = named?.[1];
  return { type, id, node: nodeOf(id), ...(typeof name === 'string' ? { name } : {}) };
}
