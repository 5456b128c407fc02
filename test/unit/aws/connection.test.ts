import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClients } from '../../../src/aws/clients';
import {
  describeConnection,
  listProfiles,
  profileRegion,
  type ConfigFiles,
} from '../../../src/aws/connection';

let folder: string;
let files: Required<ConfigFiles>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ecs-topology-profiles-'));
  files = { configFile: join(folder, 'config'), credentialsFile: join(folder, 'credentials') };
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const CONFIG = `
[default]
region = eu-west-1
[profile dev]
sso_session = corp
region = ap-southeast-1
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
[services local]
ecs =
  endpoint_url = http://localhost
`;

test('profiles come from both files, without what is no profile', async () => {
  await writeFile(files.configFile, CONFIG);
  await writeFile(files.credentialsFile, '[old]\naws_access_key_id = a\naws_secret_access_key = b\n');
  expect(await listProfiles(files)).toEqual([
    { name: 'default', region: 'eu-west-1' },
    { name: 'dev', region: 'ap-southeast-1' },
    { name: 'old' },
  ]);
  expect(await profileRegion('dev', files)).toBe('ap-southeast-1');
  expect(await profileRegion('old', files)).toBeUndefined();
});

test('an edit of the files is seen', async () => {
  await writeFile(files.configFile, CONFIG);
  await listProfiles(files);
  await writeFile(files.configFile, '[profile other]\nregion = eu-west-1\n');
  expect((await listProfiles(files)).map(({ name }) => name)).toEqual(['other']);
});

test('without files there are no profiles', async () => {
  expect(await listProfiles(files)).toEqual([]);
});

test('a connection is shown in a few words', () => {
  expect(describeConnection({ kind: 'aws', profile: 'dev', region: 'eu-west-1' })).toBe('dev · eu-west-1');
  expect(describeConnection({ kind: 'endpoint', url: 'http://127.0.0.1:5000', region: 'eu-west-1' })).toBe(
    '127.0.0.1:5000 · eu-west-1',
  );
});

test('every client makes one attempt and sends no host prefix to an endpoint of its own', async () => {
  const clients = createClients({ kind: 'endpoint', url: 'http://127.0.0.1:5000', region: 'eu-west-1' });
  for (const key of [
    'apigatewayv2',
    'elbv2',
    'ecs',
    'servicediscovery',
    'ec2',
    'iam',
    'logs',
    'sts',
  ] as const) {
    const { config } = clients[key];
    expect(await config.maxAttempts()).toBe(1);
    expect(config.disableHostPrefix).toBe(true);
    expect(await config.credentials()).toMatchObject({ accessKeyId: 'test' });
    expect(await config.region()).toBe('eu-west-1');
  }
  clients.destroy();
});

test('a client is made once, and only when it is asked for', () => {
  const attached: unknown[] = [];
  const clients = createClients({
    kind: 'sandbox',
    region: 'eu-west-1',
    label: 'sandbox',
    attach: (client) => attached.push(client),
  });
  expect(attached).toEqual([]);
  expect(clients.ecs).toBe(clients.ecs);
  expect(attached).toEqual([clients.ecs]);
});
