import { tailLogs, type LogLine } from '../logs';
import { deployedSources } from '../logs/sources';
import type { Prepared } from '../prepare';
import type { Session } from '../session';

/** A request that was answered. Times in milliseconds since the epoch. */
export interface Sent {
  /** As the answer names it, in `apigw-requestid`; undefined where nothing answered. */
  readonly id: string | undefined;
  /** Perhaps with a query. */
  readonly path: string;
  readonly sentAt: number;
  readonly answeredAt: number;
  /** Node id of the API, and of the service that its route leads to. */
  readonly api: string;
  readonly service: string | undefined;
  /** Takes secrets that were sent with it out of what was written of it. */
  readonly mask?: (text: string) => string;
}

/** What was written about a request. */
export interface Trace {
  /** The line of the API's access log; undefined where it has none, or it did not come in time. */
  readonly access: string | undefined;
  /** Whether the API writes one. */
  readonly hasAccessLog: boolean;
  /** Lines of tasks that name the request or its path, written while it ran. */
  readonly lines: readonly LogLine[];
}

/** Clocks of tasks and of whoever asks differ a little. Milliseconds. */
const SLACK = 2_000;
/** CloudWatch Logs takes some seconds for a line. Milliseconds. */
const PATIENCE = 12_000;
const PAUSE = 1_500;
const MOST = 100;

/**
 * Finds what access log and tasks wrote of a request: the line with its id, and the lines of its service that were written
 * meanwhile and name its id or its path. Waits for lines that are still on their way; what cannot be read is left out.
 */
export async function traceRequest(
  session: Session,
  prepared: Prepared,
  sent: Sent,
  signal?: AbortSignal,
): Promise<Trace> {
  const { account } = session;
  const { clock, pace } = account;
  const nodes = [sent.api, ...(sent.service === undefined ? [] : [sent.service])];
  const { sources } = await deployedSources({ account }, prepared, { nodes, signal });
  const hasAccessLog = sources.some(({ isAccessLog }) => isAccessLog);
  const until = clock.now() + PATIENCE * pace;
  for (;;) {
    const found = { ...traceIn(await written(session, sources, sent, signal), sent), hasAccessLog };
    const isComplete = (found.access !== undefined || !hasAccessLog) && found.lines.length > 0;
    if (isComplete || clock.now() >= until || sources.length === 0) return masked(found, sent.mask);
    await clock.sleep(PAUSE * pace, signal);
  }
}

function masked({ access, lines, ...rest }: Trace, mask: (text: string) => string = (text) => text): Trace {
  return {
    ...rest,
    access: access === undefined ? undefined : mask(access),
    lines: lines.map((line) => ({ ...line, message: mask(line.message) })),
  };
}

/** Which of some lines tell of a request. Pure. */
export function traceIn(
  lines: readonly LogLine[],
  { id, path, sentAt, answeredAt, api, service }: Sent,
): Omit<Trace, 'hasAccessLog'> {
  const [pathname = path] = path.split('?');
  const names = (message: string) => (id !== undefined && message.includes(id)) || message.includes(pathname);
  return {
    access: lines.find(
      ({ service: node, task, message }) =>
        node === api && task === '' && id !== undefined && message.includes(id),
    )?.message,
    lines: lines
      .filter(
        ({ service: node, timestamp, message }) =>
          node === service &&
          timestamp >= sentAt - SLACK &&
          timestamp <= answeredAt + SLACK &&
          names(message),
      )
      .slice(0, MOST),
  };
}

async function written(
  session: Session,
  services: Awaited<ReturnType<typeof deployedSources>>['sources'],
  { sentAt }: Sent,
  signal?: AbortSignal,
): Promise<LogLine[]> {
  const all: LogLine[] = [];
  const options = { services, since: sentAt - SLACK, follow: false, ...(signal && { signal }) };
  for await (const lines of tailLogs(session, options)) all.push(...lines);
  return all;
}
