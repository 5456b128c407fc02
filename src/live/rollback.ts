import { makePlan, type Plan } from '../engine/plan';
import { snapshot } from '../engine/snapshot';
import type { Session } from './session';

/** What takes back whatever a run of a plan has changed: a plan towards what there was when that plan was made. */
export function planRollback(
  plan: Plan,
  { cloud }: Pick<Session, 'cloud'>,
  signal?: AbortSignal,
): Promise<Plan> {
  const { stack, tags } = plan;
  return makePlan({ stack, resources: snapshot(plan, cloud), tags, cloud, ...(signal && { signal }) });
}
