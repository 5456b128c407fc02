import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import { planDeploy, planDestroy, runDeploy, type RunEvent, type RunSummary } from '../../../src/live/deploy';
import { runDestroy } from '../../../src/live/destroy';
import { prepare, type Prepared } from '../../../src/live/prepare';
import { savedRequests } from '../../../src/live/requests';
import { readStatus } from '../../../src/live/status';
import { environmentsOf } from '../../../src/model/environment';
import type { JsonObject } from '../../../src/model/json';
import { TEMPLATES } from '../../../src/model/templates';
import { openWorld, type World } from './world';

const registry = createRegistry(KINDS);
const STACK = 'shop';

/** Every template that has something to deploy: its base, and each of its environments. */
const CASES = TEMPLATES.flatMap((template) => {
  const document: JsonObject = { ...template.document(STACK), region: 'eu-west-1' };
  if (Object.keys(document['nodes'] ?? {}).length === 0) return [];
  const environments = [undefined, ...environmentsOf(document)];
  return environments.map((environment) => ({
    what: environment === undefined ? template.id : `${template.id} in ${environment}`,
    document,
    environment,
  }));
});

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

function prepared(document: JsonObject, environment: string | undefined): Prepared {
  const result = prepare(document, registry, { region: 'eu-west-1', environment });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.value;
}

async function through(run: AsyncGenerator<RunEvent, RunSummary>) {
  const requests: string[] = [];
  for (;;) {
    const step = await run.next();
    if (step.done) return { summary: step.value, requests };
    if (step.value.event === 'request') requests.push(`${step.value.name}: ${step.value.detail.slice(0, 3)}`);
  }
}

describe.each(CASES)('the template $what', ({ document, environment }) => {
  it(
    'deploys to green with its requests answered, again to nothing, and goes without a trace',
    { timeout: 60_000 },
    async () => {
      const { session } = world;
      const chain = prepared(document, environment);
      const options = { secret: () => undefined };
      const plan = await planDeploy(chain, session);
      const { summary, requests } = await through(runDeploy(plan, chain, session, options));
      expect(summary.failures).toEqual([]);
      expect(summary.result).toBe('succeeded');
      const checked = savedRequests(chain.topology).filter(({ request }) => request.check !== false);
      expect(checked.length).toBeGreaterThan(0);
      expect(requests).toEqual(
        checked.map(({ request }) => `${request.name}: ${request.expect?.status ?? 200}`),
      );

      const report = await readStatus(session, chain);
      expect(report.hops.filter(({ state }) => state !== 'ok')).toEqual([]);
      expect((await planDeploy(chain, session)).changes).toEqual([]);

      const all = { logs: true };
      const gone = await through(runDestroy(await planDestroy(chain.stack, session, all), session, all));
      expect(gone.summary.result).toBe('succeeded');
      expect((await planDestroy(chain.stack, session, all)).changes).toEqual([]);
    },
  );
});

it('keeps an environment apart from its base', { timeout: 60_000 }, async () => {
  const { session } = world;
  const [template] = TEMPLATES.filter(({ id }) => id === 'environments');
  const document: JsonObject = { ...template?.document(STACK), region: 'eu-west-1' };
  const chains = [undefined, 'dev', 'prod'].map((environment) => prepared(document, environment));
  for (const chain of chains) {
    const run = runDeploy(await planDeploy(chain, session), chain, session, { secret: () => undefined });
    expect((await through(run)).summary.failures).toEqual([]);
  }
  for (const chain of chains) expect((await planDeploy(chain, session)).changes).toEqual([]);
  const [, dev, prod] = chains;
  const destroy = await planDestroy(dev?.stack ?? '', session, { logs: true });
  expect((await through(runDestroy(destroy, session, { logs: true }))).summary.result).toBe('succeeded');
  expect((await readStatus(session, prod ?? chains[0]!)).health).toBe('ok');
});
