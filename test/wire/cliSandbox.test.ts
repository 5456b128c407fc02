import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, startSandbox, type RunningSandbox } from './commandLine';

const CHAIN = fileURLToPath(new URL('../fixtures/original-chain.topology.json', import.meta.url));

interface Summary {
  event: string;
  result: string;
  outputs: { invokeUrl: string; apis: Record<string, string> };
  calls: Record<string, number>;
}

describe('the command line and a running sandbox', () => {
  let sandbox: RunningSandbox;
  let folder: string;
  const cli = (...args: string[]) => runCli([...args, ...sandbox.options], sandbox.env);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ecs-topology-'));
    sandbox = await startSandbox(['--time-scale', '300', '--dir', path.join(folder, 'world')]);
  });
  afterAll(async () => {
    await sandbox[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('deploys the original chain, answers through it, tells of it and takes it down', async () => {
    const planned = await cli('plan', CHAIN, '--exit-code', '--json');
    expect(planned.code).toBe(2);
    expect(JSON.parse(planned.out)).toMatchObject({
      stack: 'microservices',
      account: '123456789012',
      region: 'ap-southeast-1',
      summary: { update: 0, replace: 0, delete: 0 },
    });

    const deployed = await cli('deploy', CHAIN, '--yes', '--json');
    expect(deployed.notes).toBe('');
    expect(deployed.code).toBe(0);
    const summary = deployed.lines<Summary>().at(-1);
    expect(summary).toMatchObject({ event: 'summary', result: 'succeeded' });
    expect(summary?.calls['ECS.CreateService']).toBe(1);
    const invokeUrl = summary?.outputs.invokeUrl ?? '';
    expect(invokeUrl).toMatch(/\/execute-api\/\w+\/prod$/);

    for (const target of ['/users', '/users/42']) {
      const answer = await fetch(`${invokeUrl}${target}`);
      expect(answer.status).toBe(200);
      const echoed = await answer.text();
      expect(echoed).toContain(`GET ${target}\n`);
      expect(echoed).not.toContain('/prod');
    }
    expect((await fetch(`${invokeUrl}/orders`)).status).toBe(404);

    const status = await cli('status', CHAIN, '--json');
    expect(status.code).toBe(0);
    const report = JSON.parse(status.out) as { health: string; hops: { state: string }[] };
    expect(report.health).toBe('ok');
    expect(report.hops.length).toBeGreaterThan(8);
    expect(report.hops.filter(({ state }) => state !== 'ok')).toEqual([]);

    const logs = await cli('logs', CHAIN, '--since', '1h', '--json', '--include', 'GET /users');
    expect(logs.lines<{ service: string; message: string }>().map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('GET /users/42'),
        expect.stringMatching(/GET \/users\b(?!\/)/),
      ]),
    );

    const request = await cli('request', CHAIN, 'list users', '--json');
    expect(request.code).toBe(0);
    expect(JSON.parse(request.out)).toMatchObject({ status: 200, ok: true });

    const again = await cli('plan', CHAIN, '--exit-code');
    expect(again.code).toBe(0);
    const noop = await cli('deploy', CHAIN, '--yes', '--json');
    const mutations = Object.keys(noop.lines<Summary>().at(-1)?.calls ?? {}).filter(
      (call) => !/\.(Get|List|Describe|Filter)/.test(call),
    );
    expect(mutations).toEqual([]);

    const stacks = await cli('stacks', '--json', '--region', 'ap-southeast-1');
    expect(JSON.parse(stacks.out)).toMatchObject([{ stack: 'microservices' }]);

    const destroyed = await cli('destroy', CHAIN, '--yes', '--logs', '--json');
    expect(destroyed.code).toBe(0);
    expect(destroyed.lines<Summary>().at(-1)).toMatchObject({ result: 'succeeded' });
    expect(JSON.parse((await cli('stacks', '--json', '--region', 'ap-southeast-1')).out)).toEqual([]);
    const rest = await cli('plan', CHAIN, '--destroy', '--json');
    expect(JSON.parse(rest.out)).toMatchObject({ changes: [] });
  });

  it('keeps an environment of a file apart from its base', async () => {
    const file = path.join(folder, 'environments.topology.json');
    const chain = JSON.parse(await readFile(CHAIN, 'utf8')) as object;
    const environments = { dev: { nodes: { 'user-service': { desiredCount: 1 } } } };
    await writeFile(file, JSON.stringify({ ...chain, environments }));
    const stacks = async () => {
      const { out } = await cli('stacks', '--json', '--region', 'ap-southeast-1');
      return (JSON.parse(out) as { stack: string }[]).map(({ stack }) => stack);
    };
    expect((await cli('deploy', file, '--yes')).code).toBe(0);
    expect((await cli('deploy', file, '--env', 'dev', '--yes')).code).toBe(0);
    expect(await stacks()).toEqual(['microservices', 'microservices/dev']);
    expect((await cli('request', file, 'list users', '--env', 'dev')).code).toBe(0);
    expect((await cli('destroy', file, '--env', 'dev', '--yes', '--logs')).code).toBe(0);
    expect(await stacks()).toEqual(['microservices']);
    expect((await cli('plan', file, '--exit-code')).code).toBe(0);
    await cli('destroy', file, '--yes', '--logs');
  });

  it('takes back what a deploy has changed that fails', async () => {
    await cli('deploy', CHAIN, '--yes');
    const text = (await readFile(CHAIN, 'utf8')).replace('hello:latest', 'hello:does-not-exist');
    const broken = path.join(folder, 'rollback.topology.json');
    await writeFile(broken, text);
    const failed = await cli('deploy', broken, '--yes', '--rollback', '--json');
    expect(failed.code).toBe(1);
    expect(failed.lines().at(-1)).toMatchObject({
      event: 'summary',
      result: 'failed',
      failures: [
        { id: 'user-service/service', reason: expect.stringMatching(/went back to.*not found/) as string },
      ],
      rollback: { result: 'succeeded' },
    });
    expect((await cli('plan', CHAIN, '--exit-code')).code).toBe(0);
    await cli('destroy', CHAIN, '--yes', '--logs');
  });

  it('keeps log groups on destroy unless they are asked for, and names them', async () => {
    await cli('deploy', CHAIN, '--yes', '--no-wait');
    const destroyed = await cli('destroy', CHAIN, '--yes');
    expect(destroyed.code).toBe(0);
    expect(destroyed.notes).toContain('/ecs/microservices/user-service');
    expect(
      (await cli('destroy', '--stack', 'microservices', '--region', 'ap-southeast-1', '--yes', '--logs'))
        .code,
    ).toBe(0);
    expect(JSON.parse((await cli('stacks', '--json', '--region', 'ap-southeast-1')).out)).toEqual([]);
  });

  it('says in a sentence what is wrong with the file or the command, and changes nothing', async () => {
    const broken = path.join(folder, 'broken.topology.json');
    const cases: [content: string, expected: RegExp][] = [
      ['{ "version": 1, ', /broken\.topology\.json:1:\d+: error: Line 1/],
      ['', /the file is empty/],
      ['[]', /a topology is an object/],
      [
        '{ "version": 2, "name": "a", "nodes": {}, "edges": [] }',
        /version 2; this extension reads version 1/,
      ],
      [
        '{ "version": 1, "name": "a", "nodes": { "x": { "kind": "nlbb" } }, "edges": [] }',
        /Did you mean nlb\?/,
      ],
      [
        '{ "version": 1, "name": "a", "nodes": { "n": { "kind": "nlb" }, "c": { "kind": "client" } }, "edges": [{ "from": "n", "to": "c" }] }',
        /Draw it the other way round|connects to/,
      ],
      [
        '{ "version": 1, "name": "a", "nodes": {}, "edges": [{ "from": "x", "to": "y" }] }',
        /does not exist: x/,
      ],
      [
        '{ "version": 1, "name": "a", "nodes": { "s": { "kind": "ecsService", "port": 80, "cluster": "c" } }, "edges": [] }',
        /image is required/,
      ],
      ['{ "version": 1, "name": "a", "nodes": {}, "edges": [] }', /No network is chosen/],
      [
        '{ "version": 1, "name": "a", "account": "999999999999", "network": { "vpcId": "vpc-0123", "subnetIds": ["subnet-a"] }, "nodes": {}, "edges": [] }',
        /account 999999999999, the connection goes to 123456789012/,
      ],
      [
        '{ "version": 1, "name": "a", "network": { "vpcId": "vpc-9", "subnetIds": ["subnet-a"] }, "nodes": { "n": { "kind": "nlb" } }, "edges": [] }',
        /no such VPC/,
      ],
    ];
    for (const [content, expected] of cases) {
      await writeFile(broken, content);
      const result = await cli('deploy', broken, '--yes');
      expect(result.notes).toMatch(expected);
      expect(result.notes).not.toMatch(/\n\s+at /);
      expect(result.code).toBe(1);
    }
    expect((await cli('deploy', path.join(folder, 'nowhere.json'))).notes).toContain('There is no such file');
    expect((await cli('deploy', CHAIN)).code).toBe(64);
    expect((await runCli(['deploy', CHAIN, '--yes', '--sandbox=http://127.0.0.1:1'], sandbox.env)).code).toBe(
      1,
    );
    expect(
      (
        await runCli(['deploy', CHAIN, '--yes', `--sandbox=${sandbox.url}`], {
          ECS_TOPOLOGY_SANDBOX_KEY: 'wrong',
        })
      ).code,
    ).toBe(1);
    expect((await runCli(['plan', CHAIN, '--nonsense'])).code).toBe(64);
    expect((await runCli(['dance'])).code).toBe(64);
    expect(JSON.parse((await cli('stacks', '--json', '--region', 'ap-southeast-1')).out)).toEqual([]);
  });
});
