import type { Condition, Grant } from '../../aws/permissions/grant';

/** An IAM policy. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | '*';
  readonly Condition?: Condition;
}

/** Characters of a managed policy, white space not counted. Source: IAM quotas. */
export const POLICY_LIMIT = 6_144;

/** The grants as documents that IAM takes: one, or several where one would be too long. */
export function documentsOf(grants: readonly Grant[]): PolicyDocument[] {
  const documents: PolicyDocument[] = [];
  for (const statement of statementsOf(grants).flatMap(fitting)) {
    const last = documents.at(-1);
    const longer = document([...(last?.Statement ?? []), statement]);
    if (last && sizeOf(longer) <= POLICY_LIMIT) documents[documents.length - 1] = longer;
    else documents.push(document([statement]));
  }
  return documents;
}

/** One that would be too long by itself, in parts that bear on some of its things each. */
function fitting(statement: Statement): Statement[] {
  const { Resource } = statement;
  if (Resource.length < 2 || sizeOf(document([statement])) <= POLICY_LIMIT) return [statement];
  const half = Math.ceil(Resource.length / 2);
  const parts = Resource === '*' ? [] : [Resource.slice(0, half), Resource.slice(half)];
  return parts.flatMap((part) => fitting({ ...statement, Resource: part }));
}

/** How IAM counts a document. */
export function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}

function document(Statement: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement };
}

interface Allowed {
  readonly action: string;
  readonly on: ReadonlySet<string>;
  readonly when: Condition | undefined;
}

/** No wider than the grants: actions stand together only where they bear on the very same things. */
function statementsOf(grants: readonly Grant[]): Statement[] {
  const statements = [...grouped(allowed(grants), ({ on, when }) => JSON.stringify([[...on].sort(), when]))];
  return statements
    .map((members): Statement => {
      const [{ on, when }] = members;
      const resources = [...on].sort();
      return {
        Effect: 'Allow',
        Action: members.map(({ action }) => action).sort(),
        Resource: resources.length === 1 && resources[0] === '*' ? '*' : resources,
        ...(when && { Condition: when }),
      };
    })
    .sort((a, b) => compare(keyOf(a), keyOf(b)));
}

/** Each action once for each condition, with all that it bears on. */
function allowed(grants: readonly Grant[]): Allowed[] {
  const single = grants.flatMap(({ actions, on, when }) => actions.map((action) => ({ action, on, when })));
  return [...grouped(single, ({ action, when }) => JSON.stringify([action, when]))].map((same) => ({
    action: same[0].action,
    on: new Set(same.flatMap(({ on }) => on)),
    when: same[0].when,
  }));
}

/** What is read comes first: it bears on everything. */
function keyOf({ Resource, Action, Condition }: Statement): string {
  return JSON.stringify([Resource === '*' ? 0 : 1, Action, Condition ?? null]);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Iterable<[T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups.values();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
