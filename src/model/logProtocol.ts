import * as z from '../zod';

/** What is asked of AWS, as the view's controls say it. */
export const logQuery = z.object({
  /** How far back it begins. Minutes. */
  since: z.int().min(0).max(10_080),
  /** CloudWatch's own filter pattern; empty: everything. */
  filter: z.string().max(1_024),
  /** By Live Tail instead of polling. */
  live: z.boolean(),
});
export type LogQuery = z.output<typeof logQuery>;

/** Which of the lines are meant, as regular expressions; empty: every line, and none. */
const choice = z.object({ include: z.string(), exclude: z.string() });
export type LineChoice = z.output<typeof choice>;

/** What crosses between extension host and the log view. */
export const fromLogs = z.discriminatedUnion('type', [
  /** The page listens; the host answers with what it has kept. */
  z.object({ type: z.literal('ready') }),
  /** The last lines are on screen, so the next may come. */
  z.object({ type: z.literal('drawn') }),
  z.object({ type: z.literal('command'), command: z.enum(['stop', 'choose', 'clear']) }),
  /** Begins anew with what was tailed last. */
  z.object({ type: z.literal('tail'), query: logQuery }),
  /** Lines into a file, or into an editor. */
  z.object({ type: z.enum(['save', 'open']), choice }),
]);
export type FromLogs = z.output<typeof fromLogs>;

/** One line that a task wrote, or an API about a request. */
export interface LogEntry {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Node id. */
  readonly service: string;
  /** Empty for an access log. */
  readonly task: string;
  /** As written, control characters included. */
  readonly message: string;
}

/** Lines one after the other, the number of the first of which is known. */
export interface LogBatch {
  readonly first: number;
  readonly lines: readonly LogEntry[];
}

export type ToLogs =
  /** Begins anew. */
  | {
      readonly type: 'tail';
      /** What is tailed; empty before the first. */
      readonly title: string;
      readonly running: boolean;
      readonly query: LogQuery;
      readonly notice: string;
    }
  | ({ readonly type: 'lines' } & LogBatch)
  /** What people should know of how the lines come; empty: nothing any more. */
  | { readonly type: 'notice'; readonly text: string }
  /** Nothing more comes; why, where it was not asked for. */
  | { readonly type: 'ended'; readonly reason?: string };
