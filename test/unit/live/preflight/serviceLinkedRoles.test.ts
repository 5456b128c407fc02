import { describe, expect, it } from 'vitest';
import { planDeploy, runDeploy } from '../../../../src/live/deploy';
import { chainWith, usePreflightAccount } from './account';

const account = usePreflightAccount();

describe('preflight of service-linked roles', () => {
  it('names those that the deploy will make, and none where it makes nothing', async () => {
    account.world.account.iam.roles.delete('awsserviceroleforelasticloadbalancing');
    expect(await account.found()).toMatch(
      /^info service-linked-role: .*: AWSServiceRoleForElasticLoadBalancing$/,
    );
    const { session } = account.world;
    const chain = chainWith();
    const run = runDeploy(await planDeploy(chain, session), chain, session, { secret: () => undefined });
    let step = await run.next();
    while (!step.done) step = await run.next();
    expect(await account.found()).toBe('');
    // Once everything stands nobody needs it to be made.
    account.world.account.iam.roles.delete('awsserviceroleforelasticloadbalancing');
    expect(await account.found()).toBe('');
  });

  it('says nothing to whoever may not look', async () => {
    account.world.account.iam.roles.delete('awsserviceroleforecs');
    const everythingElse = {
      Version: '2012-10-17' as const,
      Statement: [
        { Effect: 'Allow' as const, Action: ['*'], Resource: '*' },
        { Effect: 'Deny' as const, Action: ['iam:GetRole'], Resource: '*' },
      ],
    };
    const session = await account.world.restricted([everythingElse]);
    const { warnings } = await planDeploy(chainWith(), session);
    expect(warnings.map(({ code }) => code)).not.toContain('service-linked-role');
  });
});
