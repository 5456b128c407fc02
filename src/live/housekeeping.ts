import { isTag } from '../engine/compare';
import type { Plan } from '../engine/plan';
import type { Cloud, Found } from '../engine/provider';

/** What a deploy puts away when all is well: no change of what the file asks for, and counted apart. */
export interface Chore {
  /** Whose earlier updates left it. */
  readonly id: string;
  readonly type: string;
  /** Physical ids: ARNs of task definition revisions. */
  readonly surplus: readonly string[];
  readonly found: Found;
}

/**
 * What the updates of a plan will leave too much. What something points to stays: the revision that runs, which will be
 * the last stable one, and those that a rollout still uses; so does the new one.
 */
export async function housekeepingOf(
  { decisions, found: all }: Pick<Plan, 'decisions' | 'found'>,
  { provider }: Pick<Cloud, 'provider'>,
  signal?: AbortSignal,
): Promise<Chore[]> {
  const inUse = new Set(all.flatMap(({ pointsTo }) => pointsTo));
  const chores = await Promise.all(
    decisions.map(async ({ resource: { id, type }, action, found, change }): Promise<Chore[]> => {
      const { earlier } = provider(type);
      const updates = action === 'update' && change?.properties.some(({ path }) => !isTag(path));
      if (!earlier || !found || !updates) return [];
      const surplus = (await earlier(found, signal)).filter((one) => !inUse.has(one));
      return surplus.length === 0 ? [] : [{ id, type, surplus, found }];
    }),
  );
  return chores.flat();
}

/** Does the chores, and returns how many things were put away. What fails is left for the next deploy. */
export async function keepHouse(
  chores: readonly Chore[],
  { provider }: Pick<Cloud, 'provider'>,
): Promise<number> {
  let done = 0;
  for (const { type, surplus, found } of chores) {
    try {
      await provider(type).discard?.(surplus, found);
      done += surplus.length;
    } catch {
      // A green deploy stays green; the next one plans the same again.
    }
  }
  return done;
}

/** A line each, as a plan shows them. */
export function housekeepingLines(chores: readonly Chore[]): string[] {
  return chores.map(
    ({ id, surplus }) =>
      `· ${id}  ${surplus.length} earlier ${surplus.length === 1 ? 'revision is' : 'revisions are'} deregistered when all is well`,
  );
}
