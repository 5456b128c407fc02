/**
 * A resource is one AWS object that a topology asks for. Its properties may hold references to attributes of other
 * resources; the order of work is derived from them and stated nowhere else.
 */
export interface Resource<Type extends string = string, Props extends object = object> {
  /** `<node>/<part>[/<other end>[/<listener>]]`, unique in a stack. */
  readonly id: string;
  /** CloudFormation's name of the type, e.g. `AWS::ECS::Service`. */
  readonly type: Type;
  readonly props: Props;
  /** Somebody else made it: it is looked up, used, and neither changed nor deleted. */
  readonly existing?: Existing;
  /** The mark to write, where not a file asks for it but what was there before: what a file asked then. */
  readonly applied?: string;
}

/** What is there already. */
export interface Existing {
  /** Its name, id or ARN. */
  readonly name: string;
  /** The VPC that it must be in, where that matters. */
  readonly vpcId?: string | Ref;
}

/** "Attribute `arn` of resource `x`", standing in the place of a string inside properties. */
export interface Ref {
  readonly $ref: string;
  readonly attribute: string;
  /** Wait until the resource is ready (a VPC link AVAILABLE), not only until its id is known. */
  readonly ready?: true;
}

/** Refers to an attribute of another resource; `ready` also waits for that resource's health. */
export function ref(id: string, attribute: string, options: { ready?: boolean } = {}): Ref {
  return options.ready ? { $ref: id, attribute, ready: true } : { $ref: id, attribute };
}

export function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && '$ref' in value;
}

/** What something is made with. From then on it is somebody else's: neither compared nor sent. */
export interface Initially<T> {
  readonly $initially: T;
}

export function initially<T>(value: T): Initially<T> {
  return { $initially: value };
}

/** The value that something is made with. */
export function initialOf<T extends string | number>(value: T | Initially<T>): T {
  return typeof value === 'object' ? value.$initially : value;
}

export function isInitial(value: unknown): value is Initially<unknown> {
  return typeof value === 'object' && value !== null && '$initially' in value;
}

/** Properties as a provider gets them: every reference replaced by the attribute's value. */
export type Resolved<T> = T extends Ref
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Resolved<Item>[]
    : T extends object
      ? { [Key in keyof T]: Resolved<T[Key]> }
      : T;

/** All references inside a value, in the order in which they stand. */
export function refsIn(value: unknown): Ref[] {
  if (isRef(value)) return [value];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(refsIn);
  return [];
}

/** Replaces every reference by what `lookup` answers; a reference that it does not know stays as it is. */
export function resolveRefs(value: unknown, lookup: (reference: Ref) => string | undefined): unknown {
  if (isRef(value)) return lookup(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => resolveRefs(item, lookup));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveRefs(item, lookup)]));
  }
  return value;
}

/** The node that a resource belongs to: the first segment of its id. */
export function nodeOf(resourceId: string): string {
  const slash = resourceId.indexOf('/');
  return slash < 0 ? resourceId : resourceId.slice(0, slash);
}
