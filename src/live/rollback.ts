import { makePlan, type Plan } from '../engine/plan';
import { nodeOf } from '../engine/resource';
import { snapshot } from '../engine/snapshot';
import type { Session } from './session';

/** What takes back whatever a run of a plan has changed: a plan towards what there was when that plan was made. */
export function planRollback(
  plan: Plan,
  { cloud }: Pick<Session, 'cloud'>,
  signal?: AbortSignal,
): Promise<Plan> {
  return makePlan({
    stack: plan.stack,
    resources: snapshot(plan, cloud),
    tags: tagsBefore(plan),
    formerly: renamedBack(plan),
    cloud,
    ...(signal && { signal }),
  });
}

/** People's own tags as they were. One that nothing carried is new, and stays where the run has put it. */
function tagsBefore({ found, tags }: Plan): Record<string, string> {
  return Object.fromEntries(
    Object.keys(tags).flatMap((key) => {
      const value = found.map((thing) => thing.tags?.[key]).find((before) => before !== undefined);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** Nodes under the id that they had, with the one that the run gave them. */
function renamedBack({ decisions }: Plan): ReadonlyMap<string, string> {
  return new Map(
    decisions.flatMap(({ resource, found }) =>
      found && nodeOf(found.id) !== nodeOf(resource.id) ? [[nodeOf(found.id), nodeOf(resource.id)]] : [],
    ),
  );
}
