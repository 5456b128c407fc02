import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listStacks } from '../../../src/aws/stacks';
import { planDeploy, planDestroy, runPlan, type RunSummary } from '../../../src/live/deploy';
import { prepare, type Prepared } from '../../../src/live/prepare';
import { sendRequest } from '../../../src/live/requests';
import { readStatus } from '../../../src/live/status';
import type { JsonObject } from '../../../src/model/json';
import { registry, twoServices, withNodes } from '../../fakes/topologies';
import { openWorld, type World } from './world';

/** Names everywhere, so that an environment without marks would collide with its base wherever it can. */
const FILE: JsonObject = {
  ...withNodes(twoServices(), {
    api: { name: 'front' },
    link: { name: 'link' },
    nlb: { name: 'balancer' },
    cluster: { name: 'machines' },
    users: { name: 'people' },
  }),
  environments: {
    dev: { nodes: { users: { cpu: 512, memory: 1024 }, orders: null } },
  },
};

const preparation = (environment?: string, file = FILE) =>
  prepare(file, registry, { region: 'eu-west-1', environment });

function prepared(environment?: string): Prepared {
  const result = preparation(environment);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.value;
}

describe('preparing', () => {
  it('names the stack by file and environment', () => {
    expect([prepared().stack, prepared('dev').stack]).toEqual(['shop', 'shop/dev']);
  });

  it('refuses an environment that is not there, and says which are', () => {
    expect(preparation('prod')).toMatchObject({
      ok: false,
      problems: [{ code: 'unknown-environment', message: 'There is no environment prod. Name dev.' }],
    });
  });

  it('does not mind what is wrong with another', () => {
    const environments = { dev: { nodes: { users: { cpu: 300 } } }, prod: {} };
    expect(preparation('dev', { ...FILE, environments }).ok).toBe(false);
    expect(preparation('prod', { ...FILE, environments }).ok).toBe(true);
    expect(preparation(undefined, { ...FILE, environments }).ok).toBe(true);
  });

  it('goes to the account and region of the environment', () => {
    const environments = { dev: { region: 'us-east-1' } };
    const [problem] = preparation('dev', { ...FILE, environments }).problems;
    expect(problem).toMatchObject({ code: 'wrong-region', path: '/environments/dev/region' });
    expect(problem?.message).toMatch(/^In dev: The topology is for region us-east-1/);
  });

  it('tells what nodes were deployed as', () => {
    const result = preparation(undefined, withNodes(FILE, { users: { formerly: 'folk' } }));
    expect(result.ok && [...result.value.formerly]).toEqual([['users', 'folk']]);
  });
});

describe('two environments of one file in one account', { timeout: 60_000 }, () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const deploy = async (environment?: string) =>
    finish(runPlan(await planDeploy(prepared(environment), world.session), world.session));
  const destroy = async (environment?: string) => {
    const { stack } = prepared(environment);
    return finish(runPlan(await planDestroy(stack, world.session, { logs: true }), world.session));
  };
  const pending = async (environment?: string) =>
    (await planDeploy(prepared(environment), world.session)).changes.map(
      ({ action, id }) => `${action} ${id}`,
    );

  it('stand beside each other, and each is as its file says', async () => {
    expect(await deploy()).toMatchObject({ result: 'succeeded' });
    expect(await pending()).toEqual([]);
    expect(await deploy('dev')).toMatchObject({ result: 'succeeded' });
    expect(await pending('dev')).toEqual([]);
    expect(await pending()).toEqual([]);
    const stacks = await listStacks(world.session.account);
    expect(stacks.map(({ stack }) => stack)).toEqual(['shop', 'shop/dev']);
    for (const environment of [undefined, 'dev']) {
      const { health, invokeUrl = '' } = await readStatus(world.session, prepared(environment));
      expect(health).toBe('ok');
      const answer = await sendRequest({
        invokeUrl,
        request: { name: 'users', method: 'GET', path: '/users/42' },
        secret: () => undefined,
        now: () => world.time.now(),
      });
      expect(answer.status).toBe(200);
    }
  });

  it('go without a trace of either in the other', async () => {
    const empty = world.dump();
    await deploy();
    const base = world.dump();
    await deploy('dev');
    const both = world.dump();
    expect(await destroy('dev')).toMatchObject({ result: 'succeeded' });
    expect(world.dump()).toBe(base);

    await deploy('dev');
    expect(world.dump()).toBe(both);
    expect(await destroy()).toMatchObject({ result: 'succeeded' });
    const other = await openWorld();
    await finish(runPlan(await planDeploy(prepared('dev'), other.session), other.session));
    expect(world.dump()).toBe(other.dump());
    await other.close();

    expect(await destroy('dev')).toMatchObject({ result: 'succeeded' });
    expect(world.dump()).toBe(empty);
  });
});

async function finish(run: AsyncGenerator<unknown, RunSummary>): Promise<RunSummary> {
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}
