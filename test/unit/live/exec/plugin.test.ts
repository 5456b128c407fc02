import { expect, it } from 'vitest';
import { findPlugin, pluginProgram, pluginWarning, type Machine } from '../../../../src/live/exec/plugin';

const SESSION = {
  sessionId: 'ecs-execute-command-1',
  streamUrl: 'wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/1',
  tokenValue: 'do-not-show-me',
  target: 'ecs:shop_0123_0123-456',
};
const RESPONSE = JSON.stringify({
  SessionId: SESSION.sessionId,
  StreamUrl: SESSION.streamUrl,
  TokenValue: SESSION.tokenValue,
});
const TARGET = '{"Target":"ecs:shop_0123_0123-456"}';
const aws = { kind: 'aws', profile: 'dev', region: 'eu-west-1' } as const;

/** A machine on which a plugin of some version stands at some places. */
function machine(version: string | Error, places: readonly string[], more: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/home/me/bin:/usr/bin' },
    isExecutable: (path) => Promise.resolve(places.includes(path)),
    output: (path, args) => {
      expect(places).toContain(path);
      expect(args).toEqual(['--version']);
      return version instanceof Error ? Promise.reject(version) : Promise.resolve(`${version}\n`);
    },
    ...more,
  };
}

const found = async (it: Machine) => {
  const plugin = await findPlugin(it);
  if (!plugin.ok) throw new Error(plugin.reason);
  return plugin.value;
};

it('gives a plugin of today its session in a variable: neither argument nor anything else has the token', async () => {
  const plugin = await found(machine('1.2.633.0', ['/usr/bin/session-manager-plugin']));
  const program = pluginProgram(plugin, SESSION, aws);
  expect(program).toEqual({
    path: '/usr/bin/session-manager-plugin',
    args: ['AWS_SSM_START_SESSION_RESPONSE', 'eu-west-1', 'StartSession', 'dev', TARGET, ''],
    env: { AWS_SSM_START_SESSION_RESPONSE: RESPONSE },
  });
  expect(program.args.join(' ')).not.toContain(SESSION.tokenValue);
  expect(pluginWarning(plugin)).toBeUndefined();
});

it.each([
  ['1.2.497.0', false],
  ['1.2.498.0', true],
  ['1.2.54.0', false],
  ['1.3', true],
  ['2', true],
  ['something else', false],
])('version %s takes a variable: %s', async (version, readsEnvironment) => {
  const plugin = await found(machine(version, ['/usr/bin/session-manager-plugin']));
  expect(plugin.readsEnvironment).toBe(readsEnvironment);
});

it('gives an older plugin its session as an argument, as the AWS CLI does, and says that it should be updated', async () => {
  const plugin = await found(machine('1.2.463.0', ['/usr/bin/session-manager-plugin']));
  const program = pluginProgram(plugin, SESSION, { ...aws, profile: undefined });
  expect(program.args).toEqual([RESPONSE, 'eu-west-1', 'StartSession', '', TARGET, '']);
  expect(program.env).toEqual({});
  expect(pluginWarning(plugin)).toMatch(
    /^Every user .* Update .*: \/usr\/bin\/session-manager-plugin 1\.2\.463\.0$/,
  );
  expect(pluginWarning(plugin)).not.toContain(SESSION.tokenValue);
});

it('sends the plugin where the calls go', async () => {
  const plugin = await found(machine('1.2.633.0', ['/usr/bin/session-manager-plugin']));
  const endpoint = { kind: 'endpoint', url: 'http://127.0.0.1:4566', region: 'eu-west-1' } as const;
  expect(pluginProgram(plugin, SESSION, endpoint).args.slice(3)).toEqual([
    '',
    TARGET,
    'http://127.0.0.1:4566',
  ]);
});

it('finds the plugin where its installers put it, also outside of PATH', async () => {
  const linux = '/usr/local/sessionmanagerplugin/bin/session-manager-plugin';
  expect((await found(machine('1.2.633.0', [linux]))).path).toBe(linux);
  const windows = 'C:\\Program Files\\Amazon\\SessionManagerPlugin\\bin\\session-manager-plugin.exe';
  const env = { Path: 'C:\\Windows;.' };
  expect((await found(machine('1.2.633.0', [windows], { platform: 'win32', env }))).path).toBe(windows);
});

it('never takes a program of the folder that happens to be open', async () => {
  const asked: string[] = [];
  const isExecutable = (path: string) => Promise.resolve(asked.push(path) > 1000);
  await findPlugin(machine('1', [], { env: { PATH: '.:bin::/opt/bin' }, isExecutable }));
  expect(asked).toContain('/opt/bin/session-manager-plugin');
  expect(asked.filter((path) => !path.startsWith('/'))).toEqual([]);
});

it('says what to install where there is none, and what to do with one that does not start', async () => {
  expect(await findPlugin(machine('1.2.633.0', []))).toEqual({
    ok: false,
    reason: expect.stringMatching(
      /is not installed here\. Install it, then try again: https:\/\/docs\.aws/,
    ) as string,
  });
  const broken = machine(new Error('exec format error'), ['/usr/bin/session-manager-plugin']);
  expect(await findPlugin(broken)).toEqual({
    ok: false,
    reason: expect.stringMatching(/does not start\. Install it anew .*: \/usr\/bin/) as string,
  });
});
