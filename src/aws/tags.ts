import { createHash } from 'node:crypto';
import type { Marks } from '../engine/provider';

/** The prefix of our tags; people's own must not begin with it. */
export const TAG_PREFIX = 'ecs-topology:';

export type Tags = Readonly<Record<string, string>>;

/** What our tags say of one thing. */
export interface Mark {
  readonly id: string;
  readonly created: string;
  readonly applied?: string;
  /** People's own; AWS keeps the prefix `aws:` to itself. */
  readonly tags?: Tags;
}

/** The ownership tags beside people's own; `extra` names further ones without the prefix (`cluster`). */
export function tagsOf(marks: Marks, extra: Readonly<Record<string, string | undefined>> = {}): Tags {
  const { stack, node, resource, created, applied } = marks;
  const own = { ...extra, stack, node, resource, created, applied };
  const ours = Object.entries(own).flatMap(([key, value]) =>
    value === undefined ? [] : [[TAG_PREFIX + key, value]],
  );
  return Object.fromEntries([...Object.entries(marks.tags ?? {}), ...ours]) as Tags;
}

/** Reads the tags of something; undefined when it does not belong to the stack. `a` owns neither `a/dev` nor `ab`. */
export function markIn(tags: Tags, stack: string): Mark | undefined {
  const id = ownTag(tags, 'resource');
  if (ownTag(tags, 'stack') !== stack || id === undefined) return undefined;
  return withTags({ id, created: ownTag(tags, 'created') ?? '' }, tags);
}

/** What is marked by its Description, with what only its tags say. */
export function withTags({ id, created }: Mark, tags: Tags): Mark {
  const applied = ownTag(tags, 'applied');
  const peoples = Object.entries(tags).filter(
    ([key]) => !key.startsWith(TAG_PREFIX) && !key.startsWith('aws:'),
  );
  return { id, created, ...(applied !== undefined && { applied }), tags: Object.fromEntries(peoples) };
}

/** One of our tags, by its name without the prefix. */
export function ownTag(tags: Tags, name: string): string | undefined {
  const key = TAG_PREFIX + name;
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

/** The shape of elbv2, Cloud Map, EC2 and IAM. */
export function toUpperList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The shape of ECS. */
export function toLowerList(tags: Tags): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

interface UpperTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

interface LowerTag {
  readonly key?: string | undefined;
  readonly value?: string | undefined;
}

/** Reads tags in whichever shape a service returns them. */
export function fromTags(tags: readonly (UpperTag | LowerTag)[] | Tags | undefined): Tags {
  if (tags === undefined) return {};
  if (!isList(tags)) return tags;
  return Object.fromEntries(
    tags.flatMap((tag: UpperTag & LowerTag) => {
      const key = tag.Key ?? tag.key;
      return key === undefined ? [] : [[key, tag.Value ?? tag.value ?? '']];
    }),
  );
}

/** `Array.isArray` does not narrow readonly arrays. */
function isList<T>(value: readonly T[] | Tags): value is readonly T[] {
  return Array.isArray(value);
}

const DESCRIPTION = 'ecs-topology';

/** For things without tags, and those whose list calls do not return tags. None of the parts can hold a space. */
export function descriptionOf({ stack, node, resource, created }: Marks): string {
  return [DESCRIPTION, stack, node, resource, created].join(' ');
}

/** Reads such a Description; undefined when it is not ours or of another stack. */
export function markInDescription(description: string | undefined, stack: string): Mark | undefined {
  const [word, owner, , id, created, ...more] = (description ?? '').split(' ');
  if (
    word !== DESCRIPTION ||
    owner !== stack ||
    id === undefined ||
    created === undefined ||
    more.length > 0
  ) {
    return undefined;
  }
  return { id, created };
}

/** Which of several things an interrupted create made: the same mark, from the same attempt. */
export function isSameAttempt(mark: Mark | undefined, marks: Marks): boolean {
  return mark !== undefined && mark.id === marks.resource && mark.created === marks.created;
}

/**
 * An idempotency token: the same for the same input, so that pressing Deploy twice makes one. The time of creation is
 * in the input's tags, so a later creation of an equal thing has another.
 */
export function tokenOf(input: unknown, length: 32 | 64): string {
  return createHash('sha256').update(JSON.stringify(input)).digest('hex').slice(0, length);
}
