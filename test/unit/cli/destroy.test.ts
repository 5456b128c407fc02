import { expect, it } from 'vitest';
import { destroyCommand } from '../../../src/cli/destroy';
import { invocation } from './invocation';

it('a file of another account destroys nothing in this one', async () => {
  const file = {
    version: 1,
    name: 'shop',
    account: '999999999999',
    region: 'eu-west-1',
    nodes: {},
    edges: [],
  };
  const run = invocation(file, { yes: true });
  await expect(destroyCommand.run(run)).rejects.toThrow(
    'The topology is for account 999999999999, the connection goes to 123456789012.',
  );
  expect(run.asked).toEqual(['GetCallerIdentityCommand']);
});

it('an environment of another account destroys nothing in this one', async () => {
  const file = {
    version: 1,
    name: 'shop',
    region: 'eu-west-1',
    environments: { prod: { account: '999999999999' } },
    nodes: {},
    edges: [],
  };
  const run = invocation(file, { yes: true, env: 'prod' });
  await expect(destroyCommand.run(run)).rejects.toThrow('The topology is for account 999999999999');
  expect(run.asked).toEqual(['GetCallerIdentityCommand']);
});

it('a stack is named whole', async () => {
  const run = { ...invocation({}, { yes: true, stack: 'shop', env: 'dev' }), positionals: [] };
  await expect(destroyCommand.run(run)).rejects.toMatchObject({ exitCode: 64 });
  expect(run.asked).toEqual([]);
});
