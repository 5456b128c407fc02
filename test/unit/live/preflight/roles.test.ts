import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { DOCUMENT } from '../hops/chain';
import { usePreflightAccount } from './account';

const account = usePreflightAccount();

const ARN = 'arn:aws:iam::123456789012:role/starter';
const EXECUTION = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
const withRole = (changes: object = { executionRole: ARN }) => ({
  nodes: { users: { ...DOCUMENT.nodes.users, ...changes } },
});

async function makeRole(principal: string): Promise<void> {
  const { clients, send } = account.world.session.account;
  const Statement = [{ Effect: 'Allow', Principal: { Service: principal }, Action: ['sts:AssumeRole'] }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await send(clients.iam, new CreateRoleCommand({ RoleName: 'starter', AssumeRolePolicyDocument }));
}
async function attach(): Promise<void> {
  const { clients, send } = account.world.session.account;
  await send(clients.iam, new AttachRolePolicyCommand({ RoleName: 'starter', PolicyArn: EXECUTION }));
}

describe('preflight of roles', () => {
  it('tells of a role that the account does not have, and is silent once it has', async () => {
    expect(await account.found(withRole())).toMatch(/^error role-missing: .*: arn:aws:iam::.*starter$/);
    await makeRole('ecs-tasks.amazonaws.com');
    await attach();
    expect(await account.found(withRole())).toBe('');
  });

  it('tells of a role that ECS may not take, with its node', async () => {
    await makeRole('ec2.amazonaws.com');
    await attach();
    expect(await account.findings(withRole())).toMatchObject([
      { severity: 'error', code: 'role-trust', node: 'users' },
    ]);
  });

  it('tells of a role to start tasks with that allows nothing; the tasks themselves may have such', async () => {
    await makeRole('ecs-tasks.amazonaws.com');
    expect(await account.found(withRole())).toMatch(/^error role-rights: /);
    expect(await account.found(withRole({ taskRole: ARN }))).toBe('');
  });

  it('tells of a role of another account', async () => {
    const executionRole = 'arn:aws:iam::210987654321:role/starter';
    expect(await account.found(withRole({ executionRole }))).toMatch(/^error role-elsewhere: /);
  });
});
