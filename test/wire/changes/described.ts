import type { ResourceType } from '../../../src/kinds/resourceTypes';

/** One AWS object in AWS's own words, with `<resource>.<attribute>` in the place of every id and ARN. */
export interface Described {
  /** `<type> <resource>`. */
  readonly is: string;
  readonly [member: string]: unknown;
}

export function described(type: ResourceType, id: string, members: object): Described {
  return { is: `${type} ${id}`, ...members };
}

export function inOrder(all: readonly Described[]): Described[] {
  return [...all].sort((a, b) => (a.is < b.is ? -1 : 1));
}

const PREFIX = 'ecs-topology:';

/** What stands for the two tags that no file foretells. */
export const SOME = { created: 'a time', applied: 'a digest' };

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
  readonly key?: string | undefined;
  readonly value?: string | undefined;
}
type Tags = Readonly<Record<string, string>>;

/** Tags as a map, whatever a service returns; the time and the digest only as far as they are there. */
export function tagged(tags: readonly Tag[] | Tags | undefined = []): Record<string, string> {
  const map = new Map(isList(tags) ? tags.map(pair) : Object.entries(tags));
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(map.get(`${PREFIX}created`) ?? ''))
    map.set(`${PREFIX}created`, SOME.created);
  if (/^[\w-]+$/.test(map.get(`${PREFIX}applied`) ?? '')) map.set(`${PREFIX}applied`, SOME.applied);
  return Object.fromEntries(map);
}

function pair({ Key, Value, key, value }: Tag): [string, string] {
  return [Key ?? key ?? '', Value ?? value ?? ''];
}

/** `Array.isArray` does not narrow readonly arrays. */
function isList(tags: readonly Tag[] | Tags): tags is readonly Tag[] {
  return Array.isArray(tags);
}

/** Whose things without our mark are. */
export const NOBODY = 'nobody';

/** The resource that tags name. */
export function named(tags: Readonly<Record<string, string>>): string {
  return tags[`${PREFIX}resource`] ?? NOBODY;
}

/** The tags that everything carries which takes any. */
export function ours(
  { stack, tags }: { readonly stack: string; readonly tags: Readonly<Record<string, string>> },
  id: string,
  extra: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  const own = { ...extra, ...SOME, stack, node: id.split('/', 1)[0], resource: id };
  return {
    ...tags,
    ...Object.fromEntries(
      Object.entries(own).flatMap(([key, value]) => (value === undefined ? [] : [[PREFIX + key, value]])),
    ),
  };
}
