import type { LogQuery } from './logProtocol';

// Apart from the protocol, whose schemas the page of the log view does not need.

/** Lines that host and view keep; older ones go. */
export const LOG_LIMIT = 100_000;
/** Lines of one message; with one message a frame the view stays smooth. */
export const LOG_BATCH = 2_000;
/** What is asked of AWS where nobody has said anything else. */
export const DEFAULT_QUERY: LogQuery = { since: 10, filter: '', live: false };
