import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startExecEndpoint, TASK, TOKEN, type ExecEndpoint } from '../fakes/execEndpoint';
import { installPlugin, type PluginStart } from '../fakes/sessionManagerPlugin';
import { startCli, startSandbox, type Output } from './commandLine';

const CHAIN = fileURLToPath(new URL('../fixtures/original-chain.topology.json', import.meta.url));

/** Where a real one would be found on this machine. */
const INSTALLED = [
  '/usr/local/sessionmanagerplugin/bin',
  '/usr/local/bin',
  '/usr/bin',
  '/opt/homebrew/bin',
].map((place) => `${place}/session-manager-plugin`);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ecs-topology-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('exec with the plugin of AWS', () => {
  let endpoint: ExecEndpoint;
  let programs: string;
  beforeEach(async () => {
    endpoint = await startExecEndpoint();
    programs = path.join(folder, 'programs');
    await mkdir(programs);
  });
  afterEach(() => endpoint[Symbol.asyncDispose]());

  /** Types into a run of the command line, once what it started has printed its first line. */
  const run = (args: readonly string[], typed = '', interrupts = 0): Promise<Output> => {
    const cli = startCli(['exec', CHAIN, ...args], { PATH: programs }, { cwd: folder, typed, interrupts });
    return cli.ended;
  };
  const startOf = ({ out }: Output) => JSON.parse(out.split('\n')[0] ?? '') as PluginStart;
  const executed = () => endpoint.asked.filter(({ operation }) => operation === 'ExecuteCommand');

  it('starts it with arguments, no shell, and the token in a variable; the terminal is its own', async () => {
    await installPlugin(programs, '1.2.707.0');
    const command = 'sh -c "echo $HOME; touch here" ; touch here $(touch here) `touch here`';
    const url = `${endpoint.url}/;touch\${IFS}here;$(touch\${IFS}here)`;
    const output = await run(['--endpoint-url', url, '--command', command], 'what is typed\n');
    expect(output.notes).toBe('');
    expect(output.code).toBe(0);
    const { args, session } = startOf(output);
    expect(args).toEqual([
      'AWS_SSM_START_SESSION_RESPONSE',
      'ap-southeast-1',
      'StartSession',
      '',
      JSON.stringify({ Target: `ecs:microservices-cluster_${TASK}_${TASK}-1` }),
      url,
    ]);
    expect(JSON.parse(session ?? '')).toEqual({
      SessionId: 'ecs-execute-command-1',
      StreamUrl: 'wss://127.0.0.1:1/channel',
      TokenValue: TOKEN,
    });
    expect(args.join(' ')).not.toContain(TOKEN);
    expect(output.out.split('\n')[1]).toBe('what is typed');
    expect(executed().map(({ input }) => input)).toEqual([
      expect.objectContaining({
        command,
        interactive: true,
        container: 'user-service',
        cluster: 'microservices-cluster',
      }),
    ]);
    expect(await readdir(folder)).toEqual(['programs']);
    expect(await readdir(programs)).toEqual(['session-manager-plugin']);
  });

  it('leaves Ctrl+C to what runs in the container', async () => {
    await installPlugin(programs, '1.2.707.0');
    const output = await run(['--endpoint-url', endpoint.url], 'still here\n', 3);
    expect(output.out.split('\n')[1]).toBe('still here');
    expect(output.code).toBe(0);
  });

  it('hands the session to an older plugin as the AWS CLI does, and says what that means', async () => {
    await installPlugin(programs, '1.2.463.0');
    const output = await run(['--endpoint-url', endpoint.url]);
    expect(JSON.parse(startOf(output).args[0] ?? '')).toMatchObject({ TokenValue: TOKEN });
    expect(startOf(output).session).toBeUndefined();
    expect(output.notes).toMatch(/^Every user of this machine can see the token .* Update/);
    expect(output.notes).not.toContain(TOKEN);
  });

  it.skipIf(INSTALLED.some(existsSync))(
    'begins nothing without the plugin, and says what to install',
    async () => {
      const output = await run(['--endpoint-url', endpoint.url]);
      expect(output.code).toBe(1);
      expect(output.notes).toMatch(/^The Session Manager plugin, .* is not installed here\. Install it/);
      expect(executed()).toEqual([]);
    },
  );
});

it('a pipe types into the shell of the sandbox', async () => {
  await using sandbox = await startSandbox(['--time-scale', '300']);
  const file = path.join(folder, 'exec.topology.json');
  const chain = JSON.parse(await readFile(CHAIN, 'utf8')) as { nodes: Record<string, object> };
  const service = chain.nodes['user-service'];
  const cli = (args: readonly string[], typed?: string) =>
    startCli([...args, ...sandbox.options], sandbox.env, typed === undefined ? {} : { typed }).ended;
  await writeFile(
    file,
    JSON.stringify({ ...chain, nodes: { ...chain.nodes, 'user-service': { ...service, exec: true } } }),
  );
  expect((await cli(['deploy', file, '--yes'])).code).toBe(0);

  const typed = 'nslookup user-service.micro.local\ncurl http://user-service.micro.local\nexit 3';
  const output = await cli(['exec', file], typed);
  expect(output.notes).toBe('');
  expect(output.code).toBe(1);
  expect(output.out).toMatch(/Name:\tuser-service\.micro\.local\nAddress: 10\.20\./);
  // A task is not let into its own group: the way is from the load balancer.
  expect(output.out).toContain('curl: (28) Failed to connect to user-service.micro.local port 80');

  expect((await cli(['exec', file, '--command', 'hostname'])).out).toMatch(/^ip-10-20-/);
  const nobody = await cli(['exec', file, '--task', 'nosuch']);
  expect([nobody.code, nobody.notes]).toEqual([
    1,
    expect.stringMatching(/^No such task is running; there are [0-9a-f]{8}/),
  ]);
  const stranger = await cli(['exec', file, '--node', 'nosuch']);
  expect([stranger.code, stranger.notes]).toEqual([
    64,
    expect.stringContaining('there are user-service: nosuch'),
  ]);
  const container = await cli(['exec', file, '--container', 'nosuch']);
  expect([container.code, container.notes]).toEqual([
    64,
    expect.stringContaining('there are user-service: nosuch'),
  ]);
});
