import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planDeploy } from '../../../src/live/deploy';
import { PURPOSES } from '../../../src/live/policy';
import { POLICY_LIMIT, sizeOf } from '../../../src/live/policy/document';
import { environmentsOf } from '../../../src/model/environment';
import type { JsonObject } from '../../../src/model/json';
import { TEMPLATES } from '../../../src/model/templates';
import { policy, prepared, template } from './policy/cases';
import { edited } from './policy/edited';
import { wholeLife } from './policy/life';
import { superfluous } from './policy/superfluous';
import { openWorld, type World } from './world';

/** Every template that has something to deploy: its base, and each of its environments. */
const CASES = TEMPLATES.flatMap(({ id }) => {
  const document = template(id);
  if (Object.keys(document['nodes'] ?? {}).length === 0) return [];
  return [undefined, ...environmentsOf(document)].map((environment) => ({
    what: environment === undefined ? id : `${id} in ${environment}`,
    chain: prepared(document, environment),
    changed: prepared(edited(document), environment),
  }));
});

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe.each(CASES)('the deployer of the template $what', ({ chain, changed }) => {
  it(
    'may do all that the stack needs from its first deploy to its end, and nothing besides',
    { timeout: 60_000 },
    async () => {
      const documents = policy('deploy', chain);
      expect(policy('deploy', changed)).toEqual(documents);
      const seen = await wholeLife(world, chain, changed, documents);
      expect(superfluous(documents, seen)).toEqual([]);

      // Actions that take an ARN get one.
      const widely = documents
        .flatMap(({ Statement }) => Statement)
        .filter(({ Resource }) => Resource === '*')
        .flatMap(({ Action }) => Action);
      const narrow = seen.filter(({ action, resource }) => widely.includes(action) && resource !== '*');
      expect(narrow).toEqual([]);
    },
  );

  it('gets policies that IAM takes, without wildcards in actions', () => {
    for (const purpose of PURPOSES) {
      const documents = policy(purpose, chain);
      expect(documents.length).toBeGreaterThan(0);
      for (const document of documents) {
        expect(sizeOf(document)).toBeLessThanOrEqual(POLICY_LIMIT);
        for (const { Action, Resource } of document.Statement) {
          expect(Action.filter((action) => !/^[a-z0-9-]+:[A-Za-z]+$/.test(action))).toEqual([]);
          expect(Resource === '*' || !Resource.includes('*')).toBe(true);
        }
      }
    }
  });
});

const shop = prepared(template('original'));
const changedShop = prepared(edited(template('original')));

describe('without one of its statements', () => {
  const statements = policy('deploy', shop).flatMap(({ Statement }) => Statement);
  const named = statements.map((statement, at) => ({ name: statement.Action.join(', '), at }));

  it('and with all of them it is well', { timeout: 60_000 }, async () => {
    await wholeLife(world, shop, changedShop, policy('deploy', shop));
  });

  // What only the looks before a deploy need is asked for, and missed without harm.
  const soft = ['iam:GetRole'];
  it.each(named.filter(({ name }) => !soft.includes(name)))(
    'the deployer fails: $name',
    { timeout: 60_000 },
    async ({ at }) => {
      const rest = statements.filter((_, index) => index !== at);
      const life = wholeLife(world, shop, changedShop, [{ Version: '2012-10-17', Statement: rest }]);
      await expect(life).rejects.toThrow(/may not do this/);
    },
  );

  it.each(soft)('the deployer is told that something was not checked: %s', async (name) => {
    const rest = statements.filter(({ Action }) => Action.join(', ') !== name);
    expect(rest).toHaveLength(statements.length - 1);
    const session = await world.restricted([{ Version: '2012-10-17', Statement: rest }]);
    expect((await planDeploy(shop, session)).warnings).toContainEqual(
      expect.objectContaining({ code: 'not-checked', message: expect.stringContaining(name) as string }),
    );
  });
});

it('says where a topology outgrows a managed policy, and gives it in parts', () => {
  const document = template('two-services');
  const nodes = document['nodes'] as Record<string, JsonObject>;
  const many = Array.from({ length: 40 }, (_, index) => `service-${index}`);
  const documents = policy(
    'deploy',
    prepared({
      ...document,
      nodes: { ...nodes, ...Object.fromEntries(many.map((id) => [id, nodes['user-service'] ?? {}])) },
    }),
  );
  expect(documents.length).toBeGreaterThan(1);
  expect(documents.filter((one) => sizeOf(one) > POLICY_LIMIT)).toEqual([]);
});
