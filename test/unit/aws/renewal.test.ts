import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { CreateApiCommand, GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createClients } from '../../../src/aws/clients';
import { fakeAccount, IDENTITY, sdkError } from './fakes';

const expired = sdkError(
  'ExpiredTokenException',
  'The security token included in the request is expired',
  400,
);
const getApis = () => new GetApisCommand({});

test('an expired session is asked about once, and every call goes on with the next one', async () => {
  let isExpired = true;
  const answer = () => (isExpired ? expired : { Items: [], services: [] });
  const { account, sent } = fakeAccount({
    GetApis: answer,
    DescribeServices: answer,
    CreateApi: () => (isExpired ? expired : { ApiId: 'a' }),
    GetCallerIdentity: IDENTITY,
  });
  const asked: string[] = [];
  let goOn: (yes: boolean) => void = () => undefined;
  account.askWhenExpired((error) => {
    asked.push(error.kind);
    return new Promise((resolve) => (goOn = resolve));
  });
  const { apigatewayv2, ecs } = account.clients;
  const calls = [
    account.send(apigatewayv2, getApis()),
    account.send(apigatewayv2, new CreateApiCommand({ Name: 'x', ProtocolType: 'HTTP' })),
  ];
  await new Promise(setImmediate);
  expect(asked).toEqual(['credentialsExpired']);
  const later = account.send(ecs, new DescribeServicesCommand({ services: ['a'] }));
  await new Promise(setImmediate);
  expect(sent.map(({ operation }) => operation)).toEqual(['GetApis', 'CreateApi']);
  isExpired = false;
  goOn(true);
  expect(await Promise.all([...calls, later])).toMatchObject([
    { Items: [] },
    { ApiId: 'a' },
    { services: [] },
  ]);
  expect(asked).toHaveLength(1);
});

test('a session that has expired again is asked about again', async () => {
  const { account } = fakeAccount({
    GetApis: [expired, { Items: [] }],
    GetCallerIdentity: [expired, IDENTITY],
  });
  let asked = 0;
  account.askWhenExpired(() => Promise.resolve((asked += 1) > 0));
  await account.send(account.clients.apigatewayv2, getApis());
  expect(asked).toBe(2);
});

test('whoever gives up is not asked again, and the calls fail with how to sign in', async () => {
  const { account } = fakeAccount({ GetApis: expired });
  let asked = 0;
  account.askWhenExpired(() => {
    asked += 1;
    return Promise.resolve(false);
  });
  for (let call = 1; call <= 2; call += 1) {
    await expect(account.send(account.clients.apigatewayv2, getApis())).rejects.toThrow(/Sign in again/);
  }
  expect(asked).toBe(1);
});

test('nobody is asked once the run that could be asked is over', async () => {
  const { account } = fakeAccount({ GetApis: expired });
  const stop = account.askWhenExpired(() => Promise.reject(new Error('asked')));
  stop();
  await expect(account.send(account.clients.apigatewayv2, getApis())).rejects.toMatchObject({
    kind: 'credentialsExpired',
  });
});

test('a session of another account is refused before anything is sent with it', async () => {
  const other = { ...IDENTITY, Account: '999999999999' };
  const { account, sent } = fakeAccount({
    GetApis: [expired, { Items: [] }],
    GetCallerIdentity: [IDENTITY, other],
  });
  await account.identity();
  account.askWhenExpired(() => Promise.resolve(true));
  await expect(account.send(account.clients.apigatewayv2, getApis())).rejects.toThrow(
    'Sign in to 123456789012, then run this once more; it goes on where it stopped: 999999999999',
  );
  expect(sent.filter(({ operation }) => operation === 'GetApis')).toHaveLength(1);
});

test('an abort ends the wait for somebody who does not answer', async () => {
  const { account } = fakeAccount({ GetApis: expired });
  account.askWhenExpired(() => new Promise(() => undefined));
  const controller = new AbortController();
  const { signal } = controller;
  const sending = account.send(account.clients.apigatewayv2, getApis(), { signal });
  const reason = new Error('cancelled');
  setImmediate(() => controller.abort(reason));
  await expect(sending).rejects.toBe(reason);
});

test('credentials are kept until they are given up, and then read anew', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'credentials-'));
  const file = join(folder, 'credentials');
  const before = process.env['AWS_SHARED_CREDENTIALS_FILE'];
  const write = (key: string) =>
    writeFile(file, `[dev]\naws_access_key_id = ${key}\naws_secret_access_key = secret\n`);
  try {
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = file;
    const clients = createClients({
      kind: 'endpoint',
      url: 'http://127.0.0.1:1',
      region: 'eu-west-1',
      profile: 'dev',
    });
    const key = async () => (await clients.ecs.config.credentials()).accessKeyId;
    await write('first');
    expect(await key()).toBe('first');
    await write('second');
    expect(await key()).toBe('first');
    clients.renewCredentials();
    expect(await key()).toBe('second');
    expect((await clients.ec2.config.credentials()).accessKeyId).toBe('second');
  } finally {
    if (before === undefined) delete process.env['AWS_SHARED_CREDENTIALS_FILE'];
    else process.env['AWS_SHARED_CREDENTIALS_FILE'] = before;
    await rm(folder, { recursive: true });
  }
});
