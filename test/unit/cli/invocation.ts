import type { AttachableClient } from '../../../src/aws/connection';
import type { Invocation, Values } from '../../../src/cli/command';

export interface TestInvocation extends Invocation {
  /** Commands that AWS was asked. */
  readonly asked: string[];
  /** Lines of the result. */
  readonly printed: string[];
}

/** A command line on a file, and a connection to account 123456789012 in eu-west-1, which answers who it is and nothing else. */
export function invocation(document: object, values: Values): TestInvocation {
  const asked: string[] = [];
  const printed: string[] = [];
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
    printed,
    positionals: ['shop.topology.json'],
    values,
    io: {
      out: (line) => void printed.push(line),
      note: () => undefined,
      ask: () => Promise.resolve(undefined),
      readFile: () => Promise.resolve(JSON.stringify(document)),
      env: {},
      signal: new AbortController().signal,
      run: () => Promise.reject(new Error('no terminal')),
      converse: () => Promise.reject(new Error('no terminal')),
    },
    open: () =>
      Promise.resolve({
        connection: { kind: 'sandbox', region: 'eu-west-1', attach, label: 'test' },
        close: () => Promise.resolve(),
      }),
  };
}
