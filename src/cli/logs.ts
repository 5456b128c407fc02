import { tailLogs } from '../live/logs';
import { deployedSources, logGroupsOf, runningTasks, type LogSource } from '../live/logs/sources';
import type { Prepared } from '../live/prepare';
import type { Session } from '../live/session';
import {
  CONNECTION_OPTIONS,
  ENVIRONMENT_OPTION,
  EXIT,
  JSON_OPTION,
  list,
  text,
  UserError,
  type Command,
  type Invocation,
  type Values,
} from './command';
import { withPrepared } from './file';
import { createLinePrinter } from './logLine';

export const logsCommand: Command = {
  name: 'logs',
  arguments: 'FILE',
  positionals: { min: 1, max: 1 },
  summary: 'Print the log lines of all tasks, in the order of time.',
  options: {
    service: {
      type: 'string',
      value: 'ID',
      multiple: true,
      help: 'Only this service, or API with access logs; may be repeated.',
    },
    task: { type: 'string', value: 'ID', help: 'Only this running task; the beginning of its id will do.' },
    since: { type: 'string', value: '10m', help: 'From how long ago: 30s, 10m, 2h, 1d.' },
    follow: { type: 'boolean', help: 'Go on with what comes.' },
    live: { type: 'boolean', help: 'With --follow: by Live Tail, which AWS bills by the minute.' },
    filter: { type: 'string', value: 'PATTERN', help: "CloudWatch Logs' filter pattern." },
    include: { type: 'string', value: 'REGEX', help: 'Only lines that match.' },
    exclude: { type: 'string', value: 'REGEX', help: 'No lines that match.' },
    highlight: { type: 'string', value: 'REGEX', help: 'Mark what matches, in a terminal.' },
    ...JSON_OPTION,
    ...ENVIRONMENT_OPTION,
    ...CONNECTION_OPTIONS,
  },
  async run(invocation) {
    const { io, values } = invocation;
    const [filter, include, exclude, highlight] = [
      text(values, 'filter'),
      expression(values, 'include'),
      expression(values, 'exclude'),
      expression(values, 'highlight'),
    ];
    const back = milliseconds(text(values, 'since') ?? '10m');
    if (values['live'] === true && values['follow'] !== true) {
      throw new UserError('--live shows what comes, so it needs --follow', EXIT.usage);
    }
    return withPrepared(invocation, async (prepared, session) => {
      const lines = tailLogs(session, {
        services: await chosen(prepared, session, invocation),
        since: session.account.clock.now() - back,
        follow: values['follow'] === true,
        live: values['live'] === true,
        ...(filter === undefined ? {} : { filter }),
        ...(include === undefined ? {} : { include }),
        ...(exclude === undefined ? {} : { exclude }),
        onNotice(sentence) {
          if (sentence !== '') io.note(sentence);
        },
        signal: io.signal,
      });
      const print = createLinePrinter({ colours: io.colours === true, ...(highlight && { highlight }) });
      for await (const batch of lines) {
        for (const line of batch) {
          const { timestamp, service, task, message } = line;
          io.out(values['json'] ? JSON.stringify({ timestamp, service, task, message }) : print(line));
        }
      }
      return EXIT.done;
    });
  },
};

/** What the options ask for, as it is deployed; what writes elsewhere is said. */
async function chosen(
  prepared: Prepared,
  session: Session,
  { io, values }: Invocation,
): Promise<readonly LogSource[]> {
  const groups = logGroupsOf(prepared);
  const asked = list(values, 'service');
  const stranger = asked.find((id) => !groups.some(({ node }) => node === id));
  if (stranger !== undefined) throw new UserError(noSuchNode(stranger, prepared, groups), EXIT.usage);
  const task = text(values, 'task');
  const { sources, silent } =
    task === undefined
      ? await deployedSources(session, prepared, {
          ...(asked.length > 0 && { nodes: asked }),
          signal: io.signal,
        })
      : await oneTask(prepared, session, task, io.signal);
  if (sources.length === 0) {
    throw new UserError(
      silent[0]?.reason ?? `${prepared.stack} has nothing that writes a log. Add an ECS service.`,
    );
  }
  for (const { reason } of silent) io.note(reason);
  return sources;
}

function noSuchNode(id: string, { topology }: Prepared, groups: readonly LogSource[]): string {
  if (topology.nodes.get(id)?.kindName === 'apiGateway') {
    return `This API logs no requests; set accessLogs on it and deploy: ${id}`;
  }
  const known = groups.map(({ node }) => node).join(', ');
  return `There is no service of that id; there are ${known}: ${id}`;
}

async function oneTask(prepared: Prepared, session: Session, id: string, signal: AbortSignal) {
  const tasks = await runningTasks(session, prepared, signal);
  const [task, ...others] = tasks.filter((one) => one.id.startsWith(id));
  if (!task) {
    const known = tasks.map((one) => `${one.node} ${one.id.slice(0, 8)}`).join(', ');
    throw new UserError(`No such task is running; there are ${known === '' ? 'none' : known}: ${id}`);
  }
  if (others.length > 0)
    throw new UserError(`Several tasks begin so; give more of the id: ${id}`, EXIT.usage);
  return task;
}

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
