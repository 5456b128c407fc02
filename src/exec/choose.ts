import * as vscode from 'vscode';
import { endOf } from '../kinds/arn';
import type { ConnectionStore } from '../host/connection';
import { Cancelled, UserError } from '../host/errors';
import type { Stacks } from '../host/stacks';
import { arnIn, targetOf } from '../host/target';
import { ecsThing, type EcsThing } from '../live/ecsThing';
import type * as Reader from '../live/exec/target';
import type { ExecTarget, ExecTask } from '../live/exec/target';
import type { Session } from '../live/session';

/** Where a terminal is to be opened. */
export interface Chosen {
  readonly session: Session;
  readonly target: ExecTarget;
}

/** Finds out which container a command is about, and asks where there are several. */
export function createChooser(dependencies: {
  /** `live/exec/target`, which is loaded when it is needed. */
  readonly reader: typeof Reader;
  readonly stacks: Stacks;
  readonly connection: Pick<ConnectionStore, 'session'>;
}): { choose(argument: unknown): Promise<Chosen> } {
  const { reader, stacks, connection } = dependencies;

  /** What the account's tree shows, which may be in no topology. */
  async function inAccount(arn: string): Promise<{ session: Session; task: ExecTask }> {
    const session = await connection.session(arn.split(':')[3]);
    const service = ecsThing(arn, 'service');
    if (service) return { session, task: await taskOfService(session, service) };
    const thing = ecsThing(arn, 'task');
    const task = thing && (await reader.taskNamed(session, thing));
    if (!task) throw new UserError(`ECS has no such task any more. Choose another one: ${arn}`);
    return { session, task };
  }

  async function inTopology(argument: unknown): Promise<{ session: Session; task: ExecTask }> {
    const { uri, node } = await targetOf(argument);
    const { prepared, session } = await stacks.open(uri);
    const { servicesOf } = await import('../live/logs/sources');
    const services = servicesOf(prepared.resources);
    if (services.length === 0) {
      throw new UserError(
        `${prepared.stack} has no service whose tasks could be entered. Add an ECS service.`,
      );
    }
    const named = services.find((one) => one.node === node);
    const service =
      named ?? (await pickOne(services, 'service', (one) => ({ label: one.node, description: one.cluster })));
    return { session, task: await taskOfService(session, service) };
  }

  async function taskOfService(
    session: Session,
    service: Pick<EcsThing, 'cluster' | 'name'>,
  ): Promise<ExecTask> {
    const tasks = await reader.tasksOfService(session, service);
    if (tasks.length === 0) {
      throw new UserError(
        `No task of it runs. Deploy the topology, or scale the service up: ${service.name}`,
      );
    }
    return pickOne(tasks, 'task', ({ id, task }) => ({
      label: `${service.name} ${id.slice(0, 6)}`,
      description: [
        task.lastStatus,
        task.taskDefinitionArn && endOf(task.taskDefinitionArn),
        task.availabilityZone,
      ].join(' · '),
      detail: id,
    }));
  }

  return {
    async choose(argument) {
      const arn = arnIn(argument);
      const { session, task } = arn === undefined ? await inTopology(argument) : await inAccount(arn);
      const containers = reader.containersOf(task);
      if (containers.length === 0) throw new UserError(`ECS names no container of the task: ${task.id}`);
      const container = await pickOne(containers, 'container', (label) => ({ label }));
      return { session, target: { ...task, container } };
    },
  };
}

/** The only one, or that which is picked. */
async function pickOne<Thing>(
  things: readonly Thing[],
  what: string,
  itemOf: (thing: Thing) => vscode.QuickPickItem,
): Promise<Thing> {
  const [only, ...others] = things;
  if (only !== undefined && others.length === 0) return only;
  const items = things.map((thing) => ({ ...itemOf(thing), thing }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Exec',
    placeHolder: `Into which ${what}?`,
  });
  if (!picked) throw new Cancelled();
  return picked.thing;
}
