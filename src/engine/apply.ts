import { withSuffix } from './diff';
import { askedDigest, digest } from './digest';
import { createEventQueue } from './eventQueue';
import { holdersOf } from './holders';
import { isBehind, runJobs, type Job } from './jobs';
import type { Decision, Plan } from './plan';
import { createProgress, type ChangeEvent, type Failure, type Subject } from './progress';
import type { Cloud, Found, Marks, Written } from './provider';
import { untilReady } from './ready';
import { nodeOf, refsIn, resolveRefs, type Resource } from './resource';

export interface ApplyResult {
  /** `accepted`: everything was asked for, not everything is ready (`noWait`). */
  readonly result: 'succeeded' | 'accepted' | 'failed' | 'cancelled';
  readonly failures: readonly Failure[];
  /** Changes that were not begun: behind a failure, or after a cancel. */
  readonly notStarted: readonly string[];
  /** Attributes by resource id, of all that exists now. */
  readonly attributes: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export interface ApplyOptions {
  readonly cloud: Cloud;
  /** Leaves out waits on which nothing depends. */
  readonly noWait?: boolean;
  /** Cancel: nothing new starts, what is in flight lands. */
  readonly signal?: AbortSignal;
}

/** Applies a plan, in parallel as far as references allow. Yields progress and returns how it ended. */
export async function* apply(plan: Plan, options: ApplyOptions): AsyncGenerator<ChangeEvent, ApplyResult> {
  const events = createEventQueue<ChangeEvent>();
  const ended = run(plan, options, (event) => events.push(event)).finally(() => events.close());
  // The reader gets a rejection through `ended` below; this keeps it from counting as unhandled until then.
  ended.catch(() => undefined);
  yield* events;
  return await ended;
}

async function run(
  plan: Plan,
  { cloud, noWait = false, signal }: ApplyOptions,
  emit: (event: ChangeEvent) => void,
): Promise<ApplyResult> {
  const progress = createProgress(() => cloud.now(), emit);
  const written = new Map<string, Written>();
  for (const { resource, action, found } of plan.decisions) {
    if (found && action !== 'replace') written.set(resource.id, found);
  }
  const jobs = jobsOf(plan, {
    cloud,
    noWait,
    signal,
    written,
    waiting: (key, reason) => progress.waiting(key, reason),
  });
  for (const { key, subject } of jobs) progress.expect(key, subject);
  await runJobs(jobs, {
    signal,
    onStart: (key) => progress.started(key),
    onEnd: (key, end) => progress.ended(key, end),
  });
  const { failures, cancelled } = progress;
  return {
    result: failures.length > 0 ? 'failed' : cancelled ? 'cancelled' : noWait ? 'accepted' : 'succeeded',
    failures,
    notStarted: progress.notStarted(),
    attributes: new Map([...written].map(([id, { attributes }]) => [id, attributes])),
  };
}

interface Surroundings {
  readonly cloud: Cloud;
  readonly noWait: boolean;
  readonly signal: AbortSignal | undefined;
  /** What exists by now, by resource id. */
  readonly written: Map<string, Written>;
  waiting(jobKey: string, reason: string): void;
}
type ChangeJob = Job & { readonly subject: Subject };

/** Three sorts of jobs: `make` creates or updates, `ready` waits until it can be used, `delete` is over when it is gone. */
function jobsOf(plan: Plan, around: Surroundings): ChangeJob[] {
  const { cloud } = around;
  const makes = new Set(
    plan.decisions.flatMap(({ resource, action }) => (action === 'keep' ? [] : [resource.id])),
  );
  const awaited = new Set(
    plan.decisions.flatMap(({ resource }) =>
      refsIn(resource.props).flatMap(({ $ref, ready }) => (ready ? [$ref] : [])),
    ),
  );
  const waits = new Set(
    plan.decisions
      .filter(
        ({ resource }) =>
          cloud.provider(resource.type).health && (!around.noWait || awaited.has(resource.id)),
      )
      .map(({ resource }) => resource.id),
  );
  const replaced = plan.decisions.flatMap(({ action, found }) =>
    action === 'replace' && found ? [found] : [],
  );
  const doomed = [...plan.deletes.map(({ found }) => found), ...replaced];
  const existing = [
    ...doomed,
    ...plan.decisions.flatMap(({ found }) => (found && !doomed.includes(found) ? [found] : [])),
  ];

  const jobs = [...plan.decisions.flatMap(decisionJobs), ...doomed.map(deleteJob)];
  return replaced.reduce(freedFirst, jobs);

  /**
   * Where a slot must be freed before it is taken anew, the delete does not wait for what itself waits for the new one:
   * a holder that goes only when all has moved over to its own replacement. AWS lets go of the slot all the same.
   */
  function freedFirst(all: readonly ChangeJob[], found: Found): ChangeJob[] {
    if (cloud.provider(found.type).replacement !== 'deleteFirst') return [...all];
    return all.map((job) =>
      job.key === deleteKey(found)
        ? { ...job, needs: job.needs.filter((need) => !isBehind(all, need, `make ${found.id}`)) }
        : job,
    );
  }

  function decisionJobs(decision: Decision): ChangeJob[] {
    const { resource, action, found } = decision;
    const subject = subjectOf(resource, action === 'keep' ? 'wait' : action);
    const needs = refsIn(resource.props).flatMap(({ $ref, ready }) => [
      ...(makes.has($ref) ? [`make ${$ref}`] : []),
      ...(ready && waits.has($ref) ? [`ready ${$ref}`] : []),
    ]);
    const deleteFirst =
      action === 'replace' && found && cloud.provider(resource.type).replacement === 'deleteFirst';
    const makeJob: ChangeJob = {
      key: `make ${resource.id}`,
      needs: deleteFirst ? [...needs, deleteKey(found)] : needs,
      run: () => make(plan, decision, around),
      subject,
    };
    const readyJob: ChangeJob = {
      key: `ready ${resource.id}`,
      // What is kept is looked at with the values of what it refers to, which may be new.
      needs: action === 'keep' ? needs : [makeJob.key],
      run: () =>
        untilReady({
          cloud,
          provider: cloud.provider(resource.type),
          thing: () => around.written.get(resource.id),
          props: () => resolve(resource, around.written),
          waiting: (reason) => around.waiting(`ready ${resource.id}`, reason),
          signal: around.signal,
        }),
      subject,
    };
    return [...(action === 'keep' ? [] : [makeJob]), ...(waits.has(resource.id) ? [readyJob] : [])];
  }

  function deleteJob(found: Found): ChangeJob {
    const provider = cloud.provider(found.type);
    const replacing = replaced.includes(found);
    const deleteFirst = replacing && provider.replacement === 'deleteFirst';
    const needs = holdersOf(found, { existing, doomed, types: cloud.types }).flatMap((holder) => {
      if (doomed.includes(holder)) return [deleteKey(holder)];
      // What is made anew only after this delete cannot be let go of before it.
      return makes.has(holder.id) && !deleteFirst ? [`make ${holder.id}`] : [];
    });
    return {
      key: deleteKey(found),
      needs: replacing && !deleteFirst ? [...needs, `make ${found.id}`] : needs,
      // Without the signal: what is in flight lands, so that it is known where the account stands.
      run: () => provider.delete(found),
      subject: subjectOf(found, replacing ? 'replace' : 'delete'),
    };
  }
}

async function make(
  plan: Plan,
  { resource, action, found, change }: Decision,
  around: Surroundings,
): Promise<void> {
  const provider = around.cloud.provider(resource.type);
  const marks = marksOf(plan, resource, around, action === 'update' ? found?.created : undefined);
  const props = resolve(resource, around.written);
  if (action === 'update' && found) {
    const changed = (change?.properties ?? []).map(({ path }) => path);
    around.written.set(resource.id, await provider.update({ id: resource.id, props, marks, found, changed }));
    return;
  }
  const limit =
    action === 'replace' && provider.replacement === 'createFirst' ? provider.uniqueNameLimit : undefined;
  const { name } = props;
  const named =
    limit === undefined || typeof name !== 'string'
      ? props
      : { ...props, name: withSuffix(name, limit, digest([props, found?.physicalId]).slice(0, 4)) };
  around.written.set(resource.id, await provider.create({ id: resource.id, props: named, marks }));
}

/** Properties with every reference replaced; a reference without a value is a fault of ours. */
function resolve(
  resource: Resource,
  written: ReadonlyMap<string, Written>,
): Readonly<Record<string, unknown>> {
  const resolved = resolveRefs(resource.props, ({ $ref, attribute }) => {
    const value = written.get($ref)?.attributes[attribute];
    if (value === undefined)
      throw new Error(`A reference has no value: ${resource.id} → ${$ref} ${attribute}`);
    return value;
  });
  // Properties are an object, and stay one.
  return resolved as Readonly<Record<string, unknown>>;
}

function marksOf(
  { stack, tags }: Plan,
  resource: Resource,
  { cloud }: Surroundings,
  created: string | undefined,
): Marks {
  return {
    stack,
    node: nodeOf(resource.id),
    resource: resource.id,
    created: created ?? new Date(cloud.now()).toISOString(),
    applied: askedDigest(resource.props),
    tags,
  };
}

function subjectOf({ id, type }: { id: string; type: string }, action: Subject['action']): Subject {
  return { id, type, node: nodeOf(id), action };
}

function deleteKey(found: Found): string {
  return `delete ${found.type} ${found.physicalId}`;
}
