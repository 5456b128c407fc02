import { afterEach, beforeEach, expect, it } from 'vitest';
import { planDeploy, runPlan, type RunSummary } from '../../../src/live/deploy';
import { prepare, type Prepared } from '../../../src/live/prepare';
import { applyEdit } from '../../../src/model/changes';
import type { JsonValue } from '../../../src/model/json';
import { registry, twoServices } from '../../fakes/topologies';
import { openWorld, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

function prepared(document: JsonValue): Prepared {
  const result = prepare(document, registry, { region: 'eu-west-1' });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.value;
}

async function deploy(document: JsonValue): Promise<RunSummary> {
  const run = runPlan(await planDeploy(prepared(document), world.session), world.session);
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}

it.each(['users', 'nlb', 'link', 'cluster', 'api', 'names'])(
  'a deployed node with another id is marked anew and stays what it is: %s',
  { timeout: 60_000 },
  async (from) => {
    const before = twoServices();
    expect(await deploy(before)).toMatchObject({ result: 'succeeded' });
    const edit = { type: 'renameNode' as const, from, to: 'renamed', deployed: true };
    const after = applyEdit(before, edit, registry);
    const document = after.ok ? after.value : null;

    const plan = await planDeploy(prepared(document), world.session);
    expect(plan.changes.length).toBeGreaterThan(0);
    expect(plan.changes.filter(({ action }) => action !== 'update')).toEqual([]);
    expect(await deploy(document)).toMatchObject({ result: 'succeeded', failures: [] });
    expect((await planDeploy(prepared(document), world.session)).changes).toEqual([]);
  },
);
