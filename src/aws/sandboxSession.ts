/**
 * What a terminal and the sandbox say to each other, where AWS has a socket of Session Manager: the stream URL of the
 * session takes a question a line and answers with what was printed. Known to both sides, which know nothing else of
 * each other.
 */

/** The header in which the session's token comes. */
export const sessionHeader = 'x-ecs-topology-sandbox-key';

/** Without a line it begins: the command of ExecuteCommand starts. */
export interface SessionQuestion {
  readonly line?: string;
}

export interface SessionAnswer {
  readonly output: string;
  /** What stands before the next line; absent when the session is over. */
  readonly prompt?: string;
  /** Exit code, when it is over. */
  readonly code?: number;
}
