import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAccount } from '../../src/aws/account';
import { systemClock } from '../../src/aws/clock';
import { runCli } from './commandLine';
import { startMoto, type Moto } from './moto';
import { makeNetwork, REGION } from './stage';

let moto: Moto;
let folder: string;
let file: string;

beforeAll(async () => {
  moto = await startMoto();
  folder = await mkdtemp(path.join(tmpdir(), 'ecs-topology-'));
  file = path.join(folder, 'chain.topology.json');
  const account = createAccount(
    { kind: 'endpoint', url: moto.url, region: REGION },
    { clock: systemClock(), random: Math.random },
  );
  const { vpcId, subnetIds } = await makeNetwork(account);
  account.dispose();
  const text = await readFile(new URL('../fixtures/original-chain.topology.json', import.meta.url), 'utf8');
  await writeFile(
    file,
    text
      .replace('"vpc-0123"', JSON.stringify(vpcId))
      .replace('["subnet-a", "subnet-b"]', JSON.stringify(subnetIds)),
  );
});
afterAll(async () => {
  await moto.stop();
  await rm(folder, { recursive: true, force: true });
});

it('deploys, plans to nothing and destroys against an endpoint that is not AWS', async () => {
  const cli = (...args: string[]) => runCli([...args, '--endpoint-url', moto.url]);

  const deployed = await cli('deploy', file, '--yes', '--no-wait', '--json');
  expect(deployed.notes).toBe('');
  expect(deployed.lines<{ result?: string }>().at(-1)).toMatchObject({
    event: 'summary',
    result: 'accepted',
  });

  const again = await cli('plan', file, '--exit-code', '--json');
  expect(again.code).toBe(0);
  expect(JSON.parse(again.out)).toMatchObject({ changes: [] });
  // What the endpoint does not answer is named once, not taken for a change.
  expect(again.notes).toContain('AWS::ECS::Service');

  expect((await cli('destroy', file, '--yes', '--logs', '--json')).code).toBe(0);
  expect(JSON.parse((await cli('stacks', '--json', '--region', REGION)).out)).toEqual([]);
});
