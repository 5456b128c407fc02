import { PutResourcePolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { planDeploy, runDeploy } from '../../../../src/live/deploy';
import { chainWith, usePreflightAccount } from './account';

const account = usePreflightAccount();

const logged = { nodes: { api: { kind: 'apiGateway', accessLogs: true } } };

/** Resource policies of others, for one service each. */
async function makePolicies(count: number, service = 'route53.amazonaws.com'): Promise<void> {
  const { clients, send } = account.world.session.account;
  for (let number = 0; number < count; number += 1) {
    const Statement = [{ Effect: 'Allow', Principal: { Service: service }, Action: 'logs:PutLogEvents' }];
    const command = new PutResourcePolicyCommand({
      policyName: `${service}-${number}`,
      policyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    });
    await send(clients.logs, command);
  }
}

describe('preflight of log delivery', () => {
  it('tells of a region without room for the policy, and not without access logs', async () => {
    await makePolicies(10);
    expect(await account.findings(logged)).toMatchObject([
      { severity: 'error', code: 'log-delivery', node: 'api' },
    ]);
    expect(await account.found()).toBe('');
  });

  it('does not mind ten policies of which one allows it, or nine', async () => {
    await makePolicies(9);
    expect(await account.found(logged)).toBe('');
    await makePolicies(1, 'delivery.logs.amazonaws.com');
    expect(await account.found(logged)).toBe('');
  });

  it('is right: with nine the deploy makes the tenth, by which it may write', async () => {
    await makePolicies(9);
    const { session } = account.world;
    const chain = chainWith(logged);
    const run = runDeploy(await planDeploy(chain, session), chain, session, { secret: () => undefined });
    let step = await run.next();
    while (!step.done) step = await run.next();
    expect(step.value.failures).toEqual([]);
    expect(account.region.logs.resourcePolicies.size).toBe(10);
    expect(await account.found(logged)).toBe('');
  });
});
