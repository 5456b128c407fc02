import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { preflight } from '../../../src/live/preflight';
import { PreflightError } from '../../../src/live/preflightError';
import type { Ec2State } from '../../../src/sandbox/ec2/state';
import { DOCUMENT, prepared } from './hops/chain';
import { openWorld, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

type Network = { vpcId?: string; subnetIds?: readonly string[]; clientSubnetIds?: readonly string[] };

/** What is found, errors and warnings alike, of the chain in a network. */
async function found(network: Network = {}, nodes: object = {}): Promise<string> {
  const chain = prepared({
    ...DOCUMENT,
    network: { ...DOCUMENT.network, ...network },
    nodes: { ...DOCUMENT.nodes, ...nodes },
  });
  try {
    return (await preflight(chain, world.session)).map((said) => `warning: ${said}`).join('\n');
  } catch (error) {
    if (error instanceof PreflightError) return `error: ${error.message}`;
    throw error;
  }
}

/** Changes the account's network. */
async function change(edit: (ec2: Ec2State) => void): Promise<void> {
  // The region comes to be with the first call to it.
  await found();
  const region = world.account.regions.get('eu-west-1');
  if (!region) throw new Error('The sandbox has no such region');
  edit(region.ec2);
}

const subnetWith = (id: string, changes: object) =>
  change((ec2) => {
    const subnet = ec2.subnets.get(id);
    if (subnet) ec2.subnets.set(id, { ...subnet, ...changes });
  });
const vpcWith = (changes: object) =>
  change((ec2) => {
    const vpc = ec2.vpcs.get('vpc-0123');
    if (vpc) ec2.vpcs.set('vpc-0123', { ...vpc, ...changes });
  });

describe('preflight', () => {
  it('is silent about a network that is as it should be', async () => {
    expect(await found()).toBe('');
  });

  it('tells of a VPC that the account does not have', async () => {
    expect(await found({ vpcId: 'vpc-other' })).toMatch(/^error: .*no such VPC.*: vpc-other$/);
  });

  it.each(['dnsSupport', 'dnsHostnames'])('T14: tells of a VPC whose %s is off', async (attribute) => {
    await vpcWith({ [attribute]: false });
    expect(await found()).toMatch(/^error: Cloud Map names do not resolve.*of vpc-0123$/);
    await vpcWith({ [attribute]: true });
    expect(await found()).toBe('');
  });

  it('tells of a subnet that the VPC does not have, whoever is to be in it', async () => {
    expect(await found({ subnetIds: ['subnet-a', 'subnet-x'] })).toMatch(/no such subnet.*: subnet-x/);
    expect(await found({ clientSubnetIds: ['subnet-a', 'subnet-y'] })).toMatch(/no such subnet.*: subnet-y/);
  });

  it('tells of a subnet without room for a load balancer, and not of one that only the link is in', async () => {
    await subnetWith('subnet-b', { cidr: '10.20.16.0/29' });
    expect(await found()).toMatch(/^error: .*needs 8 free addresses.*: subnet-b has 3$/);
    const apart = { subnetIds: ['subnet-a'], clientSubnetIds: ['subnet-a', 'subnet-b'] };
    expect(await found(apart)).not.toContain('free addresses');
  });

  it('T13: tells of a zone without VPC links, and not where only tasks are in it', async () => {
    await subnetWith('subnet-b', { zoneId: 'use1-az3' });
    expect(await found()).toMatch(/^error: API Gateway has no VPC links.*: subnet-b in use1-az3$/);
    expect(await found({ clientSubnetIds: ['subnet-a'] })).not.toContain('VPC links');
  });

  it('warns of tasks in a public subnet', async () => {
    expect(await found({ subnetIds: ['subnet-a', 'subnet-public'] })).toMatch(
      /^warning: .*reach no registry.*: subnet-public/,
    );
  });

  it('warns of a network in one zone', async () => {
    expect(await found({ subnetIds: ['subnet-a'] })).toMatch(
      /^warning: All subnets are in one availability zone/,
    );
  });
});
