import { once } from 'node:events';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox';
import { EXIT, list, text, UserError, type Command, type Values } from './command';
import { readPolicies } from './policyFile';

/** Runs the simulated account for several processes until it is interrupted. */
export function sandboxCommand(create: (options: SandboxOptions) => Promise<Sandbox>): Command {
  return {
    name: 'sandbox',
    arguments: '',
    positionals: { min: 0, max: 0 },
    summary: 'Run a simulated AWS account on this machine.',
    options: {
      port: { type: 'string', value: 'PORT', help: 'Port of 127.0.0.1; a free one unless given.' },
      dir: { type: 'string', value: 'DIR', help: 'Keep the account in this folder.' },
      'time-scale': {
        type: 'string',
        value: 'N',
        help: "How many times faster than AWS's the time runs; 30 unless given.",
      },
      policy: {
        type: 'string',
        value: 'FILE',
        help: 'Refuse what these IAM policies do not allow, as "policy" prints them.',
      },
      backend: {
        type: 'string',
        value: 'SERVICE=URL',
        multiple: true,
        help: 'A local program that answers for a service, http://127.0.0.1:3000; may be repeated.',
      },
    },
    async run({ io, values }) {
      const folder = text(values, 'dir');
      const timeScale = number(values, 'time-scale', 0.001, 100_000);
      const port = number(values, 'port', 0, 65_535);
      const policy = text(values, 'policy');
      const allowed = policy === undefined ? undefined : await readPolicies(policy, io);
      const sandbox = await create({
        ...(folder === undefined ? {} : { folder }),
        ...(timeScale === undefined ? {} : { timeScale }),
        ...(allowed === undefined ? {} : { allowed }),
        backends: backends(values),
      }).catch(refused);
      try {
        const { url, key } = await sandbox.listen(port === undefined ? {} : { port });
        io.out(JSON.stringify({ event: 'listening', url, key }));
        if (!io.signal.aborted) await once(io.signal, 'abort');
        return EXIT.interrupted;
      } finally {
        await sandbox.close();
      }
    },
  };
}

/** What the account does not take of its options; anything else is a fault of ours. */
function refused(error: unknown): never {
  throw error instanceof RangeError ? new UserError(error.message, EXIT.usage) : error;
}

function number(values: Values, name: string, min: number, max: number): number | undefined {
  const given = text(values, name);
  if (given === undefined) return undefined;
  const value = Number(given);
  if (Number.isFinite(value) && value >= min && value <= max) return value;
  throw new UserError(`--${name} is a number from ${min} to ${max}: ${given}`, EXIT.usage);
}

function backends(values: Values): Record<string, string> {
  return Object.fromEntries(
    list(values, 'backend').map((entry) => {
      const at = entry.indexOf('=');
      if (at > 0) return [entry.slice(0, at), entry.slice(at + 1)];
      throw new UserError(
        `A backend is SERVICE=URL, such as user-service=http://127.0.0.1:3000: ${entry}`,
        EXIT.usage,
      );
    }),
  );
}
