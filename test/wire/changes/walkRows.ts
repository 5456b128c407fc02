import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Plan } from '../../../src/engine/plan';
import type { Session } from '../../../src/live/session';
import type { JsonObject } from '../../../src/model/json';
import { startMoto, type Moto } from '../moto';
import { claimsOf, type Claim } from './coverage';
import type { Edit, Surroundings } from './rows';
import { RUNNING } from './tasks';
import { createWalk, type Walk } from './walk';

/** A test for every row, one for the way back in one step, and one for the end. */
export function walkThrough(
  begin: (around: Surroundings) => JsonObject,
  rows: Readonly<Record<string, Edit>>,
): void {
  let moto: Moto;
  let walk: Walk;
  beforeAll(async () => {
    moto = await startMoto(RUNNING);
    walk = createWalk(moto.url, begin);
  });
  afterAll(() => moto.stop());

  test.each(Object.entries(rows))('%s', async (row, edit) => {
    const { plan, session } = await walk.take(edit);
    expect(plan.changes).not.toEqual([]);
    for (const claim of claimsOf(row))
      expect(changed(claim, plan, session), `${claim.type} ${claim.path}`).toBe(true);
  });

  test('all of it taken back at once', async () => {
    await walk.take((_document, around) => begin(around));
  });

  test('destroyed, with nothing left but what was there before', async () => {
    await walk.end();
  });
}

/** Whether a plan changes a property; one that AWS cannot change has to make the thing anew. */
function changed({ type, path }: Claim, plan: Plan, { cloud }: Session): boolean {
  const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}($|\\.)`);
  const immutable: readonly string[] = cloud.provider(type).immutable;
  const replaces = immutable.includes(path.split('.', 1)[0] ?? path);
  return plan.changes.some(
    (change) =>
      change.type === type &&
      change.action === (replaces ? 'replace' : change.action) &&
      change.properties.some((property) => pattern.test(property.path) && property.replaces === replaces),
  );
}
