import type { Call } from '../aws/send';

/** The part of VS Code's log channel that we write to. Credentials, secrets and values of variables never reach it. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** One attempt of a call on one line: what, for which resource, how long, request id, error; never input or output. */
export function callLine({ service, operation, resource, durationMs, requestId, error }: Call): string {
  return [
    `${service} ${operation}`,
    ...(resource === undefined ? [] : [`for ${resource}`]),
    `${Math.round(durationMs)} ms`,
    ...(requestId === undefined ? [] : [requestId]),
    ...(error === undefined ? [] : [`failed: ${error}`]),
  ].join(' · ');
}

/** An error with its causes, each on its line; the stack only of what nobody expected. */
export function errorLines(error: unknown, options: { stack: boolean }): string {
  if (!(error instanceof Error)) return String(error);
  const own = options.stack ? (error.stack ?? error.message) : error.message;
  return error.cause === undefined || !options.stack
    ? own
    : `${own}\nCaused by: ${errorLines(error.cause, options)}`;
}
