import {
  CreateApiCommand,
  CreateVpcLinkCommand,
  GetApiCommand,
  GetVpcLinkCommand,
} from '@aws-sdk/client-apigatewayv2';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSandbox } from '../../../src/sandbox/sandbox';
import { folderStore } from '../../../src/sandbox/store';
import { clientsOf, createAccount, sequence } from './account';
import { deployChain } from './chain';
import { manualClock } from './manualClock';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'sandbox-')), 'world');
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

test('a world with everything in it is loaded as it was saved', async () => {
  const aws = await createAccount({ folder });
  await deployChain(aws);
  await aws.sandbox.close();
  const world = await folderStore(folder).load();
  expect(world?.regions.get('ap-southeast-1')?.ecs.tasks.size).toBe(2);
  const copy = folderStore(join(folder, 'copy'));
  await copy.load();
  if (world) await copy.save(world);
  expect(await copy.load()).toEqual(world);
});

test('after a restart what was on its way goes on, and what became due has happened', async () => {
  const clock = manualClock();
  const first = await createSandbox({ clock, folder, timeScale: 1, random: sequence() });
  const before = clientsOf(first);
  const { VpcLinkId } = await before.apiGateway.send(
    new CreateVpcLinkCommand({ Name: 'link', SubnetIds: ['subnet-a'] }),
  );
  clock.advance(60);
  await first.close();
  clock.advance(30);

  const second = await createSandbox({ clock, folder, timeScale: 1, random: sequence(2) });
  const after = clientsOf(second);
  const status = async () =>
    (await after.apiGateway.send(new GetVpcLinkCommand({ VpcLinkId }))).VpcLinkStatus;
  expect(await status()).toBe('PENDING');
  clock.advance(60);
  expect(await status()).toBe('AVAILABLE');
  await second.close();
});

test('what a change answered for is on disk, even if the process dies right after', async () => {
  const aws = await createAccount({ folder });
  const { ApiId } = await aws.apiGateway.send(new CreateApiCommand({ Name: 'api', ProtocolType: 'HTTP' }));
  const other = await createAccount({ folder });
  const found = await other.apiGateway.send(new GetApiCommand({ ApiId }));
  expect(found.Name).toBe('api');
  await aws.sandbox.close();
  await other.sandbox.close();
});

test('changes that come together are all saved', async () => {
  const aws = await createAccount({ folder });
  const names = Array.from({ length: 20 }, (_, index) => `api-${index}`);
  await Promise.all(
    names.map((Name) => aws.apiGateway.send(new CreateApiCommand({ Name, ProtocolType: 'HTTP' }))),
  );
  const world = await folderStore(folder).load();
  expect(world?.regions.get('ap-southeast-1')?.apiGateway.apis.size).toBe(20);
  await aws.sandbox.close();
});

test('folder and file are for the user alone', async () => {
  const aws = await createAccount({ folder });
  await aws.apiGateway.send(new CreateApiCommand({ Name: 'api', ProtocolType: 'HTTP' }));
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, 'world.json'))).mode & 0o777).toBe(0o600);
  await aws.sandbox.close();
});

test.each([
  ['is not JSON', '{', /cannot be read/],
  ['is of another version', '{"version":99}', /another version/],
])('a world that %s is refused and left as it is', async (_name, text, reason) => {
  const aws = await createAccount({ folder });
  await aws.sandbox.close();
  await writeFile(join(folder, 'world.json'), text);
  await expect(createSandbox({ folder })).rejects.toThrow(reason);
  expect(await readFile(join(folder, 'world.json'), 'utf8')).toBe(text);
});
