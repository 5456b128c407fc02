import { namesOf } from './holders';
import type { Decision, Plan } from './plan';
import type { Cloud, Found } from './provider';
import { refsIn } from './resource';

/** The updates that take more than one step, because what they point to is replaced. */
export interface Moves {
  /** Of what it points to, those that it holds beside their successors until these serve: old things by successor's id. */
  heldBeside(decision: Decision): ReadonlyMap<string, Found>;
  /**
   * What it has to let go of before that can be deleted and made anew; and where it has to, what stands idle as well:
   * AWS refuses an update that goes on naming that.
   */
  letsGoOf(decision: Decision): readonly Found[];
}

/**
 * A replacement side by side begins with its successor or goes on with what an interrupted run left of it: an old thing
 * of the same id beside the one that counts.
 */
export function movesOf(plan: Plan, cloud: Pick<Cloud, 'provider'>): Moves {
  const sideBySide = plan.decisions.flatMap(({ resource: { id, type }, action, found }) => {
    if (cloud.provider(type).replacement !== 'sideBySide') return [];
    const leftovers = plan.deletes
      .filter(({ found: old }) => old.id === id && old.type === type)
      .map(({ found: old }) => old);
    return [...leftovers, ...(action === 'replace' && found ? [found] : [])].map((old) => ({ id, old }));
  });
  const deletedFirst = plan.decisions.flatMap(({ resource: { id, type }, action, found }) =>
    action === 'replace' && found && cloud.provider(type).replacement === 'deleteFirst'
      ? [{ id, old: found }]
      : [],
  );
  const standing = [...plan.deletes, ...plan.decisions].flatMap(({ found }) => found ?? []);
  const directedTo = new Set(
    standing.filter(({ type }) => cloud.provider(type).switchingOver).flatMap(({ pointsTo }) => pointsTo),
  );
  const idle = standing.filter(
    (thing) =>
      cloud.provider(thing.type).replacement === 'sideBySide' &&
      ![...namesOf(thing)].some((name) => directedTo.has(name)),
  );
  // Where nothing that directs traffic holds both, nothing would bring traffic to the old one meanwhile.
  const switched = new Set(
    plan.decisions
      .filter(({ resource }) => cloud.provider(resource.type).switchingOver)
      .flatMap((decision) => pointedTo(decision, sideBySide))
      .map(({ old }) => old),
  );
  const handedOver = sideBySide.filter(({ old }) => switched.has(old));
  return {
    heldBeside(decision) {
      const { holdingBoth } = cloud.provider(decision.resource.type);
      return new Map(holdingBoth ? pointedTo(decision, handedOver).map(({ id, old }) => [id, old]) : []);
    },
    letsGoOf(decision) {
      const { lettingGo } = cloud.provider(decision.resource.type);
      const going = lettingGo ? pointedTo(decision, deletedFirst).map(({ old }) => old) : [];
      return going.length === 0 ? [] : [...going, ...idle.filter((thing) => pointsAt(decision.found, thing))];
    },
  };
}

interface Replaced {
  readonly id: string;
  readonly old: Found;
}

/** Those to which a thing that is updated points now, and to whose successors it will. */
function pointedTo({ resource, action, found }: Decision, replaced: readonly Replaced[]): Replaced[] {
  if (action !== 'update' || !found) return [];
  const referred = new Set(refsIn(resource.props).map(({ $ref }) => $ref));
  return replaced.filter(({ id, old }) => referred.has(id) && pointsAt(found, old));
}

function pointsAt(found: Found | undefined, thing: Found): boolean {
  const names = namesOf(thing);
  return found?.pointsTo.some((name) => names.has(name)) ?? false;
}
