import { describe, expect, it } from 'vitest';
import { policyCommand } from '../../../src/cli/policy';
import type { Values } from '../../../src/cli/command';
import type { PolicyDocument } from '../../../src/live/policy/document';
import { chain } from '../../fakes/topologies';
import { invocation } from './invocation';

async function printed(values: Values, document: object = chain()) {
  const run = invocation(document, values);
  const code = await policyCommand.run(run);
  return { code, asked: run.asked, out: JSON.parse(run.printed.join('\n')) as unknown };
}

const arnsIn = (out: unknown) => JSON.stringify(out).match(/arn:aws:ecs:[a-z0-9:-]*/g) ?? [];

describe('policy', () => {
  it('prints all three for the account of the connection', async () => {
    const { code, asked, out } = await printed({});
    expect([code, asked]).toEqual([0, ['GetCallerIdentityCommand']]);
    expect(Object.keys(out as object)).toEqual(['deploy', 'inspect', 'logs']);
    expect(new Set(arnsIn(out).map((arn) => arn.split(':')[4]))).toEqual(new Set(['123456789012']));
  });

  it('prints one as the document that IAM takes', async () => {
    const { out } = await printed({ for: 'logs' });
    const { Version, Statement } = out as PolicyDocument;
    expect(Version).toBe('2012-10-17');
    expect(Statement.map(({ Effect }) => Effect)).toEqual(Statement.map(() => 'Allow'));
  });

  it('asks nobody when account and region are known', async () => {
    const { asked, out } = await printed(
      { for: 'inspect', account: '210987654321' },
      { ...chain(), region: 'eu-west-1' },
    );
    expect(asked).toEqual([]);
    expect(arnsIn(out).every((arn) => arn.startsWith('arn:aws:ecs:eu-west-1:210987654321'))).toBe(true);
  });

  it.each([
    ['--for is one of deploy, inspect, logs: all', { for: 'all' }, {}],
    ['--account takes the twelve digits of an account: 12', { account: '12' }, {}],
    [
      'The file names its account, so --account is not for it: 123456789012',
      { account: '210987654321' },
      { account: '123456789012' },
    ],
    [
      'The file names its region, so --region is not for it: eu-west-1',
      { account: '210987654321', region: 'us-east-1' },
      { region: 'eu-west-1' },
    ],
  ])('is wrong usage: %s', async (message, values, members) => {
    const run = policyCommand.run(invocation({ ...chain(), ...members }, values));
    await expect(run).rejects.toMatchObject({ message, exitCode: 64 });
  });

  it('prints nothing for a file with errors', async () => {
    const broken = { ...chain(), nodes: { users: { kind: 'ecsService' } } };
    await expect(policyCommand.run(invocation(broken, {}))).rejects.toThrow(/^The topology has errors:/);
  });
});
