import { CreateApiCommand, GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import { expect, test } from 'vitest';
import type { CrashError } from '../../../../src/sandbox/faults/faultPlan';
import { remoteSandbox } from '../../../../src/sandbox/middleware';
import { clientsOf } from '../account';
import { faultyAccount, handMadePlan } from './account';

/** An account of which another process asks for an API, and is to die over it. */
async function dying(fault: CrashError['fault']) {
  let tell: (crash: CrashError) => void = () => undefined;
  const told = new Promise<CrashError>((resolve) => (tell = resolve));
  const plan = { ...handMadePlan(), onCrash: (crash: CrashError) => tell(crash) };
  const account = await faultyAccount(plan);
  const { url, key } = await account.sandbox.listen();
  plan.next('ApiGatewayV2.CreateApi', fault);
  const asked = clientsOf(remoteSandbox(url, key)).apiGateway.send(
    new CreateApiCommand({ Name: 'shop', ProtocolType: 'HTTP' }),
  );
  return { account, told, asked };
}

test.each([
  ['crashBefore', 0],
  ['crashAfterCommit', 1],
] as const)(
  'a process that dies by %s hears nothing more, and what stands is %j',
  async (fault, standing) => {
    const { account, told, asked } = await dying(fault);
    asked.catch(() => undefined);
    expect((await told).fault).toBe(fault);
    expect((await account.apiGateway.send(new GetApisCommand({}))).Items).toHaveLength(standing);
    await account.sandbox.close();
    await expect(asked).rejects.toMatchObject({ name: 'SandboxUnreachable' });
  },
);

test('a process that dies after the reply has been answered', async () => {
  const { account, told, asked } = await dying('crashAfterReply');
  expect((await told).fault).toBe('crashAfterReply');
  expect(await asked).toMatchObject({ Name: 'shop' });
  await account.sandbox.close();
});
