import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { AwsError } from './aws/errors';
import { overview, readArguments, usageOf } from './cli/arguments';
import { EXIT, UserError, type Command, type ExitCode, type Io } from './cli/command';
import { createOpen } from './cli/connect';
import { deployCommand } from './cli/deploy';
import { destroyCommand } from './cli/destroy';
import { execCommand } from './cli/exec';
import { logsCommand } from './cli/logs';
import { planCommand } from './cli/plan';
import { policyCommand } from './cli/policy';
import { requestCommand } from './cli/request';
import { sandboxCommand } from './cli/sandbox';
import { stacksCommand } from './cli/stacks';
import { blackBoxCommand } from './cli/blackBox';
import { statusCommand } from './cli/status';
import { converse, runProgram } from './cli/terminal';
import { validateCommand } from './cli/validate';
import { PreflightError } from './live/preflightError';
import { attachSandbox, remoteSandbox } from './sandbox/middleware';
import { createSandbox } from './sandbox/sandbox';

const COMMANDS: readonly Command[] = [
  validateCommand,
  planCommand,
  deployCommand,
  destroyCommand,
  statusCommand,
  blackBoxCommand,
  logsCommand,
  requestCommand,
  execCommand,
  policyCommand,
  stacksCommand,
  sandboxCommand(createSandbox),
];

async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...rest] = argv;
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (!command) {
    const asked = name === undefined || name === '--help' || name === 'help';
    io.note(asked ? overview(COMMANDS) : `There is no such command: ${name}\n${overview(COMMANDS)}`);
    return name === undefined || !asked ? EXIT.usage : EXIT.done;
  }
  if (rest.includes('--help')) {
    io.out(usageOf(command));
    return EXIT.done;
  }
  const { positionals, values } = readArguments(command, rest);
  const open = createOpen(io.env, {
    create: () => createSandbox(),
    attachTo: (target) => (client) => attachSandbox(client, target),
    remote: remoteSandbox,
  });
  return command.run({ positionals, values, io, open });
}

/** Every error is one sentence; a fault of ours says so, without a stack trace. */
function failure(error: unknown, io: Io): ExitCode {
  if (io.signal.aborted) {
    io.note('Interrupted.');
    return EXIT.interrupted;
  }
  if (error instanceof UserError) {
    io.note(error.message);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  const expected = error instanceof AwsError || error instanceof PreflightError;
  io.note(expected ? message : `Something went wrong inside ecs-topology: ${message}`);
  return EXIT.failed;
}

function terminalIo(signal: AbortSignal): Io {
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
    async ask(question) {
      if (!process.stdin.isTTY) return undefined;
      const terminal = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await terminal.question(question, { signal });
      } finally {
        terminal.close();
      }
    },
    readFile: (path) => readFile(path, 'utf8'),
    env: process.env,
    run: runProgram,
    converse,
    colours: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    signal,
  };
}

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interruption.abort(new Error('Interrupted.')));
}
// Whoever reads us may stop reading (`| head`); that is no error.
process.stdout.on('error', () => process.exit(EXIT.done));
const io = terminalIo(interruption.signal);
void main(process.argv.slice(2), io)
  .catch((error: unknown) => failure(error, io))
  .then((code) => {
    process.exitCode = code;
  });
