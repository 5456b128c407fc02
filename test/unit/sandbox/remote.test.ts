import {
  CreateLogGroupCommand,
  PutLogEventsCommand,
  CreateLogStreamCommand,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import { GetNamespaceCommand, CreatePrivateDnsNamespaceCommand } from '@aws-sdk/client-servicediscovery';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { remoteSandbox } from '../../../src/sandbox/middleware';
import { clientsOf, createAccount, type Account, type Clients } from './account';
import { trust } from './chain';

let aws: Account;
let far: Clients;
beforeEach(async () => {
  aws = await createAccount();
  const { url, key } = await aws.sandbox.listen();
  far = clientsOf(remoteSandbox(url, key));
});
afterEach(() => aws.sandbox.close());

test('another process sees the same account, with its dates', async () => {
  const { Role } = await far.iam.send(
    new CreateRoleCommand({ RoleName: 'far', AssumeRolePolicyDocument: trust }),
  );
  expect(Role?.CreateDate).toEqual(new Date(aws.clock.now()));
  const near = await aws.iam.send(new GetRoleCommand({ RoleName: 'FAR' }));
  expect(near.Role?.Arn).toBe(Role?.Arn);
});

test('an error arrives as it was thrown, with name, message, status and its own members', async () => {
  await expect(far.cloudMap.send(new GetNamespaceCommand({ Id: 'ns-none' }))).rejects.toMatchObject({
    name: 'NamespaceNotFound',
    message: 'ns-none not found.',
    $metadata: { httpStatusCode: 400 },
    $fault: 'client',
  });
  const create = new CreatePrivateDnsNamespaceCommand({
    Name: 'micro.local',
    Vpc: 'vpc-0123',
    CreatorRequestId: 'one',
  });
  const { OperationId } = await far.cloudMap.send(create);
  await expect(far.cloudMap.send(create)).rejects.toMatchObject({
    name: 'DuplicateRequest',
    DuplicateOperationId: OperationId,
  });
  await expect(
    far.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-none'] })),
  ).rejects.toMatchObject({ name: 'InvalidGroup.NotFound' });
});

test('a live tail streams over HTTP and ends when it is left', async () => {
  const logGroupName = '/ecs/far';
  await far.logs.send(new CreateLogGroupCommand({ logGroupName }));
  await far.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }));
  const { responseStream } = await far.logs.send(
    new StartLiveTailCommand({
      logGroupIdentifiers: ['arn:aws:logs:ap-southeast-1:123456789012:log-group:/ecs/far'],
    }),
  );
  const seen: (string | undefined)[] = [];
  for await (const event of responseStream ?? []) {
    if (event.sessionStart) {
      seen.push('start');
      await far.logs.send(
        new PutLogEventsCommand({
          logGroupName,
          logStreamName: 's',
          logEvents: [{ timestamp: aws.clock.now(), message: 'hello' }],
        }),
      );
    }
    if (event.sessionUpdate) {
      seen.push(...(event.sessionUpdate.sessionResults ?? []).map((one) => one.message));
      break;
    }
  }
  expect(seen).toEqual(['start', 'hello']);
});

test('a wrong key is said', async () => {
  const { url } = await secondDoor();
  const other = clientsOf(remoteSandbox(url, 'wrong'));
  await expect(other.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'SandboxRefused',
    message: expect.stringContaining(url) as unknown,
  });
});

test('a sandbox that is not there is said in a sentence that names it', async () => {
  const other = clientsOf(remoteSandbox('http://127.0.0.1:9', 'key'));
  await expect(other.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'SandboxUnreachable',
    message: 'no sandbox answers there, is it running?: http://127.0.0.1:9',
    code: 'ECONNREFUSED',
  });
});

test('a call that is given up ends at once', async () => {
  const { url, key } = await secondDoor();
  const target = remoteSandbox(url, key);
  const call = target.call({
    client: 'STSClient',
    command: 'GetCallerIdentityCommand',
    input: {},
    region: 'us-east-1',
    signal: AbortSignal.abort(),
  });
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
});

const others: Account[] = [];
afterEach(async () => {
  for (const other of others.splice(0)) await other.sandbox.close();
});

async function secondDoor() {
  const other = await createAccount();
  others.push(other);
  return other.sandbox.listen();
}
