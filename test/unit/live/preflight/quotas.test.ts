import { CreateVpcLinkCommand } from '@aws-sdk/client-apigatewayv2';
import { expect, it } from 'vitest';
import { planDeploy, runDeploy } from '../../../../src/live/deploy';
import { chainWith, usePreflightAccount } from './account';

const account = usePreflightAccount();

async function makeLinks(count: number): Promise<void> {
  const { clients, send } = account.world.session.account;
  for (let number = 0; number < count; number += 1) {
    const command = new CreateVpcLinkCommand({ Name: `theirs-${number}`, SubnetIds: ['subnet-a'] });
    await send(clients.apigatewayv2, command);
  }
}

it('warns of a quota that the deploy would exceed, and not of one that it just fills', async () => {
  await makeLinks(9);
  expect(await account.found()).toBe('');
  await makeLinks(1);
  expect(await account.found()).toMatch(/^warning quota: The region has 10 VPC links and the deploy adds 1;/);
});

it('counts nothing where nothing is added', async () => {
  const { session } = account.world;
  const chain = chainWith();
  const run = runDeploy(await planDeploy(chain, session), chain, session, { secret: () => undefined });
  let step = await run.next();
  while (!step.done) step = await run.next();
  await makeLinks(12);
  expect(await account.found()).toBe('');
});
