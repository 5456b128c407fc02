import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateSecurityGroupCommand } from '@aws-sdk/client-ec2';
import { CreateClusterCommand, UntagResourceCommand } from '@aws-sdk/client-ecs';
import {
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreatePrivateDnsNamespaceCommand } from '@aws-sdk/client-servicediscovery';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/aws/account';
import { planDeploy, runDeploy } from '../../../../src/live/deploy';
import { chainWith, usePreflightAccount } from './account';

const account = usePreflightAccount();

const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [] });
const INTERNAL = { Type: 'network', Scheme: 'internal' } as const;

interface Taken {
  readonly what: string;
  /** Makes it as somebody who does not know the topology would; `name` is free when it ends in `-other`. */
  make(account: Account, suffix: string): Promise<unknown>;
  readonly node: string;
}

const TAKEN: readonly Taken[] = [
  {
    what: 'load balancer',
    make: ({ clients, send }, suffix) =>
      send(
        clients.elbv2,
        new CreateLoadBalancerCommand({ ...INTERNAL, Name: `shop--nlb${suffix}`, Subnets: ['subnet-a'] }),
      ),
    node: 'nlb',
  },
  {
    what: 'target group',
    make: ({ clients, send }, suffix) => {
      const [group] = chainWith().resources.filter(
        ({ type }) => type === 'AWS::ElasticLoadBalancingV2::TargetGroup',
      );
      const name = group && 'name' in group.props ? group.props.name : '';
      const command = new CreateTargetGroupCommand({
        Name: `${name}${suffix}`,
        Protocol: 'TCP',
        Port: 80,
        VpcId: 'vpc-0123',
        TargetType: 'ip',
      });
      return send(clients.elbv2, command);
    },
    node: 'nlb',
  },
  {
    what: 'security group',
    make: ({ clients, send }, suffix) =>
      send(
        clients.ec2,
        new CreateSecurityGroupCommand({
          GroupName: `shop--users${suffix}`,
          Description: 'x',
          VpcId: 'vpc-0123',
        }),
      ),
    node: 'users',
  },
  {
    what: 'ECS cluster',
    make: ({ clients, send }, suffix) =>
      send(clients.ecs, new CreateClusterCommand({ clusterName: `shop--cluster${suffix}` })),
    node: 'cluster',
  },
  {
    what: 'log group',
    make: ({ clients, send }, suffix) =>
      send(clients.logs, new CreateLogGroupCommand({ logGroupName: `/ecs/shop/users${suffix}` })),
    node: 'users',
  },
  {
    what: 'IAM role',
    make: ({ clients, send }, suffix) =>
      send(
        clients.iam,
        new CreateRoleCommand({
          RoleName: `shop--users-task-eu-west-1${suffix}`,
          AssumeRolePolicyDocument: TRUST,
        }),
      ),
    node: 'users',
  },
];

describe('preflight of names', () => {
  it.each(TAKEN)(
    'tells of a $what that is not ours, before anything is created',
    async ({ what, make, node }) => {
      await make(account.world.session.account, '');
      expect(await account.findings()).toMatchObject([{ severity: 'error', code: 'name-taken', node }]);
      expect(await account.found()).toMatch(new RegExp(`^error name-taken: An? ${what} of this name exists`));
    },
  );

  it.each(TAKEN)('does not mind a $what of another name', async ({ make }) => {
    await make(account.world.session.account, '-other');
    expect(await account.found()).toBe('');
  });

  describe('T19', () => {
    const make = (tags: Readonly<Record<string, string>> = {}) => {
      const { clients, send } = account.world.session.account;
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      const command = new CreatePrivateDnsNamespaceCommand({ Name: 'shop.local', Vpc: 'vpc-0123', Tags });
      return send(clients.servicediscovery, command);
    };
    const wait = () => account.world.time.advance(120);

    it('tells of a domain that another stack has in the VPC', async () => {
      await make({ 'ecs-topology:stack': 'other', 'ecs-topology:vpc': 'vpc-0123' });
      wait();
      expect(await account.findings()).toMatchObject([{ severity: 'error', code: 'T19', node: 'names' }]);
    });

    it('warns of one of which nobody says where it is', async () => {
      await make();
      wait();
      expect(await account.findings()).toMatchObject([{ severity: 'warning', code: 'T19', node: 'names' }]);
    });

    it('does not mind one that another stack has elsewhere', async () => {
      await make({ 'ecs-topology:stack': 'other', 'ecs-topology:vpc': 'vpc-0456' });
      wait();
      expect(await account.found()).toBe('');
    });
  });

  it('tells of an ECS service in a cluster of ours, and not of what is ours itself', async () => {
    const { session } = account.world;
    const chain = chainWith();
    const run = runDeploy(await planDeploy(chain, session), chain, session, { secret: () => undefined });
    let step = await run.next();
    while (!step.done) step = await run.next();
    expect(await account.found()).toBe('');
    const { clients, send } = session.account;
    const [users] = [...account.region.ecs.services.values()].filter(({ name }) => name === 'users');
    const tagKeys = ['ecs-topology:stack'];
    await send(clients.ecs, new UntagResourceCommand({ resourceArn: users?.arn, tagKeys }));
    expect(await account.findings()).toMatchObject([
      { severity: 'error', code: 'name-taken', node: 'users' },
    ]);
  });
});
