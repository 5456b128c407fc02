import type { CarryOut } from './carryOut';
import { holdersOf, namesOf } from './holders';
import { isBehind, type Job } from './jobs';
import { movesOf } from './moves';
import { dependentsOf } from './order';
import type { Decision, Plan } from './plan';
import type { Subject } from './progress';
import type { Cloud, Found } from './provider';
import { nodeOf, refsIn } from './resource';

/** A job, and the change that it is a part of. */
export interface ChangeJob extends Job {
  readonly subject: Subject;
  /** It changes nothing, and nothing that changes something waits for it. */
  readonly lastWait?: true;
}

export interface JobOptions {
  readonly cloud: Cloud;
  /** Leaves out waits on which nothing depends. */
  readonly noWait: boolean;
  readonly carryOut: CarryOut;
}

/**
 * The jobs of a plan and what each waits for. `make` creates or updates, `finish` does what may come later, `ready`
 * waits until a thing can be used, `delete` is over when it is gone. What points to something that is replaced side by
 * side first takes up both (`hold`, `held`); what directs traffic then turns to the new one (`switch`), and keeps the old
 * one until everybody else has let go of it. What is in the way of a delete that makes room lets go first (`release`).
 */
export function changeJobs(plan: Plan, { cloud, noWait, carryOut }: JobOptions): ChangeJob[] {
  const { decisions } = plan;
  const moves = movesOf(plan, cloud);
  const byId = new Map(decisions.map((decision) => [decision.resource.id, decision]));
  const makes = new Set(
    decisions.flatMap(({ resource, action }) => (action === 'keep' ? [] : [resource.id])),
  );
  const holding = new Map(
    decisions.flatMap((decision) => {
      const beside = moves.heldBeside(decision);
      return beside.size > 0 ? [[decision.resource.id, beside] as const] : [];
    }),
  );
  const waits = waitedFor(plan, { cloud, noWait, holding });
  const letting = new Map(
    decisions.flatMap((decision) => {
      const going = moves.letsGoOf(decision);
      return going.length > 0 ? [[decision.resource.id, going] as const] : [];
    }),
  );
  const replaced = decisions.flatMap(({ action, found }) => (action === 'replace' && found ? [found] : []));
  const doomed = [...plan.deletes.map(({ found }) => found), ...replaced];
  const existing = [
    ...doomed,
    ...decisions.flatMap(({ found }) => (found && !doomed.includes(found) ? [found] : [])),
  ];
  const idOfReplaced = new Map(
    decisions.flatMap(({ resource, action, found }) =>
      action === 'replace' && found ? [[found, resource.id] as const] : [],
    ),
  );
  const dependents = dependentsOf(decisions.map(({ resource }) => resource));

  const jobs = new Map(
    [...decisions.flatMap(decisionJobs), ...doomed.map(deleteJob)].map((job) => [job.key, job]),
  );
  doomed.filter(isDeletedFirst).forEach(freeFirst);
  doomed.filter((found) => !isDeletedFirst(found)).forEach(deleteLate);
  const needed = new Set([...jobs.values()].flatMap(({ needs }) => needs));
  return [...jobs.values()].map((job) =>
    job.key.startsWith('ready ') && !needed.has(job.key) ? { ...job, lastWait: true } : job,
  );

  function decisionJobs(decision: Decision): ChangeJob[] {
    const { resource, action, found } = decision;
    const { id } = resource;
    const subject = subjectOf(resource, action === 'keep' ? 'wait' : action);
    // Who holds both waits for the switch only: what directs traffic lets go of the old one last.
    const needs = needsOf(decision, (other) =>
      holding.has(id) && switches(other) ? `switch ${other}` : `make ${other}`,
    );
    const job = (name: string, jobNeeds: readonly string[], run: () => Promise<void>): ChangeJob => ({
      key: `${name} ${id}`,
      needs: jobNeeds,
      run,
      subject,
    });
    const jobs: ChangeJob[] = [];
    const going = letting.get(id);
    if (going) jobs.push(job('release', [], () => carryOut.letGo(decision, going)));
    const beside = holding.get(id);
    if (beside) {
      const first = needsOf(decision, (other) => (holding.has(other) ? `hold ${other}` : `make ${other}`));
      jobs.push(job('hold', first, () => carryOut.holdBoth(decision, beside)));
      if (cloud.provider(resource.type).health) {
        jobs.push(job('held', [`hold ${id}`], () => carryOut.untilReady(decision, `held ${id}`)));
      }
      if (switches(id)) {
        jobs.push(job('switch', [...first, ...allHeld(id)], () => carryOut.switchOver(decision, beside)));
      }
    }
    if (action !== 'keep') {
      const freed = found && action === 'replace' && isDeletedFirst(found) ? [deleteKey(found)] : [];
      jobs.push(job('make', [...needs, ...freed, ...handedOver(id)], () => carryOut.make(decision)));
      if (action !== 'update' && cloud.provider(resource.type).finish) {
        jobs.push(job('finish', [`make ${id}`], () => carryOut.finish(decision)));
      }
    }
    if (waits.has(id)) {
      // What is kept is looked at with the values of what it refers to, which may be new.
      const before = action === 'keep' ? needs : [`make ${id}`];
      jobs.push(job('ready', before, () => carryOut.untilReady(decision, `ready ${id}`)));
    }
    return jobs;
  }

  function needsOf({ resource }: Decision, made: (id: string) => string): string[] {
    return refsIn(resource.props).flatMap(({ $ref, ready }) => [
      ...(makes.has($ref) ? [made($ref)] : []),
      ...(ready && waits.has($ref) ? [`ready ${$ref}`] : []),
    ]);
  }

  /** Who directs traffic to one of two that are held side by side. */
  function switches(id: string): boolean {
    const type = byId.get(id)?.resource.type;
    return holding.has(id) && type !== undefined && cloud.provider(type).switchingOver !== undefined;
  }

  /** Nobody turns from an old thing before all who point to it hold its successor too, and that serves. */
  function allHeld(id: string): string[] {
    return partnersOf(id).map((other) => {
      const type = byId.get(other)?.resource.type ?? '';
      return cloud.provider(type).health ? `held ${other}` : `hold ${other}`;
    });
  }

  /** Traffic is turned before anybody lets go, and who turned it lets go when everybody else has. */
  function handedOver(id: string): string[] {
    return partnersOf(id)
      .filter((other) => other === id || switches(id) !== switches(other))
      .map((other) => (switches(other) ? `switch ${other}` : lastOf(other)))
      .filter((need) => need !== lastOf(id));
  }

  /** Everybody who holds the same two, itself among them. */
  function partnersOf(id: string): string[] {
    const successors = [...(holding.get(id)?.keys() ?? [])];
    return [...holding]
      .filter(([, beside]) => successors.some((successor) => beside.has(successor)))
      .map(([other]) => other);
  }

  function deleteJob(found: Found): ChangeJob {
    const successor = idOfReplaced.get(found);
    const needs = holdersOf(found, { existing, doomed, types: cloud.types }).flatMap((holder) => {
      if (doomed.includes(holder)) return [deleteKey(holder)];
      // What is made anew only after this delete cannot be let go of before it, except by a step of its own.
      if (isDeletedFirst(found))
        return letting.get(holder.id)?.includes(found) ? [`release ${holder.id}`] : [];
      return makes.has(holder.id) ? [lastOf(holder.id)] : [];
    });
    needs.push(...releasesBefore(found));
    return {
      key: deleteKey(found),
      needs: successor !== undefined && !isDeletedFirst(found) ? [...needs, `make ${successor}`] : needs,
      run: () => carryOut.remove(found, deleteKey(found)),
      subject: subjectOf(
        { ...found, id: successor ?? found.id },
        successor === undefined ? 'delete' : 'replace',
      ),
    };
  }

  /** What directs traffic to a thing stays until nobody has to be asked any more while naming that: AWS would refuse. */
  function releasesBefore(found: Found): string[] {
    if (!cloud.provider(found.type).switchingOver) return [];
    return [...letting.keys()]
      .filter((id) => byId.get(id)?.found?.pointsTo.some((name) => found.pointsTo.includes(name)))
      .map((id) => `release ${id}`);
  }

  function isDeletedFirst(found: Found): boolean {
    return idOfReplaced.has(found) && cloud.provider(found.type).replacement === 'deleteFirst';
  }

  /** After this job nothing more is done to a thing. */
  function lastOf(id: string): string {
    return waits.has(id) ? `ready ${id}` : `make ${id}`;
  }

  /**
   * Where a slot must be freed before it is taken anew, the delete does not wait for what itself waits for the new one:
   * a holder that goes only when all has moved over to its own replacement. AWS lets go of the slot all the same.
   */
  function freeFirst(found: Found): void {
    const made = `make ${idOfReplaced.get(found)}`;
    changeNeeds(found, (needs) => needs.filter((need) => !isBehind(jobs, need, made)));
  }

  /**
   * Nothing is taken away from under what still runs on it: what is replaced goes when everything behind its successor
   * is ready, what nobody asks for any more when its neighbours are; unless they wait for this very delete.
   */
  function deleteLate(found: Found): void {
    const later = [...neighboursOf(found)]
      .filter((id) => makes.has(id) || waits.has(id))
      .map(lastOf)
      .filter((need) => !isBehind(jobs, need, deleteKey(found)));
    if (later.length > 0) changeNeeds(found, (needs) => [...new Set([...needs, ...later])]);
  }

  function changeNeeds(found: Found, change: (needs: readonly string[]) => readonly string[]): void {
    const job = jobs.get(deleteKey(found));
    if (job) jobs.set(job.key, { ...job, needs: change(job.needs) });
  }

  function neighboursOf(found: Found): Set<string> {
    const successor =
      idOfReplaced.get(found) ??
      decisions.find(({ resource }) => resource.id === found.id && resource.type === found.type)?.resource.id;
    if (successor !== undefined) return new Set([successor, ...dependents(successor)]);
    const parents = decisions.filter(
      ({ found: parent }) => parent && found.pointsTo.some((name) => namesOf(parent).has(name)),
    );
    return new Set(parents.flatMap(({ resource }) => [...dependents(resource.id)]));
  }
}

/** Resources whose readiness is waited for. */
function waitedFor(
  { decisions }: Plan,
  { cloud, noWait, holding }: { cloud: Cloud; noWait: boolean; holding: ReadonlyMap<string, unknown> },
): ReadonlySet<string> {
  const awaited = new Set([
    ...holding.keys(),
    ...decisions.flatMap(({ resource }) =>
      refsIn(resource.props).flatMap(({ $ref, ready }) => (ready ? [$ref] : [])),
    ),
  ]);
  return new Set(
    decisions
      .filter(({ resource }) => cloud.provider(resource.type).health && (!noWait || awaited.has(resource.id)))
      .map(({ resource }) => resource.id),
  );
}

function subjectOf({ id, type }: { id: string; type: string }, action: Subject['action']): Subject {
  return { id, type, node: nodeOf(id), action };
}

function deleteKey(found: Found): string {
  return `delete ${found.type} ${found.physicalId}`;
}
