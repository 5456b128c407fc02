import { differences, standsInSlot, type PropertyChange } from './diff';
import { askedDigest, digest } from './digest';
import type { Cloud, Found, Provider } from './provider';
import { nodeOf, refsIn, resolveRefs, type Resource } from './resource';

/** One thing that has to be done to make the account equal the file. */
export interface Change {
  readonly action: 'create' | 'update' | 'replace' | 'delete';
  readonly type: string;
  readonly id: string;
  readonly node: string;
  /** Its name in AWS, where it has one. */
  readonly name?: string;
  readonly physicalId?: string;
  readonly properties: readonly PropertyChange[];
  /** Why, in a sentence, where the properties do not say it. */
  readonly reason?: string;
  /** The file asks what we last wrote; somebody changed it in the account. */
  readonly drift?: true;
}

/** What was decided for each resource of the file. */
export interface Decision {
  readonly resource: Resource;
  readonly action: 'create' | 'update' | 'replace' | 'keep';
  readonly found?: Found;
  readonly change?: Change;
}

export interface Plan {
  readonly stack: string;
  /** What the account held of the stack when the plan was made. */
  readonly found: readonly Found[];
  /** In the order in which they can begin. */
  readonly changes: readonly Change[];
  readonly decisions: readonly Decision[];
  readonly deletes: readonly { readonly found: Found; readonly change: Change }[];
  /** Left alone although the file no longer has them (log groups on destroy). */
  readonly kept: readonly Found[];
  /** People's own tags for whatever is created or updated. */
  readonly tags: Readonly<Record<string, string>>;
  /** `type property` pairs that the endpoint does not answer, so that they could not be compared. */
  readonly notEchoed: readonly string[];
  /** Changes when anything about the plan changes. */
  readonly digest: string;
}

export interface PlanOptions {
  readonly stack: string;
  /** What the file asks; empty for a destroy. */
  readonly resources: readonly Resource[];
  readonly cloud: Cloud;
  readonly tags?: Readonly<Record<string, string>>;
  /** True for what is to stay although nobody asks for it any more. */
  readonly keep?: (found: Found) => boolean;
  readonly signal?: AbortSignal;
}

/** Reads what the account holds of the stack, and says what has to change. Changes nothing. */
export async function makePlan(options: PlanOptions): Promise<Plan> {
  const { cloud, signal } = options;
  for (const type of cloud.types) await cloud.provider(type).settle?.(signal);
  const found = await survey(options);
  return decide(options, found);
}

/** Everything in the account with the mark of the stack. */
export async function survey({
  cloud,
  stack,
  signal,
}: Pick<PlanOptions, 'cloud' | 'stack' | 'signal'>): Promise<Found[]> {
  const found: Found[] = [];
  for (const type of cloud.types) found.push(...(await cloud.provider(type).find(stack, found, signal)));
  return found;
}

function decide(
  { stack, resources, cloud, tags = {}, keep = () => false }: PlanOptions,
  found: readonly Found[],
): Plan {
  const decisions: Decision[] = [];
  const ids = new Set(resources.map(keyOf));
  const free = new Set(found.filter((thing) => !ids.has(keyOf(thing))));
  const takenOver = new Set<Found>();
  const known = new Map<string, Readonly<Record<string, string>>>();
  const notEchoed = new Set<string>();
  for (const resource of inOrder(resources)) {
    const provider = cloud.provider(resource.type);
    const props = resolveRefs(
      resource.props,
      ({ $ref, attribute }) => known.get($ref)?.[attribute],
    ) as object;
    const own = found.filter((thing) => keyOf(thing) === keyOf(resource)).sort(byAge);
    const inTheWay =
      own.length > 0
        ? undefined
        : [...free].find(
            (thing) => !takenOver.has(thing) && standsInSlot(resource.type, props, thing, provider),
          );
    if (inTheWay) takenOver.add(inTheWay);
    const candidates = inTheWay ? [{ ...inTheWay, id: resource.id }] : own;
    const decision = compare(resource, props, candidates, provider, cloud, notEchoed, inTheWay?.id);
    decisions.push(decision);
    const attributes = attributesAfter(decision, provider);
    if (attributes) known.set(resource.id, attributes);
  }
  const wanted = new Set(
    decisions.flatMap((decision) =>
      decision.found && decision.action !== 'replace' ? [decision.found] : [],
    ),
  );
  const replaced = new Set(
    decisions.flatMap(({ action, found: old }) => (action === 'replace' && old ? [old] : [])),
  );
  const unwanted = found.filter(
    (thing) => !wanted.has(thing) && !replaced.has(thing) && !takenOver.has(thing),
  );
  const kept = unwanted.filter(keep);
  const deletes = unwanted
    .filter((thing) => !kept.includes(thing))
    .map((thing) => ({ found: thing, change: deletion(thing, resources) }));
  const changes = [
    ...decisions.flatMap(({ change }) => change ?? []),
    ...deletes.map(({ change }) => change),
  ];
  return {
    stack,
    found,
    tags,
    changes,
    decisions,
    deletes,
    kept,
    notEchoed: [...notEchoed],
    // What is created is not told property by property, and must not be another thing when it is confirmed.
    digest: digest([stack, tags, changes, decisions.map(({ change, resource }) => change && resource.props)]),
  };
}

/**
 * The oldest whose unchangeable properties fit is the one; it is created, updated, kept or replaced. One that has its
 * slot under another id is taken over: it is ours, nobody asks for it any more, and AWS would refuse a second one.
 */
function compare(
  resource: Resource,
  props: object,
  candidates: readonly Found[],
  provider: Provider,
  cloud: Cloud,
  notEchoed: Set<string>,
  formerly: string | undefined,
): Decision {
  const readings = candidates.map((found) => ({
    found,
    difference: differences(provider.asRead?.(props) ?? props, found.props, provider, cloud),
  }));
  const fitting = readings.find(({ difference }) => !difference.changes.some(({ replaces }) => replaces));
  const best = fitting ?? readings[0];
  if (!best) {
    const change: Change = { action: 'create', ...header(resource), properties: [] };
    return { resource, action: 'create', change };
  }
  const { found, difference } = best;
  difference.notEchoed.forEach((path) => notEchoed.add(`${resource.type} ${path}`));
  if (difference.changes.length === 0 && formerly === undefined) return { resource, action: 'keep', found };
  const action = fitting ? 'update' : 'replace';
  const change: Change = {
    action,
    ...header(resource),
    physicalId: found.physicalId,
    properties: difference.changes,
    ...(formerly !== undefined
      ? { reason: `Takes over what was ${formerly}.` }
      : found.applied === askedDigest(resource.props)
        ? { drift: true }
        : {}),
  };
  return { resource, action, found, change };
}

/** What references to a resource get once the plan is applied, as far as that is known now. */
function attributesAfter({ action, found }: Decision, provider: Provider) {
  if (!found || action === 'create' || action === 'replace') return undefined;
  if (action === 'keep' || !provider.volatile) return found.attributes;
  return Object.fromEntries(
    Object.entries(found.attributes).filter(([name]) => !provider.volatile?.includes(name)),
  );
}

function header({ id, type, props }: Resource) {
  const name: unknown = Object.entries(props).find(([key]) => ['name', 'family', 'key'].includes(key))?.[1];
  return { type, id, node: nodeOf(id), ...(typeof name === 'string' ? { name } : {}) };
}

function deletion(found: Found, resources: readonly Resource[]): Change {
  const name = ['name', 'family', 'key']
    .map((key) => found.props[key])
    .find((value) => typeof value === 'string');
  const leftover = resources.some(({ id, type }) => id === found.id && type === found.type);
  return {
    action: 'delete',
    type: found.type,
    id: found.id,
    node: nodeOf(found.id),
    ...(typeof name === 'string' ? { name } : {}),
    physicalId: found.physicalId,
    properties: [],
    ...(leftover ? { reason: 'A second one of this; left by a run that did not end.' } : {}),
  };
}

/** An id is unique among the resources of one type. */
function keyOf({ type, id }: { readonly type: string; readonly id: string }): string {
  return `${type} ${id}`;
}

function byAge(a: Found, b: Found): number {
  if (a.created !== b.created) return a.created < b.created ? -1 : 1;
  return a.physicalId < b.physicalId ? -1 : 1;
}

/** Resources after everything that they refer to; otherwise in the order given. */
export function inOrder(resources: readonly Resource[]): Resource[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  if (byId.size !== resources.length) {
    const seen = new Set<string>();
    const twin = resources.find(({ id }) => seen.size === seen.add(id).size);
    throw new Error(`Two resources have one id: ${twin?.id}`);
  }
  const ordered: Resource[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (resource: Resource): void => {
    if (state.get(resource.id) === 'done') return;
    if (state.get(resource.id) === 'open')
      throw new Error(`Resources refer to each other in a circle: ${resource.id}`);
    state.set(resource.id, 'open');
    for (const { $ref } of refsIn(resource.props)) {
      const target = byId.get($ref);
      if (!target) throw new Error(`A resource refers to one that is not there: ${resource.id} → ${$ref}`);
      visit(target);
    }
    state.set(resource.id, 'done');
    ordered.push(resource);
  };
  resources.forEach(visit);
  return ordered;
}
