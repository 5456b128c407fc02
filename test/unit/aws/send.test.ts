import { CreateApiCommand, GetApisCommand, UpdateApiCommand } from '@aws-sdk/client-apigatewayv2';
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import type { Budget } from '../../../src/aws/budget';
import { cutConnection, fakeAccount, IDENTITY, sdkError } from './fakes';

const conflict = sdkError(
  'ConflictException',
  'Unable to complete operation due to concurrent modification.',
  409,
);

test('each attempt is told with service, operation, resource, time and request id, and nothing of its content', async () => {
  const { account, calls, clock } = fakeAccount({
    UpdateApi: [conflict, () => ((clock.time += 40), { ApiId: 'a' })],
  });
  const command = new UpdateApiCommand({ ApiId: 'a', Name: 'secret name' });
  await account.send(account.clients.apigatewayv2, command, { resource: 'api/api' });
  const told = {
    service: 'apigatewayv2',
    operation: 'UpdateApi',
    resource: 'api/api',
    requestId: 'request-1',
  };
  expect(calls).toEqual([
    { ...told, durationMs: 0, error: 'ConflictException' },
    { ...told, durationMs: 40 },
  ]);
  expect(JSON.stringify(calls)).not.toContain('secret name');
  expect(account.counters).toEqual({ 'ApiGatewayV2.UpdateApi': 2 });
  expect(clock.slept).toEqual([500]);
});

test('a lost answer is asked for again where that is harmless', async () => {
  const { account, sent } = fakeAccount({ GetApis: [cutConnection(), { Items: [] }] });
  expect(await account.send(account.clients.apigatewayv2, new GetApisCommand({}))).toMatchObject({
    Items: [],
  });
  expect(sent).toHaveLength(2);
});

test('a create whose answer was lost is not sent again', async () => {
  const { account, sent } = fakeAccount({ CreateApi: cutConnection() });
  const command = new CreateApiCommand({ Name: 'x', ProtocolType: 'HTTP' });
  await expect(account.send(account.clients.apigatewayv2, command)).rejects.toMatchObject({ kind: 'lost' });
  expect(sent).toHaveLength(1);
});

test('a create that was refused for now is sent again', async () => {
  const { account, sent } = fakeAccount({
    CreateApi: [sdkError('TooManyRequestsException', 'Too Many Requests', 429), { ApiId: 'a' }],
  });
  await account.send(account.clients.apigatewayv2, new CreateApiCommand({ Name: 'x', ProtocolType: 'HTTP' }));
  expect(sent).toHaveLength(2);
});

test('what is made for a resource goes out as urgently as the rest of the run waits for it', async () => {
  const urgencies: (number | undefined)[] = [];
  const budget: Budget = {
    take: (_service, _operation, options) => (urgencies.push(options?.urgency), Promise.resolve()),
    tryTake: () => true,
    refused: () => undefined,
  };
  const { account } = fakeAccount({ GetApis: {} }, { budget });
  account.urgency.rank('api/api', 30);
  await account.send(account.clients.apigatewayv2, new GetApisCommand({}), { resource: 'api/api' });
  await account.send(account.clients.apigatewayv2, new GetApisCommand({}));
  expect(urgencies).toEqual([30, 0]);
});

test('the budget learns of a refusal', async () => {
  const refusals: string[] = [];
  const budget: Budget = {
    take: () => Promise.resolve(),
    tryTake: () => true,
    refused: (service, operation) => refusals.push(`${service}.${operation}`),
  };
  const refusal = sdkError('TooManyRequestsException', 'Too Many Requests', 429);
  const { account } = fakeAccount({ GetApis: [refusal, conflict] }, { budget });
  await expect(account.send(account.clients.apigatewayv2, new GetApisCommand({}))).rejects.toThrow();
  expect(refusals).toEqual(['apigatewayv2.GetApis']);
});

test('an abort leaves a call that does not answer at once', async () => {
  const { account, calls } = fakeAccount({ DescribeServices: () => new Promise(() => undefined) });
  const controller = new AbortController();
  const sending = account.send(account.clients.ecs, new DescribeServicesCommand({ services: ['a'] }), {
    signal: controller.signal,
  });
  const reason = new Error('cancelled');
  setImmediate(() => controller.abort(reason));
  await expect(sending).rejects.toBe(reason);
  expect(calls).toMatchObject([{ operation: 'DescribeServices', error: 'Aborted' }]);
});

test('an abort lets a change land that is under way', async () => {
  let reply: (output: object) => void = () => undefined;
  const { account, calls } = fakeAccount({ UpdateApi: () => new Promise((resolve) => (reply = resolve)) });
  const controller = new AbortController();
  const command = new UpdateApiCommand({ ApiId: 'a' });
  const sending = account.send(account.clients.apigatewayv2, command, { signal: controller.signal });
  setImmediate(() => {
    controller.abort(new Error('cancelled'));
    setImmediate(() => reply({ ApiId: 'a' }));
  });
  expect(await sending).toMatchObject({ ApiId: 'a' });
  expect(calls).toMatchObject([{ operation: 'UpdateApi', requestId: 'request-1' }]);
});

test('a change that is refused after an abort says why, unless it would only be tried again', async () => {
  const controller = new AbortController();
  const denied = sdkError('AccessDeniedException', 'not yours', 403);
  const { account } = fakeAccount({ UpdateApi: () => (controller.abort(new Error('cancelled')), denied) });
  const command = new UpdateApiCommand({ ApiId: 'a' });
  await expect(
    account.send(account.clients.apigatewayv2, command, { signal: controller.signal }),
  ).rejects.toMatchObject({ kind: 'denied' });
});

test('before each further attempt it is told why', async () => {
  const { account } = fakeAccount({ UpdateApi: [conflict, conflict, { ApiId: 'a' }] });
  const reasons: string[] = [];
  await account.send(account.clients.apigatewayv2, new UpdateApiCommand({ ApiId: 'a' }), {
    onRetry: ({ reason }) => void reasons.push(reason),
  });
  expect(reasons).toEqual([conflict.message, conflict.message]);
});

test('after an abort nothing is sent', async () => {
  const { account, sent } = fakeAccount({ GetApis: {} });
  const signal = AbortSignal.abort(new Error('cancelled'));
  await expect(
    account.send(account.clients.apigatewayv2, new GetApisCommand({}), { signal }),
  ).rejects.toThrow('cancelled');
  expect(sent).toEqual([]);
});

test('an abort between attempts ends the waiting', async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled');
  const { account, sent } = fakeAccount({ UpdateApi: () => (controller.abort(reason), conflict) });
  const command = new UpdateApiCommand({ ApiId: 'a' });
  await expect(
    account.send(account.clients.apigatewayv2, command, { signal: controller.signal }),
  ).rejects.toBe(reason);
  expect(sent).toHaveLength(1);
});

test('who the credentials belong to is asked once, after a failure again', async () => {
  const { account, sent } = fakeAccount({
    GetCallerIdentity: [sdkError('ExpiredToken', 'expired', 403), IDENTITY],
  });
  await expect(account.identity()).rejects.toMatchObject({ kind: 'credentialsExpired' });
  const identity = { account: '123456789012', arn: IDENTITY.Arn, partition: 'aws' };
  expect(await account.identity()).toEqual(identity);
  expect(await account.identity()).toEqual(identity);
  expect(sent).toHaveLength(2);
});

test('what settings forbid is not sent, what only reads is', async () => {
  const why = 'Nothing is changed: the setting ecsTopology.readOnly is on.';
  const { account, sent } = fakeAccount({ GetApis: {}, UpdateApi: {} }, { refusal: () => why });
  const change = account.send(account.clients.apigatewayv2, new UpdateApiCommand({ ApiId: 'a' }));
  await expect(change).rejects.toThrow(why);
  await account.send(account.clients.apigatewayv2, new GetApisCommand({}));
  expect(sent.map(({ operation }) => operation)).toEqual(['GetApis']);
});
