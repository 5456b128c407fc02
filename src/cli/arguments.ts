import { parseArgs } from 'node:util';
import { EXIT, UserError, type Command, type Values } from './command';

/** Splits a command line by what the command takes; anything else is wrong usage. */
export function readArguments(
  command: Command,
  argv: readonly string[],
): { positionals: string[]; values: Values } {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, multiple }]) => [
      name,
      { type, multiple: multiple ?? false },
    ]),
  );
  let parsed;
  try {
    // `--sandbox` alone means a world for this command; parseArgs wants a value for every string.
    const args = argv.map((argument) => (argument === '--sandbox' ? '--sandbox=' : argument));
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error);
    throw new UserError(`${detail}\n${usageOf(command)}`, EXIT.usage);
  }
  const { min, max } = command.positionals;
  const { positionals, values } = parsed;
  if (positionals.length < min || positionals.length > max) {
    throw new UserError(usageOf(command), EXIT.usage);
  }
  // Options are declared as single strings, flags or lists of strings, and parsed strictly by that.
  return { positionals, values: values as Values };
}

export function usageOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, { value, help }]) => {
    const shown = value === undefined ? '' : value.startsWith('[') ? value : ` ${value}`;
    return `  ${`--${name}${shown}`.padEnd(24)}  ${help}`;
  });
  return [
    `Usage: ecs-topology ${command.name} ${command.arguments}`.trimEnd(),
    command.summary,
    '',
    ...options,
  ].join('\n');
}

export function overview(commands: readonly Command[]): string {
  return [
    'Usage: ecs-topology <command> [FILE] [options]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`),
    '',
    'ecs-topology <command> --help tells the options.',
  ].join('\n');
}
