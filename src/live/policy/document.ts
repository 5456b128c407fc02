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

/** One action on one ARN. */
interface Right {
  readonly action: string;
  readonly on: string;
  readonly when: Condition | undefined;
}

/**
 * No wider than the grants: things stand together only where the very same may be done with them. Each ARN stands but
 * once for each condition, since ARNs are what makes policies long.
 */
function statementsOf(grants: readonly Grant[]): Statement[] {
  const things = [...grouped(rightsOf(grants), ({ on, when }) => JSON.stringify([on, when]))].map(
    (rights) => ({
      on: rights[0].on,
      when: rights[0].when,
      actions: [...new Set(rights.map(({ action }) => action))].sort(),
    }),
  );
  return [...grouped(things, ({ on, when, actions }) => JSON.stringify([on === '*', when, actions]))]
    .map((alike): Statement => {
      const [{ on, when, actions }] = alike;
      return {
        Effect: 'Allow',
        Action: actions,
        Resource: on === '*' ? '*' : alike.map((thing) => thing.on).sort(),
        ...(when && { Condition: when }),
      };
    })
    .sort((a, b) => compare(keyOf(a), keyOf(b)));
}

/** Without those that another one covers. */
function rightsOf(grants: readonly Grant[]): Right[] {
  const all = grants.flatMap(({ actions, on, when }) =>
    actions.flatMap((action) => on.map((one): Right => ({ action, on: one, when }))),
  );
  return [...grouped(all, ({ action, when }) => JSON.stringify([action, when]))].flatMap((rights) =>
    rights.filter(({ on }) => !rights.some((other) => covers(other.on, on))),
  );
}

/** `…/cluster/*` covers `…/cluster/users`. */
function covers(wide: string, narrow: string): boolean {
  const start = wide.slice(0, -1);
  return wide !== narrow && wide.endsWith('*') && !start.includes('*') && narrow.startsWith(start);
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
