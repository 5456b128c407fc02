import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/aws/clock';
import { createRegistry, KINDS } from '../../src/kinds/index';
import { planDeploy, runPlan } from '../../src/live/deploy';
import { tailLogs } from '../../src/live/logs';
import { logGroupsOf } from '../../src/live/logs/sources';
import { prepare, type Prepared } from '../../src/live/prepare';
import { openSession, type Session } from '../../src/live/session';
import { readStatus } from '../../src/live/status';
import type { JsonObject } from '../../src/model/json';
import { startMoto, type Moto } from './moto';
import { makeNetwork, REGION } from './stage';

let moto: Moto;
let session: Session;
let prepared: Prepared;

beforeAll(async () => {
  moto = await startMoto();
  session = await openSession(
    { kind: 'endpoint', url: moto.url, region: REGION },
    { clock: systemClock(), random: Math.random },
  );
  const { vpcId, subnetIds } = await makeNetwork(session.account);
  const document: JsonObject = {
    version: 1,
    name: 'shop',
    network: { vpcId, subnetIds: [...subnetIds] },
    nodes: {
      api: { kind: 'apiGateway' },
      link: { kind: 'vpcLink' },
      nlb: { kind: 'nlb' },
      cluster: { kind: 'ecsCluster' },
      users: { kind: 'ecsService', cluster: 'cluster', image: 'nginxdemos/hello:0.4', port: 80 },
      names: { kind: 'cloudMap', name: 'shop.local' },
    },
    edges: [
      { from: 'api', to: 'link' },
      { from: 'link', to: 'nlb', routes: ['ANY /users', 'ANY /users/{proxy+}'] },
      { from: 'nlb', to: 'users' },
      { from: 'users', to: 'names' },
    ],
  };
  const preparation = prepare(document, createRegistry(KINDS), { region: REGION });
  if (!preparation.ok) throw new Error(JSON.stringify(preparation.problems));
  prepared = preparation.value;
});
afterAll(async () => {
  session.account.dispose();
  await moto.stop();
});

test('the status of a chain whose endpoint runs no tasks is pending, and nothing of it is broken', async () => {
  expect(await readStatus(session, prepared)).toMatchObject({ health: 'unknown', brokenHop: undefined });

  const run = runPlan(await planDeploy(prepared, session), session, { noWait: true });
  for (let step = await run.next(); !step.done; step = await run.next());

  const { nodes, edges, brokenHop, apis } = await readStatus(session, prepared);
  expect(nodes).toMatchObject({
    link: { state: 'ok', summary: 'available' },
    nlb: { state: 'ok', summary: 'active' },
    cluster: { state: 'ok' },
    users: { state: 'pending', summary: '0/1 running' },
  });
  expect(edges).toMatchObject({
    'api--link': { state: 'ok' },
    'link--nlb': { state: 'ok' },
    // Nobody to send to, which is not the wire's fault.
    'nlb--users': { state: 'unknown', cause: 'waitsForTasks' },
    'users--names': { state: 'unknown', cause: 'waitsForTasks' },
  });
  expect(brokenHop).toBeUndefined();
  expect(apis.api).toMatch(/\/prod$/);
});

test('the log of a service that never wrote is empty', async () => {
  const lines = tailLogs(session, { services: logGroupsOf(prepared), since: 0, follow: false });
  expect((await lines.next()).done).toBe(true);
});
