import type { Connection } from '../aws/connection';
import type { Program } from '../live/exec/plugin';
import type { LiveTerminal } from '../live/exec/sandboxTerminal';

/** A sentence for whoever called; no stack trace, no fault of ours. */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    message: string,
    readonly exitCode: ExitCode = EXIT.failed,
  ) {
    super(message);
  }
}

/** Exit codes of product.md §7: 64 is EX_USAGE of sysexits.h, 130 is 128 + SIGINT. */
export const EXIT = { done: 0, failed: 1, changes: 2, usage: 64, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Options as given: strings, flags, and lists of options that may be repeated. */
export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** How the value is called in the usage: `--region REGION`. */
  readonly value?: string;
  readonly help: string;
}

/** What a command has besides its arguments. */
export interface Io {
  /** Results: one line. */
  out(line: string): void;
  /** Everything else. */
  note(line: string): void;
  /** Answers a question; undefined without a terminal. */
  ask(question: string): Promise<string | undefined>;
  readFile(path: string): Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Gives the terminal to a program until it ends; tells its exit code. */
  run(program: Program): Promise<number>;
  /** Lets whoever sits there type into a terminal until it ends; tells the exit code. */
  converse(
    make: (write: (text: string) => void, echo: boolean) => LiveTerminal,
    signal: AbortSignal,
  ): Promise<number>;
  /** Results go to a terminal that shows colours. */
  readonly colours?: boolean;
}

/** Where calls are to go; the root knows how to stand a sandbox behind them. */
export interface Open {
  (
    values: Values,
    fileRegion: string | undefined,
  ): Promise<{
    readonly connection: Connection;
    close(): Promise<void>;
  }>;
}

export interface Invocation {
  readonly positionals: readonly string[];
  readonly values: Values;
  readonly io: Io;
  readonly open: Open;
}

export interface Command {
  readonly name: string;
  /** What stands behind the name in the usage, e.g. `FILE`. */
  readonly arguments: string;
  readonly positionals: { readonly min: number; readonly max: number };
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  run(invocation: Invocation): Promise<ExitCode>;
}

export const JSON_OPTION: Readonly<Record<string, Option>> = {
  json: { type: 'boolean', help: 'Print JSON.' },
};

/** On every command that takes a file. */
export const ENVIRONMENT_OPTION: Readonly<Record<string, Option>> = {
  env: { type: 'string', value: 'NAME', help: 'An environment of the file; its base unless given.' },
};

/** On every command that calls AWS. */
export const CONNECTION_OPTIONS: Readonly<Record<string, Option>> = {
  profile: { type: 'string', value: 'NAME', help: 'Profile of the AWS configuration files.' },
  region: { type: 'string', value: 'REGION', help: 'Region, for a file that names none.' },
  'endpoint-url': { type: 'string', value: 'URL', help: 'An endpoint that speaks like AWS.' },
  sandbox: {
    type: 'string',
    value: '[=URL]',
    help: 'The simulated account: a running one (key in ECS_TOPOLOGY_SANDBOX_KEY), or one that lives for this command.',
  },
};

export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

export function list(values: Values, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
