import type { Plan } from '../engine/plan';
import type { ChangeEvent } from '../engine/progress';
import { planDestroy, runPlan, type RunOptions, type RunSummary } from './deploy';
import type { Session } from './session';

export interface DestroyOptions extends RunOptions {
  /** Log groups are to go too. */
  readonly logs: boolean;
}

/** How often, and how many milliseconds apart, it is looked for what is left: lists are late. */
const LOOKS = 3;
const PAUSE = 10_000;

/** Applies the plan of a destroy and then proves it: looks again, and fails with whatever is still there. */
export async function* runDestroy(
  plan: Plan,
  session: Session,
  { logs, ...options }: DestroyOptions,
): AsyncGenerator<ChangeEvent, RunSummary> {
  const summary = yield* runPlan(plan, session, options);
  if (summary.result !== 'succeeded') return summary;
  const { signal } = options;
  for (let looks = 1; ; looks += 1) {
    const { changes } = await planDestroy(plan.stack, session, { logs, ...(signal && { signal }) });
    if (changes.length === 0) return summary;
    if (looks === LOOKS) {
      const failures = changes.map(({ id, physicalId }) => ({
        id,
        reason: `It is still there: ${physicalId ?? id}`,
        error: undefined,
      }));
      return { ...summary, result: 'failed', failures };
    }
    await session.cloud.sleep(PAUSE, signal);
  }
}
