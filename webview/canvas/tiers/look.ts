import type { Problem } from '../../../src/model/problem';
import type { CanvasState } from '../../state';

/** The one thing that a small card tells by its border: what is most urgent. */
export type CardLook =
  'plain' | 'broken' | 'faulty' | 'pending' | 'degraded' | 'ok' | 'create' | 'update' | 'replace' | 'delete';

/** What is said of a card: where it breaks, what a plan does to it, what is wrong, then its health. */
export function lookOf(
  id: string,
  { status, discardedPlan }: Pick<CanvasState, 'status' | 'discardedPlan'>,
  problems: readonly Problem[],
): CardLook {
  const state = status?.nodes[id]?.state;
  if (state === 'broken' || status?.brokenHop === id) return 'broken';
  const mark = status?.plan === discardedPlan ? undefined : status?.plan?.nodes[id]?.mark;
  if (mark) return mark;
  if (problems.some(({ severity }) => severity === 'error')) return 'faulty';
  return state === undefined || state === 'unknown' ? 'plain' : state;
}
