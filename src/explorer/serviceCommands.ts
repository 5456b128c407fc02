import * as vscode from 'vscode';
import type { Edge } from '../host/command';
import type { ConnectionStore } from '../host/connection';
import { createDisposables } from '../host/disposables';
import type { Environments } from '../host/environments';
import { Cancelled, UserError } from '../host/errors';
import type { Disposable } from '../host/event';
import type { StatusStore } from '../host/statusStore';
import { fileName, type TopologyReader } from '../host/topologyFiles';
import { registerCommand } from '../host/vscodeEdge';
import { writeEdit } from '../host/writeEdit';
import type { Registry } from '../kinds/index';
import type { EcsThing } from '../live/ecsThing';
import type { Session } from '../live/session';
import type { Edit } from '../model/edit';
import { inEnvironment } from '../model/environment';
import { editOfFile } from '../model/environmentEdit';
import { valueAt } from '../model/json';
import { consoleUrl } from './consoleUrl';
import { consoleTargetOf, serviceOf, taskOf, type ExplorerItem } from './items';

export interface ServiceCommandDependencies {
  readonly edge: Edge;
  readonly registry: Registry;
  readonly read: TopologyReader;
  readonly connection: ConnectionStore;
  readonly status: StatusStore;
  readonly environments: Environments;
  /** A service or task is other than the tree has it, and goes on changing at this pace. */
  changed(thing: EcsThing, pace: number): void;
}

/** As many tasks as ECS gives one service. Source: ECS service quotas. */
const MOST_TASKS = 5000;

/** What the tree offers to do with what runs: scale, redeploy, stop, and open in the console. */
export function registerServiceCommands(dependencies: ServiceCommandDependencies): Disposable {
  const { edge, connection, status } = dependencies;
  const commands = createDisposables();

  /** Registers what changes a thing of the account; nothing is asked where nothing may be changed. */
  function add<Thing extends EcsThing>(
    id: string,
    what: string,
    thingOf: (item: ExplorerItem) => Thing | undefined,
    run: (thing: Thing, session: Session, item: ExplorerItem) => Promise<void>,
  ): void {
    commands.add(
      registerCommand(edge, id, what, async (argument) => {
        const item = itemIn(argument);
        // VS Code forgets an entry while what is above it is read anew.
        if (argument === undefined)
          throw new UserError('The explorer was just being read anew. Choose that again.');
        const thing = item && thingOf(item);
        if (!item || !thing) throw new UserError('Choose a running service or task in the explorer.');
        connection.ensureMayChange();
        const session = await connection.session(regionOf(thing.arn));
        await run(thing, session, item);
        if ('uri' in item && 'node' in item) status.touch(item.uri.toString(), [item.node]);
        dependencies.changed(thing, session.account.pace);
      }),
    );
  }

  add('ecsTopology.scale', 'Scaling', serviceOf, async (service, session, item) => {
    const { boundsOf, desiredCountOf, scaleService } = await import('../live/serviceActions');
    const before = await desiredCountOf(session, service);
    if (before === undefined)
      throw new UserError(`The account has no such service any more: ${service.name}`);
    const bounds = await boundsOf(session, service);
    const typed = await vscode.window.showInputBox({
      title: `Scale ${service.name}`,
      prompt: promptOf(session, bounds),
      value: String(before),
      validateInput: (text) => countProblem(text, bounds),
    });
    if (typed === undefined) throw new Cancelled();
    const count = Number(typed);
    if (count !== before) {
      await confirm(
        `Scale ${service.name} from ${before} to ${tasksText(count)}?`,
        [
          `In cluster ${service.cluster}, ${placeOf(session)}.`,
          ...(count === 0 ? ['Nobody answers its requests then.'] : []),
          ...(bounds ? ['Scaling goes on from there, by the load of the tasks.'] : []),
        ],
        'Scale',
      );
      await scaleService(session, service, count);
    }
    // Where scaling decides, the file says nothing that a deploy would go back to.
    if (item.kind === 'node' && !bounds) void edge.run('Writing the file', () => offerToWrite(item, count));
  });

  add('ecsTopology.redeploy', 'Redeploying', serviceOf, async (service, session) => {
    const { redeployService } = await import('../live/serviceActions');
    await confirm(
      `Redeploy ${service.name}?`,
      [
        `All of its tasks are replaced by new ones of the same revision, which pull the image again. In cluster ${service.cluster}, ${placeOf(session)}.`,
      ],
      'Redeploy',
    );
    await redeployService(session, service);
  });

  add('ecsTopology.stopTask', 'Stopping the task', taskOf, async (task, session) => {
    const { stopTask } = await import('../live/serviceActions');
    await confirm(
      `Stop task ${task.name}?`,
      [`Its service starts another one. In cluster ${task.cluster}, ${placeOf(session)}.`],
      'Stop task',
    );
    await stopTask(session, task);
  });

  add('ecsTopology.stopDeployment', 'Stopping the deployment', serviceOf, async (service, session) => {
    const { rolloutOf } = await import('../live/serviceActions');
    const { stopRollouts } = await import('../live/rollouts');
    const rollout = await rolloutOf(session, service);
    if (!rollout) throw new UserError(`No deployment of ${service.name} is under way.`);
    await confirm(
      `Stop the deployment of ${service.name} and roll back?`,
      [`ECS goes back to the revision that ran before. In cluster ${service.cluster}, ${placeOf(session)}.`],
      'Roll back',
    );
    await stopRollouts(session, [rollout]);
  });

  commands.add(
    registerCommand(edge, 'ecsTopology.openInConsole', 'Opening the console', async (argument) => {
      const item = itemIn(argument);
      const target = item && consoleTargetOf(item);
      if (!target) throw new UserError('Choose what to open in the explorer.');
      if (connection.choice.kind !== 'aws') {
        throw new UserError('The console shows what is on AWS; this connection goes elsewhere.');
      }
      const session = await connection.session(regionOf(target.id));
      const url = consoleUrl({
        ...target,
        region: session.region,
        partition: session.identity.partition,
      });
      if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url, true));
    }),
  );

  /** The next deploy would take back what the file does not say. */
  async function offerToWrite(
    { uri, node }: Extract<ExplorerItem, { kind: 'node' }>,
    count: number,
  ): Promise<void> {
    const { registry, read, environments } = dependencies;
    const file = read(await vscode.workspace.openTextDocument(uri)).value;
    if (file === undefined) return;
    const environment = environments.shown(uri.toString(), file);
    const asked = valueAt(inEnvironment(file, environment), ['nodes', node, 'desiredCount']) ?? 1;
    if (asked === count) return;
    const answer = await vscode.window.showInformationMessage(
      `${fileName(uri)} asks for ${tasksText(Number(asked))} of ${node}; a deploy would go back to that.`,
      'Write into the file',
    );
    if (answer === undefined) return;
    const edit: Edit = { type: 'setField', target: { node }, path: ['desiredCount'], value: count };
    const own =
      environment === undefined
        ? { ok: true as const, value: edit }
        : editOfFile(file, environment, edit, registry);
    if (!own.ok || !(await writeEdit(uri, file, own.value, registry))) {
      throw new UserError(`${fileName(uri)} has changed meanwhile; write desiredCount there: ${count}`);
    }
  }

  return commands;
}

/** Menus hand over our own entries; anybody else may hand over anything. */
function itemIn(argument: unknown): ExplorerItem | undefined {
  const isOurs =
    typeof argument === 'object' && argument !== null && 'kind' in argument && 'facts' in argument;
  // What has both was made by the explorer; whatever else it claims is looked at member by member.
  return isOurs ? (argument as ExplorerItem) : undefined;
}

/** An ARN names its region; what has none is in that of the connection. */
function regionOf(id: string): string | undefined {
  return id.startsWith('arn:') ? id.split(':')[3] || undefined : undefined;
}

function placeOf({ identity, region }: Session): string {
  return `account ${identity.account}, ${region}`;
}

function tasksText(count: number): string {
  return count === 1 ? '1 task' : `${count} tasks`;
}

/** What scaling lets a service have. */
interface Bounds {
  readonly min: number;
  readonly max: number;
}

function promptOf(session: Session, bounds: Bounds | undefined): string {
  const scaled = bounds
    ? `. Scaling keeps it between ${bounds.min} and ${bounds.max}; change scaling in the file for more or fewer`
    : '';
  return `How many tasks it is to have, ${placeOf(session)}${scaled}`;
}

function countProblem(text: string, { min, max }: Bounds = { min: 0, max: MOST_TASKS }): string | undefined {
  const count = Number(text);
  const isCount = /^\d{1,4}$/.test(text.trim()) && count >= min && count <= max;
  return isCount ? undefined : `A whole number from ${min} to ${max}.`;
}

async function confirm(message: string, detail: readonly string[], button: string): Promise<void> {
  const options = { modal: true, detail: detail.join('\n') };
  if ((await vscode.window.showWarningMessage(message, options, button)) !== button) throw new Cancelled();
}
