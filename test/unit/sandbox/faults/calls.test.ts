import {
  CreateApiCommand,
  CreateRouteCommand,
  GetApisCommand,
  UpdateApiCommand,
} from '@aws-sdk/client-apigatewayv2';
import { CreateSecurityGroupCommand } from '@aws-sdk/client-ec2';
import { CreateClusterCommand } from '@aws-sdk/client-ecs';
import { beforeEach, describe, expect, it } from 'vitest';
import { CrashError, type CallFault } from '../../../../src/sandbox/faults/faultPlan';
import type { Account } from '../account';
import { faultyAccount, handMadePlan, type HandMadePlan } from './account';

const create = new CreateApiCommand({ Name: 'shop', ProtocolType: 'HTTP' });

let plan: HandMadePlan;
let account: Account;
beforeEach(async () => {
  plan = handMadePlan();
  account = await faultyAccount(plan);
});

async function names(): Promise<(string | undefined)[]> {
  return (await account.apiGateway.send(new GetApisCommand({}))).Items?.map(({ Name }) => Name) ?? [];
}

async function failure(call: Promise<unknown>): Promise<Error> {
  return call.then(
    () => new Error('It succeeded'),
    (error: unknown) => error as Error, // Whatever is thrown here is one.
  );
}

describe('a call that goes wrong', () => {
  it.each<[CallFault, string, string[]]>([
    ['throttle', 'TooManyRequestsException', []],
    ['conflict', 'ConflictException', []],
    ['serverError', 'InternalFailure', []],
    ['serverErrorAfter', 'InternalFailure', ['shop']],
    ['reset', 'Error', []],
    ['lostReply', 'Error', ['shop']],
    ['crashBefore', 'CrashError', []],
    ['crashAfterCommit', 'CrashError', ['shop']],
    ['crashAfterReply', 'CrashError', ['shop']],
  ])('as %s fails with %s, and what then stands is %j', async (fault, name, standing) => {
    plan.next('ApiGatewayV2.CreateApi', fault);
    expect((await failure(account.apiGateway.send(create))).name).toBe(name);
    expect(await names()).toEqual(standing);
  });

  it.each<[CallFault, string[]]>([
    ['hang', []],
    ['hangAfter', ['shop']],
  ])('as %s is given up after a minute', async (fault, standing) => {
    plan.next('ApiGatewayV2.CreateApi', fault);
    const ended = failure(account.apiGateway.send(create));
    await new Promise(setImmediate);
    account.clock.advance(59);
    await expect(Promise.race([ended, Promise.resolve('still nothing')])).resolves.toBe('still nothing');
    account.clock.advance(1);
    expect((await ended).name).toBe('TimeoutError');
    expect(await names()).toEqual(standing);
  });

  it('that hangs ends with its signal', async () => {
    plan.next('ApiGatewayV2.GetApis', 'hang');
    const controller = new AbortController();
    const request = {
      client: 'ApiGatewayV2Client',
      command: 'GetApisCommand',
      input: {},
      region: 'eu-west-1',
    };
    const ended = failure(account.sandbox.call({ ...request, signal: controller.signal }));
    await new Promise(setImmediate);
    controller.abort(new Error('No more'));
    expect((await ended).message).toBe('No more');
  });

  it('and that the account refuses anyway loses the refusal as it would lose an answer', async () => {
    plan.next('ApiGatewayV2.CreateRoute', 'lostReply');
    const error = await failure(
      account.apiGateway.send(new CreateRouteCommand({ ApiId: 'nosuchapi1', RouteKey: 'GET /' })),
    );
    expect(error).toMatchObject({ code: 'ECONNRESET' });
  });

  it('with its answer already there gets it before the process dies', async () => {
    plan.next('ApiGatewayV2.CreateApi', 'crashAfterReply');
    const error = await failure(account.apiGateway.send(create));
    expect(error instanceof CrashError && (await error.reply)).toMatchObject({ Name: 'shop' });
  });

  it('speaks as its service does', async () => {
    plan.next('EC2.CreateSecurityGroup', 'throttle');
    plan.next('ECS.CreateCluster', 'throttle');
    const group = new CreateSecurityGroupCommand({ GroupName: 'a', Description: 'a', VpcId: 'vpc-0123' });
    expect(await failure(account.ec2.send(group))).toMatchObject({
      name: 'RequestLimitExceeded',
      $metadata: { httpStatusCode: 503 },
    });
    expect(await failure(account.ecs.send(new CreateClusterCommand({ clusterName: 'a' })))).toMatchObject({
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('a read that is behind', () => {
  it('does not show what is newer, and shows it later', async () => {
    await account.apiGateway.send(create);
    plan.behind = 10;
    account.clock.advance(9);
    plan.next('ApiGatewayV2.GetApis', 'staleRead');
    expect(await names()).toEqual([]);
    account.clock.advance(2);
    plan.next('ApiGatewayV2.GetApis', 'staleRead');
    expect(await names()).toEqual(['shop']);
  });

  it('shows what has changed since as it was', async () => {
    const { ApiId } = await account.apiGateway.send(create);
    account.clock.advance(60);
    await account.apiGateway.send(new UpdateApiCommand({ ApiId, Name: 'store' }));
    plan.behind = 10;
    plan.next('ApiGatewayV2.GetApis', 'staleRead');
    expect(await names()).toEqual(['shop']);
    expect(await names()).toEqual(['store']);
  });

  it('is never more than half a minute behind', async () => {
    await account.apiGateway.send(create);
    account.clock.advance(31);
    plan.behind = 3600;
    plan.next('ApiGatewayV2.GetApis', 'staleRead');
    expect(await names()).toEqual(['shop']);
  });
});
