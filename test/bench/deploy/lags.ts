import type { Deployment } from './ours';
import type { Problem } from './problem';

/** How long after something was ready that was noticed, in seconds, for each that takes time to become ready. */
export function lagsOf({ things }: Problem, { arrived, done }: Deployment): number[] {
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  const readyAt = (id: string): number => {
    const thing = byId.get(id);
    if (!thing) throw new Error(`No such thing: ${id}`);
    const at = arrived.get(id) ?? 0;
    return Math.max(at + thing.up, ...thing.standsOn.map(readyAt)) + thing.probation;
  };
  return things.filter(({ up }) => up > 0).flatMap(({ id }) => (done.get(id) ?? Number.NaN) - readyAt(id));
}
