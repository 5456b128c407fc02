import { isTag } from './compare';
import { differences, withSuffix } from './diff';
import { digest, markOf } from './digest';
import { namesOf } from './holders';
import type { Decision, Plan } from './plan';
import type { Cloud, Found, Marks, Provider, Written } from './provider';
import { untilReady } from './ready';
import { nodeOf, resolveRefs, type Resource } from './resource';
import { birthOf, type Birth } from './twins';

type Props = Readonly<Record<string, unknown>>;

/** What the jobs of a plan do. */
export interface CarryOut {
  /** Creates or updates, as it was decided. */
  make(decision: Decision): Promise<void>;
  /** Makes the settings that nothing waits for. */
  finish(decision: Decision): Promise<void>;
  /** Takes up successors (by their resource's id) beside what they are to replace. */
  holdBoth(decision: Decision, beside: ReadonlyMap<string, Found>): Promise<void>;
  /** Lets the successors serve, and keeps what they are to replace for those who still hold it. */
  switchOver(decision: Decision, beside: ReadonlyMap<string, Found>): Promise<void>;
  /** Lets go of what is about to be deleted. */
  letGo(decision: Decision, going: readonly Found[]): Promise<void>;
  /** Deletes and waits until it is gone, or the run is cancelled. */
  remove(found: Found, jobKey: string): Promise<void>;
  /** Waits until it can be used, as it stands now. */
  untilReady(decision: Decision, jobKey: string): Promise<void>;
}

export interface CarryOutOptions {
  readonly plan: Plan;
  readonly cloud: Cloud;
  readonly signal: AbortSignal | undefined;
  /** What exists by now, by resource id; kept up. */
  readonly written: Map<string, Written>;
  /** What was created or, should the call fail, perhaps was; kept up. */
  readonly made: Set<Birth>;
  waiting(jobKey: string, reason: string): void;
  /** When a job will probably end; milliseconds since the epoch. */
  expectedAt(jobKey: string): number;
  /** Told that another run has written since what is waited for. */
  superseded(): void;
}

export function createCarryOut(options: CarryOutOptions): CarryOut {
  const { plan, cloud, signal, written, made } = options;

  /** What was found, as earlier steps of an update have left it. */
  const standing = new Map<string, Found>();

  /** One step of an update that takes several; the mark, which says that all is done, comes with the last. */
  async function step({ resource, found }: Decision, props: Props): Promise<void> {
    if (!found) return;
    const { id, type } = resource;
    const provider = cloud.provider(type);
    const now = standing.get(id) ?? found;
    const changed = changedPaths(provider, props, now);
    if (changed.length > 0) {
      const marks = marksOf(resource, now.created);
      const after = await provider.update({ id, props, marks, found: now, changed, remark: false });
      written.set(id, after);
    }
    standing.set(id, { ...now, props });
  }

  async function create({ resource, action, found }: Decision): Promise<void> {
    const { id, type } = resource;
    const provider = cloud.provider(type);
    const props = resolve(resource);
    const limit =
      action === 'replace' && provider.replacement !== 'deleteFirst' ? provider.uniqueNameLimit : undefined;
    const { name } = props;
    // All that stand there, also the replacement of before that came to nothing: its name is taken too.
    const present = [found, ...plan.deletes.map((one) => one.found)]
      .filter((one) => one?.id === found?.id && one?.type === type)
      .map((one) => one?.physicalId)
      .sort();
    const named =
      limit === undefined || typeof name !== 'string'
        ? props
        : { ...props, name: withSuffix(name, limit, digest([props, present]).slice(0, 4)) };
    const marks = marksOf(resource, undefined);
    made.add(birthOf({ id, type, created: marks.created }));
    written.set(id, await provider.create({ id, props: named, marks }));
  }

  /** Properties with every reference replaced; a reference without a value is a fault of ours. */
  function resolve(resource: Resource): Props {
    const resolved = resolveRefs(resource.props, ({ $ref, attribute }) => {
      const value = written.get($ref)?.attributes[attribute];
      if (value === undefined)
        throw new Error(`A reference has no value: ${resource.id} → ${$ref} ${attribute}`);
      return value;
    });
    // Properties are an object, and stay one.
    return resolved as Props;
  }

  function marksOf(resource: Resource, created: string | undefined): Marks {
    return {
      stack: plan.stack,
      node: nodeOf(resource.id),
      resource: resource.id,
      created: created ?? new Date(cloud.now()).toISOString(),
      applied: markOf(resource, cloud.provider(resource.type)),
      tags: plan.tags,
    };
  }

  /** What is replaced, by the values that stand in the properties for its successor. */
  function oldOf(beside: ReadonlyMap<string, Found>): ReadonlyMap<string, string> {
    return new Map(
      [...beside].flatMap(([successor, { attributes }]) =>
        Object.entries(written.get(successor)?.attributes ?? {}).flatMap(([name, value]) => {
          const was = attributes[name];
          return was === undefined ? [] : [[value, was] as const];
        }),
      ),
    );
  }

  function changedPaths(provider: Provider, props: object, found: Found): string[] {
    const asked = provider.asRead?.(props) ?? props;
    return differences(asked, found.props, provider, cloud).changes.map(({ path }) => path);
  }

  return {
    async make(decision) {
      const { resource, action, found, change, remark = false } = decision;
      if (action !== 'update' || !found) return create(decision);
      const { id, type } = resource;
      const provider = cloud.provider(type);
      const props = resolve(resource);
      const marks = marksOf(resource, found.created);
      const stepped = standing.get(id);
      const changed = stepped
        ? changedPaths(provider, props, stepped)
        : (change?.properties ?? []).map(({ path }) => path).filter((path) => !isTag(path));
      written.set(id, await provider.update({ id, props, marks, found: stepped ?? found, changed, remark }));
      standing.delete(id);
    },

    async finish({ resource }) {
      const thing = written.get(resource.id);
      if (thing) await cloud.provider(resource.type).finish?.(resource.id, thing, resolve(resource));
    },

    async holdBoth(decision, beside) {
      const { resource, found } = decision;
      const { holdingBoth } = cloud.provider(resource.type);
      const now = standing.get(resource.id) ?? found;
      // What a provider answers is an object.
      if (holdingBoth && now)
        await step(decision, holdingBoth(resolve(resource), oldOf(beside), now) as Props);
    },

    async switchOver(decision, beside) {
      const { resource } = decision;
      const { switchingOver } = cloud.provider(resource.type);
      if (switchingOver) await step(decision, switchingOver(resolve(resource), oldOf(beside)) as Props);
    },

    async letGo(decision, going) {
      const { found } = decision;
      const { lettingGo } = cloud.provider(decision.resource.type);
      if (!found || !lettingGo) return;
      const names = new Set(going.flatMap((thing) => [...namesOf(thing)]));
      await step(decision, lettingGo(found, names) as Props);
    },

    remove: (found, jobKey) =>
      cloud
        .provider(found.type)
        .delete(found, { signal, waiting: (reason) => options.waiting(jobKey, reason) }),

    untilReady: ({ resource, action }, jobKey) =>
      untilReady({
        cloud,
        provider: cloud.provider(resource.type),
        thing: () => written.get(resource.id),
        props: () => standing.get(resource.id)?.props ?? resolve(resource),
        isNew: action === 'create' || action === 'replace',
        expectedAt: () => options.expectedAt(jobKey),
        waiting: (reason) => options.waiting(jobKey, reason),
        superseded: () => options.superseded(),
        signal,
      }),
  };
}
