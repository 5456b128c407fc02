import { describe, expect, it } from 'vitest';
import { runDeploy, planDeploy } from '../../../../src/live/deploy';
import { DOCUMENT } from '../hops/chain';
import { chainWith, change, usePreflightAccount } from './account';

const account = usePreflightAccount();

/** Makes a subnet smaller, or larger; AWS keeps five addresses of each. */
const resize = (id: string, cidr: string) => change(account.region.ec2.subnets, id, { cidr });
const usersWith = (changes: object) => ({ users: { ...DOCUMENT.nodes.users, ...changes } });

describe('preflight of addresses', () => {
  it('tells of a subnet without room for a load balancer, and not of one that only the link is in', async () => {
    resize('subnet-b', '10.20.16.0/29');
    expect(await account.found()).toMatch(/^error subnet-full: .*needs 8 free addresses.*: subnet-b has 3$/);
    const apart = { subnetIds: ['subnet-a'], clientSubnetIds: ['subnet-a', 'subnet-b'] };
    expect(await account.found({ network: apart })).not.toContain('free addresses');
  });

  it('tells of more tasks than addresses, and warns where only a deployment lacks them', async () => {
    resize('subnet-a', '10.20.0.0/28');
    resize('subnet-b', '10.20.16.0/28');
    // 11 are free in each; load balancer and link take 18 of the 22, which leaves 4 for both services.
    expect(await account.found({ nodes: usersWith({ desiredCount: 4 }) })).toMatch(
      /^error subnet-full: .* 5 new tasks need.*: 4 in subnet-a, subnet-b$/,
    );
    expect(await account.found({ nodes: usersWith({ desiredCount: 3 }) })).toMatch(
      /^warning subnet-full: .* up to 8 tasks .*: 4 in subnet-a, subnet-b$/,
    );
    expect(await account.found({ nodes: usersWith({ desiredCount: 1 }) })).toBe('');
  });

  it('asks nothing for what is there already', async () => {
    const large = '10.20.16.0/20';
    resize('subnet-b', '10.20.16.0/29');
    expect(await account.found()).toContain('error subnet-full');
    resize('subnet-b', large);
    const { session } = account.world;
    const chain = chainWith();
    const run = runDeploy(await planDeploy(chain, session), chain, session, { secret: () => undefined });
    let step = await run.next();
    while (!step.done) step = await run.next();
    expect(step.value.result).toBe('succeeded');
    resize('subnet-b', '10.20.16.0/29');
    expect(await account.found()).toBe('');
  });
});
