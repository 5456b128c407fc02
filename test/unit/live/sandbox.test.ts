import { RevokeSecurityGroupIngressCommand, DescribeSecurityGroupRulesCommand } from '@aws-sdk/client-ec2';
import { UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planDeploy, planDestroy, runPlan } from '../../../src/live/deploy';
import { tailLogs } from '../../../src/live/logs';
import { logGroupsOf } from '../../../src/live/logs/sources';
import type { Prepared } from '../../../src/live/prepare';
import { sendRequest } from '../../../src/live/requests';
import type { Session } from '../../../src/live/session';
import { readStatus } from '../../../src/live/status';
import type { ManualClock } from '../sandbox/manualClock';
import { prepared as preparedChain } from './hops/chain';
import { openWorld, type World } from './world';

let world: World;
let time: ManualClock;
let session: Session;
let prepared: Prepared;

beforeEach(async () => {
  world = await openWorld();
  ({ time, session } = world);
  prepared = preparedChain();
});
afterEach(() => world.close());

async function deploy(): Promise<void> {
  const run = runPlan(await planDeploy(prepared, session), session);
  for (;;) {
    const step = await run.next();
    if (!step.done) continue;
    expect(step.value).toMatchObject({ result: 'succeeded' });
    return;
  }
}

describe('in the sandbox', () => {
  it(
    'a stack is not deployed, comes up without ever being broken, and is well',
    { timeout: 30_000 },
    async () => {
      expect(await readStatus(session, prepared)).toMatchObject({
        health: 'unknown',
        brokenHop: undefined,
        apis: {},
      });

      const run = runPlan(await planDeploy(prepared, session), session);
      const states = new Set<string>();
      for (let step = await run.next(); !step.done; step = await run.next()) {
        const { brokenHop, health } = await readStatus(session, prepared, { changing: true });
        expect(brokenHop).toBeUndefined();
        states.add(health);
      }
      expect(states).toContain('pending');

      const report = await readStatus(session, prepared);
      expect(report.hops.filter(({ state }) => state !== 'ok')).toEqual([]);
      expect(report.health).toBe('ok');
      expect(report.nodes).toMatchObject({
        api: { summary: 'deployed' },
        link: { summary: 'available' },
        nlb: { summary: 'active' },
        users: { summary: '2/2 running' },
        names: { summary: '3 instances' },
      });
      expect(report.edges['nlb--users']).toMatchObject({ summary: '2/2 healthy' });
      expect(report.invokeUrl).toBe(report.apis.api);
      expect(report.resources.every(({ physicalId }) => physicalId !== undefined)).toBe(true);
    },
  );

  it('a request arrives, and its line is in the log of the service', { timeout: 30_000 }, async () => {
    await deploy();
    const { invokeUrl = '' } = await readStatus(session, prepared);
    const since = time.now();
    const result = await sendRequest({
      invokeUrl,
      request: { name: 'one', method: 'GET', path: '/users/42?x=1' },
      secret: () => undefined,
      now: () => time.now(),
    });
    expect(result).toMatchObject({ ok: true, status: 200 });
    expect(result.body).toContain('/users/42');
    expect(result.body).not.toContain('/prod');
    const lines = [];
    for await (const batch of tailLogs(session, { services: logGroupsOf(prepared), since, follow: false }))
      lines.push(...batch);
    expect(lines.filter(({ message }) => message.includes('/users/42'))).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      service: 'users',
      task: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });

    const missed = await sendRequest({
      invokeUrl,
      request: { name: 'none', method: 'GET', path: '/nothing' },
      secret: () => undefined,
      now: () => time.now(),
    });
    expect(missed).toMatchObject({ ok: false, status: 404 });
  });

  it('a rule that somebody takes away breaks the wire that it stood for', { timeout: 30_000 }, async () => {
    await deploy();
    const { account } = session;
    const { resources } = await readStatus(session, prepared);
    const rule = resources.find(({ id }) => id === 'nlb/ingress/users/80')?.physicalId ?? '';
    const { SecurityGroupRules = [] } = await account.send(
      account.clients.ec2,
      new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [rule] }),
    );
    const GroupId = SecurityGroupRules[0]?.GroupId;
    await account.send(
      account.clients.ec2,
      new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds: [rule] }),
    );
    time.advance(120);
    const { brokenHop, edges, health } = await readStatus(session, prepared);
    expect({ brokenHop, health }).toEqual({ brokenHop: 'nlb--users', health: 'broken' });
    expect(edges['nlb--users']?.reason).toBeDefined();
  });

  it('a service that somebody scales to nothing is the broken hop', { timeout: 30_000 }, async () => {
    await deploy();
    const { account } = session;
    const { resources } = await readStatus(session, prepared);
    const arn = (id: string) => resources.find((resource) => resource.id === id)?.physicalId;
    await account.send(
      account.clients.ecs,
      new UpdateServiceCommand({
        cluster: arn('cluster/cluster'),
        service: arn('users/service'),
        desiredCount: 0,
      }),
    );
    time.advance(300);
    const { brokenHop, nodes } = await readStatus(session, prepared);
    expect(brokenHop).toBe('users');
    expect(nodes.users).toMatchObject({ state: 'broken', cause: 'scaledToZero', summary: '0/0 running' });
  });

  it('a destroyed stack is not deployed, though its log groups stay', { timeout: 30_000 }, async () => {
    await deploy();
    const plan = await planDestroy(prepared.stack, session, { logs: false });
    const run = runPlan(plan, session);
    for (let step = await run.next(); !step.done; step = await run.next());
    const { hops, brokenHop } = await readStatus(session, prepared);
    expect(new Set(hops.map(({ cause }) => cause))).toEqual(new Set(['notDeployed']));
    expect(brokenHop).toBeUndefined();
    const { changes } = await planDestroy(prepared.stack, session, { logs: true });
    expect(changes).not.toEqual([]);
    expect(new Set(changes.map(({ type }) => type))).toEqual(new Set(['AWS::Logs::LogGroup']));
  });
});
