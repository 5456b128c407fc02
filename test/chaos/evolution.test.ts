import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/aws/clock';
import {
  planDeploy,
  planDestroy,
  runDeploy,
  runPlan,
  type RunEvent,
  type RunSummary,
} from '../../src/live/deploy';
import { openSession, type Session } from '../../src/live/session';
import type { Edit } from '../../src/model/edit';
import type { JsonValue } from '../../src/model/json';
import { attachSandbox } from '../../src/sandbox/middleware';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox';
import { edited, field, prepared, set } from './documents';
import { REGION } from './process';

const CHAIN = new URL('../fixtures/original-chain.topology.json', import.meta.url);

/** What somebody may do to a deployed chain, one after the other, each on top of the last. */
const STEPS: readonly [what: string, edits: readonly Edit[]][] = [
  ['deploy it', []],
  ['another image', [set('user-service', ['image'], 'nginxdemos/hello:0.4')]],
  [
    'more tasks and a variable',
    [set('user-service', ['desiredCount'], 3), set('user-service', ['environment'], { MODE: 'fast' })],
  ],
  ['a health check by HTTP', [set('user-service', ['health'], { path: '/' })]],
  ['another listener port', [field({ edge: { from: 'nlb', to: 'user-service' } }, ['listener'], 81)]],
  [
    'a switch of the load balancer and tighter throttles',
    [set('nlb', ['crossZone'], false), set('api', ['throttle'], { rate: 5, burst: 10 })],
  ],
  ['a further route', [field({ edge: { from: 'link', to: 'nlb' } }, ['routes', 2], 'GET /health')]],
  [
    'a second service that the first one calls',
    [
      {
        type: 'addNode',
        id: 'order-service',
        node: { kind: 'ecsService', cluster: 'cluster', image: 'nginxdemos/hello:0.4', port: 80 },
      },
      { type: 'connect', edge: { from: 'order-service', to: 'namespace' } },
      { type: 'connect', edge: { from: 'user-service', to: 'order-service', env: 'ORDER_URL' } },
    ],
  ],
  ['another port', [set('user-service', ['port'], 8080), set('user-service', ['image'], 'example/app:1')]],
  ['the second service gone', [{ type: 'remove', nodes: ['order-service'], edges: [] }]],
  ['another cluster', [set('cluster', ['name'], 'other-cluster')]],
  ['another namespace', [set('namespace', ['name'], 'other.internal')]],
  ['one subnet less', [field({ document: true }, ['network', 'subnetIds'], ['subnet-a'])]],
];

describe('a deployed chain that changes step by step', () => {
  let sandbox: Sandbox;
  let session: Session;
  let document: JsonValue;

  beforeAll(async () => {
    document = JSON.parse(await readFile(CHAIN, 'utf8')) as JsonValue;
    sandbox = await createSandbox({ timeScale: 600 });
    await sandbox.listen();
    session = await openSession(
      {
        kind: 'sandbox',
        region: REGION,
        attach: (client) => attachSandbox(client, sandbox),
        label: 'sandbox',
      },
      { clock: systemClock(), random: Math.random },
    );
  });
  afterAll(async () => {
    session.account.dispose();
    await sandbox.close();
  });

  it.each(STEPS)('%s', async (_what, edits) => {
    document = edits.reduce(edited, document);
    const wanted = prepared(document);
    const plan = await planDeploy(wanted, session);
    expect(plan.changes).not.toEqual([]);
    const summary = await finish(runDeploy(plan, wanted, session, { secret: () => undefined }));
    expect(summary.failures).toEqual([]);
    expect(summary.result).toBe('succeeded');
    expect((await planDeploy(wanted, session)).changes).toEqual([]);
  });

  it('and is gone after a destroy', async () => {
    const summary = await finish(
      runPlan(await planDestroy('microservices', session, { logs: true }), session),
    );
    expect(summary).toMatchObject({ result: 'succeeded', failures: [] });
    expect((await planDestroy('microservices', session, { logs: true })).changes).toEqual([]);
  });
});

async function finish(run: AsyncGenerator<RunEvent, RunSummary>): Promise<RunSummary> {
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}
