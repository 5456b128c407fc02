import * as vscode from 'vscode';
import { Cancelled, UserError } from '../host/errors';
import type { OpenStack } from '../host/openStack';
import type * as Sources from '../live/logs/sources';
import type { LogSource, LogSources, LogTask } from '../live/logs/sources';

/** What is to be tailed, and what it is called. */
export interface Chosen extends LogSources {
  readonly title: string;
}

/** `live/logs/sources`, which is loaded when it is needed. */
export type SourceReader = typeof Sources;

/** The node that a command is about; of a topology with several the services, tasks and APIs that are picked. */
export async function choose(
  reader: SourceReader,
  { prepared, session }: OpenStack,
  node: string | undefined,
): Promise<Chosen> {
  const groups = reader.logGroupsOf(prepared);
  const nodes = node !== undefined && groups.some((group) => group.node === node) ? [node] : undefined;
  const kind = node === undefined ? undefined : prepared.topology.nodes.get(node)?.kindName;
  if (!nodes && kind === 'apiGateway') {
    throw new UserError(`This API logs no requests. Set its access logs and deploy: ${node}`);
  }
  if (groups.length === 0) {
    throw new UserError(`${prepared.stack} has no service that could write a log. Add an ECS service.`);
  }
  const [first, ...others] = groups;
  const only = others.length === 0 && first ? [first.node] : undefined;
  const picked = nodes ?? only ?? (await pick(groups, await reader.runningTasks(session, prepared)));
  const names = picked.filter((one) => typeof one === 'string');
  const tasks = picked.filter((one) => typeof one !== 'string');
  const found = await reader.deployedSources(session, prepared, { nodes: names });
  const all: Chosen = {
    title: `${prepared.stack}: ${[...names, ...tasks.map(({ node: of, id }) => `${of} ${id.slice(0, 6)}`)].join(', ')}`,
    sources: [...found.sources, ...tasks.flatMap(({ sources }) => sources)],
    silent: [...found.silent, ...tasks.flatMap(({ silent }) => silent)],
  };
  return withLines(all);
}

/** The same, or why there is nothing to be seen. */
export function withLines(chosen: Chosen): Chosen {
  if (chosen.sources.length > 0) return chosen;
  throw new UserError(chosen.silent[0]?.reason ?? `Nothing of it writes a log: ${chosen.title}`);
}

type Picked = string | LogTask;

/** All services at first, so that Enter tails them; an API's access log and single tasks are there to be added. */
async function pick(groups: readonly LogSource[], tasks: readonly LogTask[]): Promise<Picked[]> {
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator, value: '' });
  const items: (vscode.QuickPickItem & { value: Picked })[] = groups.map(
    ({ node, logGroup, isAccessLog = false }) => ({
      label: node,
      description: isAccessLog ? `access log, ${logGroup}` : logGroup,
      picked: !isAccessLog,
      value: node,
    }),
  );
  const single = tasks.map((task) => ({
    label: `${task.node} ${task.id.slice(0, 6)}`,
    description: task.id,
    value: task,
  }));
  const picked = await vscode.window.showQuickPick(
    single.length === 0 ? items : [...items, separator('one task'), ...single],
    { title: 'Tail logs', placeHolder: 'What to tail, together', canPickMany: true },
  );
  if (!picked || picked.length === 0) throw new Cancelled();
  return picked.map(({ value }) => value);
}
