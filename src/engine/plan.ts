import { compare, header, isTag } from './compare';
import { standsInSlot, type PropertyChange } from './diff';
import { digest } from './digest';
import { ensureUsable, lookUp, type Existing } from './existing';
import { grouped } from './grouped';
import { inDeletionOrder } from './holders';
import { namesOf } from './holders';
import { inOrder } from './order';
import type { Cloud, Found, Provider } from './provider';
import { refsIn, resolveRefs, type Resource } from './resource';
import { twinsLeft, type Birth } from './twins';

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
  /** The file asks what we last wrote; somebody changed it in the account. Some of it: see the properties. */
  readonly drift?: true;
  /** What does not work while it is deleted and made anew, and for about how long. */
  readonly interruption?: string;
  /** Of a delete: what it waits for, and for about how long. */
  readonly lingering?: string;
  /** Of a delete: ids of what has to go before it. */
  readonly holders?: readonly string[];
}

/** What was decided for each resource of the file. */
export interface Decision {
  readonly resource: Resource;
  readonly action: 'create' | 'update' | 'replace' | 'keep';
  readonly found?: Found;
  readonly change?: Change;
  /** Its tags are not as they should be. */
  readonly remark?: true;
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
  /** Second ones that another run may still be working on; a later plan deletes them. */
  readonly left: readonly Found[];
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
  /** Nodes that had another id when they were deployed, with that id: what they left is taken over. */
  readonly formerly?: ReadonlyMap<string, string>;
  /** True for what is to stay although nobody asks for it any more. */
  readonly keep?: (found: Found) => boolean;
  /** What the run that plans has made itself; nothing before it began. */
  readonly made?: ReadonlySet<Birth>;
  /** Resolves when things of a type can be looked at; at once unless given. */
  readonly until?: (type: string) => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Reads what the account holds of the stack, and says what has to change. Changes nothing. Throws `NotUsable` where what
 * the file uses without owning it is not there.
 */
export async function makePlan(options: PlanOptions): Promise<Plan> {
  const { cloud, until, signal } = options;
  const settled = async (type: string) => {
    await until?.(type);
    await cloud.provider(type).settle?.(signal);
  };
  const [existing, found] = await Promise.all([
    lookUp(options.resources, cloud, signal),
    survey(options, settled),
  ]);
  ensureUsable(existing, found);
  const plan = decide(options, found, existing);
  return isTorn(plan) ? decide(options, await survey(options, settled), existing) : plan;
}

/**
 * Whether something would be replaced for want of what it stands on. While another run is at work, a scan may miss what
 * was made behind it and see what was made on top of that since; a second one sees both.
 */
function isTorn({ decisions }: Plan): boolean {
  const missing = new Set(
    decisions.flatMap(({ resource, action }) => (action === 'create' ? [resource.id] : [])),
  );
  return decisions.some(
    ({ resource, action }) =>
      action === 'replace' && refsIn(resource.props).some(({ $ref }) => missing.has($ref)),
  );
}

/** Everything in the account with the mark of the stack. Each type is looked at once `before` has let it. */
export async function survey(
  options: Pick<PlanOptions, 'cloud' | 'stack' | 'signal'>,
  before?: (type: string) => Promise<void>,
): Promise<Found[]> {
  return (await Promise.all(surveyByType(options, before).values())).flat();
}

/** The same for who goes on with each type as soon as it was looked at. */
export function surveyByType(
  { cloud, stack, signal }: Pick<PlanOptions, 'cloud' | 'stack' | 'signal'>,
  before?: (type: string) => Promise<void>,
): ReadonlyMap<string, Promise<Found[]>> {
  // Each service has a budget of its own, so types are looked at side by side.
  const looks = new Map<string, Promise<Found[]>>();
  for (const type of cloud.types) looks.set(type, look(cloud.provider(type)));
  return looks;

  async function look(provider: Provider): Promise<Found[]> {
    const earlier = await Promise.all((provider.under ?? []).flatMap((parent) => looks.get(parent) ?? []));
    await before?.(provider.type);
    return provider.find(stack, earlier.flat(), signal);
  }
}

function decide(
  {
    stack,
    resources,
    cloud,
    tags = {},
    formerly = new Map(),
    keep = () => false,
    made = new Set(),
  }: PlanOptions,
  found: readonly Found[],
  existing: Existing,
): Plan {
  const decisions: Decision[] = [];
  const byKey = grouped([...found].sort(byAge), keyOf);
  const ids = new Set(resources.filter(({ existing: foreign }) => !foreign).map(keyOf));
  const free = new Set(found.filter((thing) => !ids.has(keyOf(thing))));
  const known = new Map<string, Readonly<Record<string, string>>>();
  const notEchoed = new Set<string>();
  const types = new Map(resources.map(({ id, type }) => [id, type]));
  const surroundings = {
    cloud,
    tags,
    ours: new Set(found.flatMap((thing) => [...namesOf(thing)])),
    isVolatile: (id: string) => cloud.provider(types.get(id) ?? '').volatile !== undefined,
  };
  for (const resource of inOrder(resources)) {
    const foreign = existing.found.get(resource.id);
    if (foreign) {
      decisions.push({ resource, action: 'keep', found: foreign });
      known.set(resource.id, foreign.attributes);
      continue;
    }
    const provider = cloud.provider(resource.type);
    const props = resolveRefs(
      resource.props,
      ({ $ref, attribute }) => known.get($ref)?.[attribute],
    ) as object;
    const own = byKey.get(keyOf(resource)) ?? [];
    const others = own.length > 0 ? [] : fromBefore(resource, props, provider);
    others.forEach((thing) => free.delete(thing));
    const candidates = others.length > 0 ? others : own;
    const { notEchoed: missing, ...decision } = compare(
      { resource, props, candidates, formerly: others[0]?.id },
      surroundings,
    );
    missing.forEach((path) => notEchoed.add(path));
    decisions.push(decision);
    const attributes = attributesAfter(decision, provider);
    if (attributes) known.set(resource.id, attributes);
  }
  const settled = new Set(decisions.flatMap(({ found: one }) => one ?? []));
  const unwanted = found.filter((thing) => !settled.has(thing));
  const kept = unwanted.filter(keep);
  const left = twinsLeft({ decisions, unwanted, cloud, made });
  const going = unwanted.filter((thing) => !kept.includes(thing) && !left.includes(thing));
  const deletes = inDeletionOrder(going, cloud.types).map(({ thing, holders }) => ({
    found: thing,
    change: deletion(thing, { isLeftover: ids.has(keyOf(thing)), holders, cloud }),
  }));
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
    left,
    notEchoed: [...notEchoed],
    // What is created is not told property by property, and must not be another thing when it is confirmed.
    digest: digest([
      stack,
      tags,
      changes,
      decisions.map(({ change, resource }) => change && resource.props),
      [...existing.found.values()].map(({ id, physicalId }) => [id, physicalId]),
    ]),
  };

  /** What nobody asks for under its id any more and is it all the same: by its node's former id, or by its slot. */
  function fromBefore(resource: Resource, props: object, provider: Provider): Found[] {
    const former = keyOf({ type: resource.type, id: formerId(resource.id, formerly) });
    const renamed = (byKey.get(former) ?? []).filter((thing) => free.has(thing));
    if (renamed.length > 0) return renamed;
    const inTheWay = [...free].find((thing) => standsInSlot(resource.type, props, thing, provider));
    return inTheWay ? [inTheWay] : [];
  }
}

/** `<node>/<part>/<other end>` as it was when both nodes had their former ids. */
function formerId(id: string, formerly: ReadonlyMap<string, string>): string {
  return id
    .split('/')
    .map((segment, index) => (index === 0 || index === 2 ? (formerly.get(segment) ?? segment) : segment))
    .join('/');
}

/** What references to a resource get once the plan is applied, as far as that is known now. */
function attributesAfter({ action, found, change }: Decision, provider: Provider) {
  if (!found || action === 'create' || action === 'replace') return undefined;
  if (!provider.volatile || !change?.properties.some(({ path }) => !isTag(path))) return found.attributes;
  return Object.fromEntries(
    Object.entries(found.attributes).filter(([name]) => !provider.volatile?.includes(name)),
  );
}

function deletion(
  found: Found,
  {
    isLeftover,
    holders,
    cloud,
  }: { readonly isLeftover: boolean; readonly holders: readonly Found[]; readonly cloud: Cloud },
): Change {
  const { lingering } = cloud.provider(found.type);
  return {
    action: 'delete',
    ...header(found),
    physicalId: found.physicalId,
    properties: [],
    ...(lingering !== undefined && { lingering }),
    ...(holders.length > 0 && { holders: [...new Set(holders.map(({ id }) => id))] }),
    ...(isLeftover ? { reason: 'A second one of this; left by a run that did not end.' } : {}),
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
