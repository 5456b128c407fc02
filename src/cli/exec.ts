import { DEFAULT_COMMAND, openTerminal } from '../live/exec';
import { createSandboxTerminal } from '../live/exec/sandboxTerminal';
import { containersOf, tasksOfService, type ExecTarget, type ExecTask } from '../live/exec/target';
import { thisMachine } from '../live/exec/plugin';
import { servicesOf } from '../live/logs/sources';
import type { Prepared } from '../live/prepare';
import type { Session } from '../live/session';
import {
  CONNECTION_OPTIONS,
  ENVIRONMENT_OPTION,
  EXIT,
  text,
  UserError,
  type Command,
  type Values,
} from './command';
import { withPrepared } from './file';

export const execCommand: Command = {
  name: 'exec',
  arguments: 'FILE',
  positionals: { min: 1, max: 1 },
  summary: 'Open a terminal in a container of a running task, by ECS Exec.',
  options: {
    node: { type: 'string', value: 'ID', help: 'The service; needed where the file has several.' },
    task: {
      type: 'string',
      value: 'ID',
      help: 'A running task of it, the newest unless given; the beginning of its id will do.',
    },
    container: { type: 'string', value: 'NAME', help: "A container of it, the service's own unless given." },
    command: {
      type: 'string',
      value: 'COMMAND',
      help: `What is started there, with no shell around it; ${DEFAULT_COMMAND} unless given.`,
    },
    ...ENVIRONMENT_OPTION,
    ...CONNECTION_OPTIONS,
  },
  run: (invocation) =>
    withPrepared(invocation, async (prepared, session) => {
      const { io, values } = invocation;
      const target = await targetOf(prepared, session, values, io.signal);
      const opening = await openTerminal(session, target, {
        command: text(values, 'command') ?? DEFAULT_COMMAND,
        machine: { ...thisMachine(), env: io.env },
        signal: io.signal,
      });
      if (!opening.ok) throw new UserError(opening.reason);
      const { way } = opening;
      if (way.kind === 'plugin' && way.warning !== undefined) io.note(way.warning);
      const code =
        way.kind === 'plugin'
          ? await io.run(way.program)
          : await io.converse((write, echo) => createSandboxTerminal({ ...way, write, echo }), io.signal);
      return code === 0 ? EXIT.done : EXIT.failed;
    }),
};

async function targetOf(
  prepared: Prepared,
  session: Session,
  values: Values,
  signal: AbortSignal,
): Promise<ExecTarget> {
  const services = servicesOf(prepared.resources);
  const known = services.map(({ node }) => node).join(', ');
  const node = text(values, 'node') ?? (services.length === 1 ? services[0]?.node : undefined);
  if (services.length === 0) throw new UserError(`${prepared.stack} has no service. Add an ECS service.`);
  if (node === undefined)
    throw new UserError(`Say which service with --node; there are: ${known}`, EXIT.usage);
  const service = services.find((one) => one.node === node);
  if (!service)
    throw new UserError(`There is no service of that id; there are ${known}: ${node}`, EXIT.usage);
  const task = chosenTask(await tasksOfService(session, service, signal), text(values, 'task'), node);
  const [own, ...others] = containersOf(task);
  const container = text(values, 'container') ?? own;
  if (container === undefined) throw new UserError(`The task has no container: ${task.id}`);
  if (![own, ...others].includes(container)) {
    const names = [own, ...others].join(', ');
    throw new UserError(`The task has no such container; there are ${names}: ${container}`, EXIT.usage);
  }
  return { ...task, container };
}

function chosenTask(tasks: readonly ExecTask[], asked: string | undefined, node: string): ExecTask {
  const [task, ...others] = tasks.filter(({ id }) => asked === undefined || id.startsWith(asked));
  if (!task) {
    const known = tasks.map(({ id }) => id.slice(0, 8)).join(', ');
    throw new UserError(
      asked === undefined
        ? `No task of it runs. Deploy the topology, or look at its status: ${node}`
        : `No such task is running; there are ${known === '' ? 'none' : known}: ${asked}`,
    );
  }
  if (asked !== undefined && others.length > 0) {
    throw new UserError(`Several tasks begin so; give more of the id: ${asked}`, EXIT.usage);
  }
  return task;
}
