import { terminalLine } from '../model/ansi';
import { tailLogs } from '../live/logs';
import { logGroupsOf } from '../live/logs/sources';
import {
  CONNECTION_OPTIONS,
  ENVIRONMENT_OPTION,
  EXIT,
  JSON_OPTION,
  list,
  text,
  UserError,
  type Command,
  type Values,
} from './command';
import { withPrepared } from './file';

export const logsCommand: Command = {
  name: 'logs',
  arguments: 'FILE',
  positionals: { min: 1, max: 1 },
  summary: 'Print the log lines of all tasks, in the order of time.',
  options: {
    service: { type: 'string', value: 'ID', multiple: true, help: 'Only this service; may be repeated.' },
    since: { type: 'string', value: '10m', help: 'From how long ago: 30s, 10m, 2h, 1d.' },
    follow: { type: 'boolean', help: 'Go on with what comes.' },
    filter: { type: 'string', value: 'PATTERN', help: "CloudWatch Logs' filter pattern." },
    include: { type: 'string', value: 'REGEX', help: 'Only lines that match.' },
    exclude: { type: 'string', value: 'REGEX', help: 'No lines that match.' },
    ...JSON_OPTION,
    ...ENVIRONMENT_OPTION,
    ...CONNECTION_OPTIONS,
  },
  run: (invocation) =>
    withPrepared(invocation, async (prepared, session) => {
      const { io, values } = invocation;
      const groups = logGroupsOf(prepared);
      const chosen = list(values, 'service');
      const stranger = chosen.find((id) => !groups.some(({ node }) => node === id));
      if (stranger !== undefined) {
        const known = groups.map(({ node }) => node).join(', ');
        throw new UserError(`There is no service of that id; there are ${known}: ${stranger}`, EXIT.usage);
      }
      const [filter, include, exclude] = [
        text(values, 'filter'),
        expression(values, 'include'),
        expression(values, 'exclude'),
      ];
      const lines = tailLogs(session, {
        services: groups.filter(({ node }) => chosen.length === 0 || chosen.includes(node)),
        since: session.account.clock.now() - milliseconds(text(values, 'since') ?? '10m'),
        follow: values['follow'] === true,
        ...(filter === undefined ? {} : { filter }),
        ...(include === undefined ? {} : { include }),
        ...(exclude === undefined ? {} : { exclude }),
        signal: io.signal,
      });
      for await (const batch of lines) {
        for (const { timestamp, service, task, message } of batch) {
          io.out(
            values['json']
              ? JSON.stringify({ timestamp, service, task, message })
              : `${new Date(timestamp).toISOString()} ${service} ${task.slice(0, 8)} ${terminalLine(message.replaceAll('\n', ' '))}`,
          );
        }
      }
      return EXIT.done;
    }),
};

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `10m` and the like, in milliseconds. */
export function milliseconds(duration: string): number {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  if (amount === undefined || unit === undefined) {
    throw new UserError(`A duration is a number with s, m, h or d, such as 10m: ${duration}`, EXIT.usage);
  }
  // The expression admits these units only.
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}

function expression(values: Values, name: string): RegExp | undefined {
  const source = text(values, name);
  try {
    return source === undefined ? undefined : new RegExp(source);
  } catch {
    throw new UserError(`--${name} is no regular expression: ${source}`, EXIT.usage);
  }
}
