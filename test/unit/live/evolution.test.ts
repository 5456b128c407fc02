import { afterEach, beforeEach, expect, it } from 'vitest';
import { planDeploy, planDestroy, runDeploy, runPlan, type RunSummary } from '../../../src/live/deploy';
import { prepare, type Prepared } from '../../../src/live/prepare';
import { sendRequest } from '../../../src/live/requests';
import type { Session } from '../../../src/live/session';
import type { JsonObject } from '../../../src/model/json';
import { registry, twoServices, withEdges, withNodes, withoutEdge } from '../../fakes/topologies';
import type { ManualClock } from '../sandbox/manualClock';
import { openWorld, type World } from './world';

/** What happens to a deployed chain whose file goes on to change. */

let world: World;
let time: ManualClock;
let session: Session;

beforeEach(async () => {
  world = await openWorld();
  ({ time, session } = world);
});
afterEach(() => world.close());

function preparedOf(document: JsonObject): Prepared {
  const preparation = prepare(document, registry, { region: 'eu-west-1' });
  if (!preparation.ok) throw new Error(preparation.problems.map(({ message }) => message).join('\n'));
  return preparation.value;
}

async function deploy(document: JsonObject): Promise<RunSummary> {
  const run = runPlan(await planDeploy(preparedOf(document), session), session);
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}

async function remaining(document: JsonObject): Promise<string[]> {
  const plan = await planDeploy(preparedOf(document), session);
  return plan.changes.map(({ action, id }) => `${action} ${id}`);
}

async function get(invokeUrl: string | undefined, path: string): Promise<number | undefined> {
  const request = { name: 'try', method: 'GET' as const, path };
  const answer = await sendRequest({
    invokeUrl: invokeUrl ?? '',
    request,
    secret: () => undefined,
    now: () => time.now(),
  });
  return answer.status;
}

it('a listener that leads to another service from now on', { timeout: 30_000 }, async () => {
  const before = twoServices();
  const after = withEdges(withoutEdge(before, 'nlb', 'users'), { from: 'nlb', to: 'orders' });
  expect(await deploy(before)).toMatchObject({ result: 'succeeded' });
  expect(await deploy(after)).toMatchObject({ result: 'succeeded', failures: [] });
  expect(await remaining(after)).toEqual([]);
});

it('a route that goes through another link from now on', { timeout: 30_000 }, async () => {
  const before = withEdges(
    withNodes(twoServices(), { second: { kind: 'vpcLink' } }),
    { from: 'api', to: 'second' },
    { from: 'second', to: 'nlb', routes: ['ANY /orders'] },
  );
  const after = withEdges(
    before,
    { from: 'link', to: 'nlb', routes: ['ANY /users/{proxy+}'] },
    { from: 'second', to: 'nlb', routes: ['ANY /orders', 'ANY /users'] },
  );
  expect(await deploy(before)).toMatchObject({ result: 'succeeded' });
  const summary = await deploy(after);
  expect(summary).toMatchObject({ result: 'succeeded', failures: [] });
  expect(await get(summary.outputs.invokeUrl, '/users')).toBe(200);
  expect(await remaining(after)).toEqual([]);
});

it('nodes that have other ids and the same names in AWS from now on', { timeout: 30_000 }, async () => {
  const before = withNodes(twoServices(), {
    nlb: { kind: 'nlb', name: 'shop-nlb' },
    users: { name: 'users-v1' },
  });
  const text = JSON.stringify(before)
    .replaceAll('"nlb"', '"balancer"')
    .replace('"kind":"balancer"', '"kind":"nlb"')
    .replaceAll('"names"', '"registry"')
    .replaceAll('"users"', '"people"')
    .replaceAll('"cluster"', '"fleet"')
    .replaceAll('"fleet":"fleet"', '"cluster":"fleet"');
  const after = JSON.parse(text) as JsonObject;
  expect(await deploy(before)).toMatchObject({ result: 'succeeded' });
  expect(await deploy(after)).toMatchObject({ result: 'succeeded', failures: [] });
  expect(await remaining(after)).toEqual([]);
  const gone = runPlan(await planDestroy('shop', session, { logs: true }), session);
  for (let step = await gone.next(); !step.done; step = await gone.next());
  expect((await planDestroy('shop', session, { logs: true })).changes).toEqual([]);
});

it('a route that goes with limits of its own', { timeout: 30_000 }, async () => {
  const limited = { key: 'ANY /users/{proxy+}', throttle: { rate: 5, burst: 5 } };
  const before = withEdges(twoServices(), { from: 'link', to: 'nlb', routes: ['ANY /users', limited] });
  const after = withEdges(before, { from: 'link', to: 'nlb', routes: ['ANY /users'] });
  expect(await deploy(before)).toMatchObject({ result: 'succeeded' });
  const steps: string[] = [];
  const run = runPlan(await planDeploy(preparedOf(after), session), session);
  for (let step = await run.next(); !step.done; step = await run.next()) {
    if (step.value.state === 'done') steps.push(`${step.value.action} ${step.value.id}`);
  }
  expect(steps).toEqual(['update api/stage', 'delete link/route/api/ANY /users/{proxy+}']);
  expect(await remaining(after)).toEqual([]);
});

it('CORS as people write it', { timeout: 30_000 }, async () => {
  const cors = { allowOrigins: ['https://A.example'], allowMethods: ['get', 'POST'], allowHeaders: [] };
  const document = withNodes(twoServices(), { api: { cors } });
  expect(await deploy(document)).toMatchObject({ result: 'succeeded' });
  expect(await remaining(document)).toEqual([]);
});

it('a deploy whose request is not answered as expected has failed', { timeout: 30_000 }, async () => {
  const unanswered = { ...request('one'), expect: { status: 418 } };
  const prepared = preparedOf(withNodes(twoServices(), { client: { requests: [unanswered] } }));
  const run = runDeploy(await planDeploy(prepared, session), prepared, session, { secret: () => undefined });
  let step = await run.next();
  for (; !step.done; step = await run.next());
  expect(step.value).toMatchObject({ result: 'failed', failures: [{ id: 'request one' }] });
});

it('a cancel while the requests are sent still ends in a summary', { timeout: 30_000 }, async () => {
  const prepared = preparedOf(
    withNodes(twoServices(), { client: { requests: [request('one'), request('two')] } }),
  );
  const cancel = new AbortController();
  const plan = await planDeploy(prepared, session);
  const run = runDeploy(plan, prepared, session, { secret: () => undefined, signal: cancel.signal });
  let step = await run.next();
  for (; !step.done; step = await run.next()) if (step.value.event === 'request') cancel.abort();
  expect(step.value).toMatchObject({ result: 'cancelled', failures: [] });
});

function request(name: string): JsonObject {
  return { name, method: 'GET', path: '/users' };
}
