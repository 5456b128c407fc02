import { apply, type ApplyOptions, type ApplyResult } from './apply';
import { canonical, markOf } from './digest';
import { createGlance, lookAgain } from './glance';
import { dependentsOf } from './order';
import type { Plan } from './plan';
import type { ChangeEvent, Failure } from './progress';
import type { Found } from './provider';
import { refsIn } from './resource';
import type { Birth } from './twins';

export interface Convergence extends Omit<ApplyResult, 'made' | 'superseded'> {
  /** Second ones that another run may still be working on; a later run deletes them. */
  readonly left: readonly Found[];
}

/** How often what a look shows is applied. Two runs of one file agree after one or two. */
const ROUNDS = 4;
/** What is to be done after a look has to be seen twice, with so many milliseconds in between, … */
const PAUSE = 10_000;
/** … or in the last of so many looks: reads may be late, and another run may be at work. */
const LOOKS = 6;

const GONE = 'It is gone again: somebody has deleted it meanwhile.';
const OTHER_FILE = 'Another run has changed it meanwhile, for a file that asks otherwise.';
const RESTLESS = 'Another run is changing it at the same time.';

/**
 * Applies a plan and, before it tells how that ended, looks once more: another run may have worked on the same stack
 * meanwhile. What both have made is sorted out by the rule of twins; what the other has changed for another file is
 * left as it is, and told as a failure.
 */
export async function* converge(plan: Plan, options: ApplyOptions): AsyncGenerator<ChangeEvent, Convergence> {
  const made = new Set<Birth>();
  const lost = new Map<string, Failure>();
  let current = plan;
  const { onCarriedOut, seen: glanced } = createGlance(plan, options);
  let result = yield* apply(plan, { ...options, onCarriedOut });
  const seen = await glanced(isUncertain(current, result));
  const uncertain = isUncertain(current, result) || (await isOvertaken(plan, result, options));
  for (let round = 1; round === 1 ? uncertain : isUncertain(current, result); round += 1) {
    result.made.forEach((birth) => made.add(birth));
    const enough = round === 1 && !result.superseded && seen?.changes.length === 0;
    const next = enough ? seen : await look(plan, options, made);
    if (next === undefined) return outcome({ ...result, result: 'cancelled' }, plan.left);
    for (const failure of lostTo(next, result.attributes, options)) lost.set(failure.id, failure);
    current = without(next, lost);
    result = { ...result, attributes: attributesIn(next) };
    // Where this run was overtaken, what the other has made still has to become ready.
    if (current.changes.length === 0 && !result.superseded && result.result !== 'failed') break;
    if (round > ROUNDS) {
      for (const { id } of current.changes) lost.set(id, { id, reason: RESTLESS, error: undefined });
      break;
    }
    result = together(result, yield* apply(current, options));
  }
  if (lost.size > 0)
    result = { ...result, result: 'failed', failures: [...result.failures, ...lost.values()] };
  return outcome(result, current.left);
}

function outcome(ended: ApplyResult, left: readonly Found[]): Convergence {
  const { result, failures, done, underWay, notStarted, attributes } = ended;
  return { result, failures, done, underWay, notStarted, attributes, left };
}

/** Two parts of one run. */
function together(first: ApplyResult, second: ApplyResult): ApplyResult {
  return {
    ...second,
    done: [...new Set([...first.done, ...second.done])],
    attributes: new Map([...first.attributes, ...second.attributes]),
  };
}

/** Whether something may be otherwise than it seemed when the plan was made. A destroy has its own proof. */
function isUncertain({ decisions, changes }: Plan, { result, superseded }: ApplyResult): boolean {
  const ended = result === 'succeeded' || result === 'accepted';
  return ended && decisions.length > 0 && (changes.length > 0 || superseded);
}

/**
 * Whether a run failed because another was quicker: it has replaced what this one was working with, or has done what
 * this one could not. What fails for a reason of its own is not tried again.
 */
async function isOvertaken(
  plan: Plan,
  { result, made, attributes, failures }: ApplyResult,
  options: ApplyOptions,
): Promise<boolean> {
  if (result !== 'failed') return false;
  const now = await lookAgain(plan, options, made).catch(() => undefined);
  const refused = new Set(failures.filter(({ unready }) => !unready).map(({ id }) => id));
  return (
    now?.decisions.some(({ resource: { id }, action, found }) => {
      if (action === 'keep' && refused.has(id)) return true;
      const had = attributes.get(id);
      return found && had && canonical(had) !== canonical(found.attributes);
    }) ?? false
  );
}

/** Plans again for the same file. Undefined after an abort: whoever cancels wants to know where it stands. */
async function look(plan: Plan, applied: ApplyOptions, made: ReadonlySet<Birth>): Promise<Plan | undefined> {
  const { cloud, signal } = applied;
  try {
    signal?.throwIfAborted();
    let seen = await lookAgain(plan, applied, made);
    for (let looks = 1; looks < LOOKS && seen.changes.length > 0; looks += 1) {
      await cloud.sleep(PAUSE, signal);
      const again = await lookAgain(plan, applied, made);
      const agrees = again.digest === seen.digest;
      seen = again;
      if (agrees) break;
    }
    return seen;
  } catch (error) {
    if (signal?.aborted) return undefined;
    throw error;
  }
}

/** What another run has taken from this one: changed for another file, or deleted. */
function lostTo(
  { decisions }: Plan,
  before: ApplyResult['attributes'],
  { cloud }: Pick<ApplyOptions, 'cloud'>,
): Failure[] {
  /** What is another thing than it was: what stands under it has to be made there. */
  const moved = new Set<string>();
  return decisions.flatMap(({ resource, action, found }) => {
    const { id } = resource;
    const loss = (reason: string): Failure[] => [{ id, reason, error: undefined }];
    if (action === 'create' && before.has(id) && !refsIn(resource.props).some(({ $ref }) => moved.has($ref)))
      return loss(GONE);
    if (canonical(found?.attributes) !== canonical(before.get(id))) moved.add(id);
    const mark = markOf(resource, cloud.provider(resource.type));
    return action !== 'keep' && found?.applied !== undefined && found.applied !== mark
      ? loss(OTHER_FILE)
      : [];
  });
}

/** The plan without some resources and whatever refers to them. */
function without(plan: Plan, lost: ReadonlyMap<string, unknown>): Plan {
  if (lost.size === 0) return plan;
  const behind = dependentsOf(plan.decisions.map(({ resource }) => resource));
  const dropped = new Set([...lost.keys()].flatMap((id) => [id, ...behind(id)]));
  const decisions = plan.decisions.filter(({ resource }) => !dropped.has(resource.id));
  const changes = [
    ...decisions.flatMap(({ change }) => change ?? []),
    ...plan.deletes.map(({ change }) => change),
  ];
  return { ...plan, decisions, changes };
}

function attributesIn({ decisions }: Plan): ApplyResult['attributes'] {
  return new Map(
    decisions.flatMap(({ resource, found }) => (found ? [[resource.id, found.attributes]] : [])),
  );
}
