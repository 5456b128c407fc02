import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../../src/aws/errors';
import { operationOf } from '../../../../src/aws/send';
import { planDeploy } from '../../../../src/live/deploy';
import { chainWith, change, usePreflightAccount } from './account';

const account = usePreflightAccount();

const subnetWith = (id: string, changes: object) => change(account.region.ec2.subnets, id, changes);

describe('preflight of the network', () => {
  it('is silent about a network that is as it should be', async () => {
    expect(await account.found()).toBe('');
  });

  it('tells of a VPC that the account does not have', async () => {
    expect(await account.found({ network: { vpcId: 'vpc-other' } })).toMatch(
      /^error vpc-missing: .*no such VPC.*: vpc-other$/,
    );
  });

  it.each(['dnsSupport', 'dnsHostnames'])('T14: tells of a VPC whose %s is off', async (attribute) => {
    const { vpcs } = account.region.ec2;
    change(vpcs, 'vpc-0123', { [attribute]: false });
    expect(await account.found()).toMatch(/^error T14: Cloud Map names do not resolve.*of vpc-0123$/);
    change(vpcs, 'vpc-0123', { [attribute]: true });
    expect(await account.found()).toBe('');
  });

  it('tells of a subnet that the VPC does not have, whoever is to be in it', async () => {
    expect(await account.found({ network: { subnetIds: ['subnet-a', 'subnet-x'] } })).toMatch(
      /^error subnet-missing: .*no such subnet.*: subnet-x/,
    );
    expect(await account.found({ network: { clientSubnetIds: ['subnet-a', 'subnet-y'] } })).toMatch(
      /^error subnet-missing: .*no such subnet.*: subnet-y/,
    );
  });

  it('T13: tells of a zone without VPC links, and not where only tasks are in it', async () => {
    subnetWith('subnet-b', { zoneId: 'use1-az3' });
    expect(await account.found()).toMatch(/^error T13: .*no VPC links.*: subnet-b in use1-az3$/);
    expect(await account.found({ network: { clientSubnetIds: ['subnet-a'] } })).not.toContain('VPC links');
  });

  it('warns of a network in one zone', async () => {
    expect(await account.found({ network: { subnetIds: ['subnet-a'] } })).toMatch(
      /^warning one-zone: All subnets are in one availability zone/,
    );
  });

  it('asks for what it cannot look at, and lets the deploy go on', async () => {
    const { session } = account.world;
    const { send } = session.account;
    const denied: typeof send = async (client, command, options) => {
      const operation = operationOf(command);
      if (operation === 'DescribeVpcs') {
        const facts = { service: 'ec2', operation, code: 'UnauthorizedOperation', reason: '' } as const;
        throw new AwsError('denied', { ...facts, kind: 'denied' });
      }
      return send(client, command, options);
    };
    const look = { ...session, account: { ...session.account, send: denied } };
    const plan = await planDeploy(chainWith(), look);
    expect(plan.warnings).toMatchObject([{ severity: 'info', code: 'not-checked' }]);
    expect(plan.warnings[0]?.message).toMatch(/: ec2:DescribeVpcs$/);
  });
});
