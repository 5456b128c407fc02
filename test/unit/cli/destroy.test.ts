import { expect, it } from 'vitest';
import type { AttachableClient } from '../../../src/aws/connection';
import type { Invocation } from '../../../src/cli/command';
import { destroyCommand } from '../../../src/cli/destroy';

/** A command line on a connection to account 123456789012, which answers who it is and nothing else. */
function invocation(document: object): Invocation & { readonly asked: string[] } {
  const asked: string[] = [];
  const attach = (client: AttachableClient) =>
    client.middlewareStack.add(
      (_next, context) => () => {
        asked.push(String(context.commandName));
        const output = { Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/me' };
        // The stack's types are each client's own; only STS is meant to be asked.
        return Promise.resolve({ output, response: {} }) as never;
      },
      { step: 'initialize', priority: 'high' },
    );
  return {
    asked,
    positionals: ['shop.topology.json'],
    values: { yes: true },
    io: {
      out: () => undefined,
      note: () => undefined,
      ask: () => Promise.resolve(undefined),
      readFile: () => Promise.resolve(JSON.stringify(document)),
      env: {},
      signal: new AbortController().signal,
    },
    open: () =>
      Promise.resolve({
        connection: { kind: 'sandbox', region: 'eu-west-1', attach, label: 'test' },
        close: () => Promise.resolve(),
      }),
  };
}

it('a file of another account destroys nothing in this one', async () => {
  const run = invocation({
    version: 1,
    name: 'shop',
    account: '999999999999',
    region: 'eu-west-1',
    nodes: {},
    edges: [],
  });
  await expect(destroyCommand.run(run)).rejects.toThrow(
    'The topology is for account 999999999999, the connection goes to 123456789012.',
  );
  expect(run.asked).toEqual(['GetCallerIdentityCommand']);
});
