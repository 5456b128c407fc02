/** Tags as the world keeps them; each client has a shape of its own (aws-reference §0). */
export type Tags = Map<string, string>;

interface UpperTag {
  Key?: string | undefined;
  Value?: string | undefined;
}
interface LowerTag {
  key?: string | undefined;
  value?: string | undefined;
}

/** From the shape of elbv2, servicediscovery, ec2 and iam. */
export function tagsFromUpper(list: readonly UpperTag[] | undefined): Tags {
  return new Map((list ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

/** To the shape of elbv2, servicediscovery, ec2 and iam. */
export function tagsToUpper(tags: Tags): { Key: string; Value: string }[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** From the shape of ecs. */
export function tagsFromLower(list: readonly LowerTag[] | undefined): Tags {
  return new Map((list ?? []).map((tag) => [tag.key ?? '', tag.value ?? '']));
}

/** To the shape of ecs. */
export function tagsToLower(tags: Tags): { key: string; value: string }[] {
  return [...tags].map(([key, value]) => ({ key, value }));
}

/** From the shape of apigatewayv2 and cloudwatch-logs. */
export function tagsFromRecord(record: Readonly<Record<string, string>> | undefined): Tags {
  return new Map(Object.entries(record ?? {}));
}

/** To the shape of apigatewayv2 and cloudwatch-logs. */
export function tagsToRecord(tags: Tags): Record<string, string> {
  return Object.fromEntries(tags);
}

/** Adds or overwrites, as every TagResource does. */
export function addTags(tags: Tags, more: Tags): void {
  for (const [key, value] of more) tags.set(key, value);
}

/** Removes by key; a key that is not there is no error. */
export function removeTags(tags: Tags, keys: readonly string[] | undefined): void {
  for (const key of keys ?? []) tags.delete(key);
}

/** Whether two sets of tags say the same, in any order. */
export function sameTags(a: Tags, b: Tags): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
