/** An identity-based policy, as far as the simulated account understands it. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  /** Operator → condition key → values, of which one has to fit. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** One question to IAM: may the caller do this to that? */
export interface Demand {
  /** `ecs:CreateService`. */
  readonly action: string;
  /** An ARN; `*` where the action takes none. */
  readonly resource: string;
  /** Condition keys that the request comes with. */
  readonly keys: ConditionKeys;
}

export type ConditionKeys = Readonly<Record<string, string | readonly string[]>>;

export type Decision = 'allowed' | 'implicitDeny' | 'explicitDeny';

/** IAM's answer: an explicit deny goes before everything, and what nothing allows is denied. */
export function decide(documents: readonly PolicyDocument[], demand: Demand): Decision {
  const statements = documents
    .flatMap(({ Statement }) => Statement)
    .filter((statement) => concerns(statement, demand));
  if (statements.some(({ Effect }) => Effect === 'Deny')) return 'explicitDeny';
  return statements.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'implicitDeny';
}

function concerns(statement: PolicyStatement, { action, resource, keys }: Demand): boolean {
  return (
    listed(statement.Action).some((pattern) => fits(pattern.toLowerCase(), action.toLowerCase())) &&
    listed(statement.Resource).some((pattern) => fits(pattern, resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, wanted]) =>
      Object.entries(wanted).every(([key, values]) => holds(operator, listed(values), valuesOf(keys, key))),
    )
  );
}

/** Names of condition keys know no case, but for the part that is the key of a tag. */
function valuesOf(keys: ConditionKeys, wanted: string): readonly string[] | undefined {
  const known = Object.entries(keys).find(([key]) => normal(key) === normal(wanted));
  return known && listed(known[1]);
}

function normal(key: string): string {
  const slash = key.indexOf('/');
  return slash < 0 ? key.toLowerCase() : key.slice(0, slash).toLowerCase() + key.slice(slash);
}

/** A key that the request does not come with fits nothing; of operators that are not known nothing is held true. */
function holds(operator: string, wanted: readonly string[], values: readonly string[] | undefined): boolean {
  const [, forAll, name] = /^(ForAllValues:)?(.*)$/.exec(operator) ?? [];
  if (values === undefined) return forAll !== undefined;
  const one = (value: string) => wanted.some((pattern) => compare(name ?? '', pattern, value));
  return values.length > 0 ? values.every(one) : forAll !== undefined;
}

function compare(operator: string, pattern: string, value: string): boolean {
  switch (operator) {
    case 'StringEquals':
      return pattern === value;
    case 'StringLike':
    case 'ArnEquals':
    case 'ArnLike':
      return fits(pattern, value);
    default:
      return false;
  }
}

/** `*` stands for any number of characters, `?` for one. */
function fits(pattern: string, value: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's').test(value);
}

function listed(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

/** Refuses what would be misjudged: a statement without actions or resources, such as one with `NotAction`. */
export function checkDocuments(documents: readonly PolicyDocument[]): void {
  for (const statement of documents.flatMap(({ Statement }) => Statement)) {
    const { Effect, Action, Resource } = statement as Partial<PolicyStatement>;
    if ((Effect === 'Allow' || Effect === 'Deny') && Action !== undefined && Resource !== undefined) continue;
    throw new RangeError(
      `the sandbox understands statements with Effect, Action, Resource and Condition only: ${JSON.stringify(statement)}`,
    );
  }
}
