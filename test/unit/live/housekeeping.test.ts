import { ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { planDeploy, runDeploy, type RunSummary } from '../../../src/live/deploy';
import { planJson, planLines } from '../../../src/live/planView';
import { prepare } from '../../../src/live/prepare';
import type { JsonObject } from '../../../src/model/json';
import { chain, registry, withNodes } from '../../fakes/topologies';
import { openWorld, type World } from './world';

/** What deploys of one image after the other leave of a family. */

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const image = (tag: string): JsonObject =>
  withNodes(chain(), { users: { image: `public.ecr.aws/acme/users:${tag}` }, client: { requests: [] } });

async function deploy(document: JsonObject) {
  const preparation = prepare(document, registry, { region: 'eu-west-1' });
  if (!preparation.ok) throw new Error(preparation.problems.map(({ message }) => message).join('\n'));
  const { session } = world;
  const plan = await planDeploy(preparation.value, session);
  const run = runDeploy(plan, preparation.value, session, { secret: () => undefined });
  let step = await run.next();
  for (; !step.done; step = await run.next());
  const summary: RunSummary = step.value;
  // The tasks of the revision before are gone by then, and with them their deployment.
  world.time.advance(600);
  return { plan, summary };
}

async function revisions(): Promise<string[]> {
  const { clients, send } = world.session.account;
  const { taskDefinitionArns = [] } = await send(clients.ecs, new ListTaskDefinitionsCommand({}));
  return taskDefinitionArns.map((arn) => arn.slice(arn.lastIndexOf(':') + 1));
}

it('keeps what runs and what ran before it, and says what it puts away', { timeout: 30_000 }, async () => {
  await deploy(image('1'));
  const second = await deploy(image('2'));
  expect(second.plan.housekeeping).toEqual([]);
  expect(await revisions()).toEqual(['1', '2']);
  const third = await deploy(image('3'));
  expect(third.plan.housekeeping).toMatchObject([{ id: 'users/taskDefinition' }]);
  expect(planLines(third.plan)).toContain(
    '· users/taskDefinition  1 earlier revision is deregistered when all is well',
  );
  expect(planJson(third.plan, world.session).housekeeping).toEqual([
    { id: 'users/taskDefinition', revisions: 1 },
  ]);
  expect(third.summary).toMatchObject({ result: 'succeeded', putAway: 1 });
  expect(third.summary.calls).not.toHaveProperty('ECS.DeregisterTaskDefinition');
  expect(await revisions()).toEqual(['2', '3']);
});

it('puts nothing away when the deploy is not green', { timeout: 30_000 }, async () => {
  await deploy(image('1'));
  await deploy(image('2'));
  const request = { name: 'teapot', method: 'GET', path: '/users', expect: { status: 418 } };
  const failed = await deploy(withNodes(image('3'), { client: { requests: [request] } }));
  expect(failed.plan.housekeeping).toHaveLength(1);
  expect(failed.summary.result).toBe('failed');
  expect(failed.summary).not.toHaveProperty('putAway');
  expect(await revisions()).toEqual(['1', '2', '3']);
});

it('has nothing to put away where only tags change', { timeout: 30_000 }, async () => {
  await deploy(image('1'));
  await deploy(image('2'));
  const { plan } = await deploy({ ...image('2'), tags: { team: 'a' } });
  expect(plan.changes).not.toEqual([]);
  expect(plan.housekeeping).toEqual([]);
});
