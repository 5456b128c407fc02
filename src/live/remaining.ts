import type { ChangeEvent } from '../engine/progress';

/** How long a run will probably still take, for people: no more exact than it is known. Undefined where it is not. */
export function remainingWords({ remaining }: Pick<ChangeEvent, 'remaining'>): string | undefined {
  if (remaining === undefined || remaining < 1) return undefined;
  if (remaining < 55) return `about ${Math.max(5, Math.round(remaining / 5) * 5)} s left`;
  return `about ${Math.round(remaining / 60)} min left`;
}
