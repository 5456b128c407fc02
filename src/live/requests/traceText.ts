import type { Trace } from './trace';

/** What was written about a request, a line each. Messages are as they were written, with whatever control characters. */
export function traceText({ access, hasAccessLog, lines }: Trace): string[] {
  return [
    ...(access === undefined ? [] : [`Access log: ${access}`]),
    ...(access === undefined && hasAccessLog ? ['The access log has no line of it.'] : []),
    ...(lines.length === 0 ? ['No task wrote of it.'] : ['What tasks wrote of it:']),
    ...lines.map(
      ({ timestamp, task, message }) => `${new Date(timestamp).toISOString()} ${task.slice(0, 8)} ${message}`,
    ),
  ];
}
