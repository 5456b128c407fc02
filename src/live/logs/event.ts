/** One line of a log group, with where it stands. */
export interface LogEvent {
  /** When the task wrote it. Milliseconds since the epoch. */
  readonly timestamp: number;
  /** When AWS took it in: seconds later as a rule, minutes at worst. Milliseconds since the epoch. */
  readonly ingestion: number;
  readonly stream: string;
  readonly message: string;
  /** AWS's; a live update has none. */
  readonly id: string;
}
