import type { Context } from './context';

/** Input and output of one command class of an SDK client. */
type CommandTypes<Command> = Command extends new (...input: never) => {
  readonly input: infer Input;
  resolveMiddleware(...args: never): (args: never) => Promise<{ output: infer Output }>;
}
  ? { input: Input; output: Omit<Output, '$metadata'> }
  : never;

/**
 * The commands of one SDK client that the sandbox answers. A handler works on the world at once and returns
 * the command's output; what it throws is an `awsError`. Types are the SDK's own, so that an answer which
 * AWS could not give does not compile.
 */
export type HandlersOf<Client> = {
  [Name in keyof Client as Name extends `${string}Command` ? Name : never]?: (
    context: Context,
    input: CommandTypes<Client[Name]>['input'],
  ) => CommandTypes<Client[Name]>['output'];
};
