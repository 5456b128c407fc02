import * as z from '../zod';

/** What crosses between extension host and the log view. */
export const fromLogs = z.discriminatedUnion('type', [
  /** The page listens; the host answers with what it has kept. */
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('command'), command: z.enum(['stop', 'tail', 'clear']) }),
]);
export type FromLogs = z.output<typeof fromLogs>;

/** One line that a task wrote. */
export interface LogEntry {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Node id. */
  readonly service: string;
  readonly task: string;
  /** As written, control characters included. */
  readonly message: string;
}

export type ToLogs =
  /** Begins anew, with what is kept. */
  | {
      readonly type: 'tail';
      /** What is tailed; empty before the first. */
      readonly title: string;
      readonly running: boolean;
      readonly lines: readonly LogEntry[];
    }
  | { readonly type: 'lines'; readonly lines: readonly LogEntry[] }
  /** Nothing more comes; why, where it was not asked for. */
  | { readonly type: 'ended'; readonly reason?: string };

/** Lines that host and view keep; older ones go. */
export const LOG_LIMIT = 10_000;
