import type { MiddlewareStack, Provider } from '@smithy/types';
import type { Sandbox } from './sandbox';
import { remoteCall } from './remote';

/** What the clients need of a sandbox, in this process or another. */
export type SandboxTarget = Pick<Sandbox, 'call'>;

/** An SDK v3 client, as far as the sandbox is concerned. */
export interface SandboxClient<Input extends object, Output extends object> {
  readonly middlewareStack: Pick<MiddlewareStack<Input, Output>, 'add'>;
  readonly config: { readonly region: Provider<string> };
}

/**
 * Puts a sandbox behind a client: each command is answered before the SDK resolves credentials, serialises or
 * sends anything. Paginators, waiters and event streams work as ever; the SDK's own retry, a later step, never
 * sees a call, nor does an `abortSignal` given to `send`.
 */
export function attachSandbox<Input extends object, Output extends object>(
  client: SandboxClient<Input, Output>,
  target: SandboxTarget,
): void {
  client.middlewareStack.add(
    (_next, context) => async (args) => {
      const output = await target.call({
        client: context.clientName ?? '',
        command: context.commandName ?? '',
        input: args.input,
        region: await client.config.region(),
      });
      // The sandbox answers a command with that command's output.
      return { output: output as Output, response: {} };
    },
    { step: 'initialize', priority: 'high', name: 'ecsTopologySandbox', override: true },
  );
}

/**
 * A sandbox that another process runs. `url` is what it printed when it began to listen, `key` the key beside
 * it. Errors of the account arrive as they were thrown; a sandbox that does not answer is an error named
 * `SandboxUnreachable`, a wrong key one named `SandboxRefused`.
 */
export function remoteSandbox(url: string, key: string): SandboxTarget {
  return { call: ({ signal, ...request }) => remoteCall(url, key, request, signal) };
}
