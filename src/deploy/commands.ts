import * as vscode from 'vscode';
import type { Plan } from '../engine/plan';
import type { Edge } from '../host/command';
import type { ConnectionStore } from '../host/connection';
import { createDisposables } from '../host/disposables';
import { Cancelled, SELECT_CONNECTION, UserError } from '../host/errors';
import type { Disposable } from '../host/event';
import type { Log } from '../host/log';
import type { OpenStack } from '../host/openStack';
import type { Secrets } from '../host/secrets';
import type { Stacks } from '../host/stacks';
import type { StatusStore } from '../host/statusStore';
import { isCanvasVisible, targetOf } from '../host/target';
import { fileName } from '../host/topologyFiles';
import { registerCommand } from '../host/vscodeEdge';
import type { DeployPlan } from '../live/deploy';
import { planSummary, summarySentence } from '../live/planView';
import type { Session } from '../live/session';
import type { Registry } from '../kinds/index';
import { inEnvironment } from '../model/environment';
import { stackOf } from '../model/stack';
import { confirmDeploy, confirmDestroy } from './confirmation';
import { registerPlanDocuments } from './planDocument';
import { planMarks } from './planMarks';
import { planText } from './planText';
import { registerRollbacks } from './rollbacks';
import { createRuns } from './runs';

/** Beside *Deploy*, which puts back what was changed in the account. */
const TAKE = 'Take into the file';

export interface DeployDependencies {
  readonly registry: Registry;
  readonly edge: Edge;
  readonly log: Log;
  readonly stacks: Stacks;
  readonly status: StatusStore;
  readonly connection: ConnectionStore;
  readonly secrets: Secrets;
}

/** Plan, deploy, destroy and cancel. */
export function registerDeployCommands(dependencies: DeployDependencies): Disposable {
  const { registry, edge, stacks, status, connection, secrets } = dependencies;
  const commands = createDisposables();
  const documents = commands.add(registerPlanDocuments());
  const runs = commands.add(createRuns(dependencies));
  const rollbacks = commands.add(registerRollbacks({ edge, runs, connection }));
  const add = (id: string, what: string, run: (argument: unknown) => unknown) =>
    commands.add(registerCommand(edge, id, what, run));

  async function planned(uri: vscode.Uri, title: string): Promise<OpenStack & { plan: DeployPlan }> {
    await stacks.save(uri);
    await stacks.choose(uri, title);
    return busy(`Planning ${fileName(uri)}`, async (signal) => {
      const { planDeploy } = await import('../live/deploy');
      const stack = await stacks.open(uri, signal);
      const plan = await planDeploy(stack.prepared, stack.session, signal);
      const { driftEdits } = await import('../live/driftEdits');
      const drift = driftEdits(plan, stack.prepared, registry);
      status.set(uri.toString(), {
        plan: plan.changes.length === 0 ? undefined : planMarks(plan, 'deploy', drift),
      });
      return { ...stack, plan };
    });
  }

  add('ecsTopology.plan', 'Planning', async (argument) => {
    const { uri } = await targetOf(argument);
    runs.refuseTwo(uri);
    const { plan, session } = await planned(uri, 'Plan');
    const text = planText(plan, { ...placeOf(session), kind: 'deploy' });
    if (plan.changes.length === 0) {
      void vscode.window.showInformationMessage(
        `${plan.stack}: nothing to change, the account equals the file.`,
      );
      return;
    }
    // A canvas shows the plan itself, and needs the room.
    if (!isCanvasVisible(uri)) return documents.show(plan.stack, text);
    const picked = await vscode.window.showInformationMessage(
      `${plan.stack}: ${summarySentence(planSummary(plan))}.`,
      'Show details',
    );
    if (picked === 'Show details') await documents.show(plan.stack, text);
  });

  add('ecsTopology.deploy', 'Deploying', async (argument) => {
    connection.ensureMayChange();
    const { uri } = await targetOf(argument);
    runs.refuseTwo(uri);
    const { plan, session, prepared } = await planned(uri, 'Deploy topology');
    if (plan.changes.length > 0) {
      const { message, detail } = confirmDeploy(plan, {
        ...placeOf(session),
        nodes: new Set(prepared.topology.nodes.keys()),
      });
      const { takeable, takeDrift } = await import('./takeDrift');
      const drift = takeable(plan, prepared, registry);
      const buttons = drift ? ['Deploy', TAKE] : ['Deploy'];
      const answer = await vscode.window.showInformationMessage(message, { modal: true, detail }, ...buttons);
      if (answer === TAKE && drift) return takeDrift(uri, drift, prepared, registry);
      if (answer !== 'Deploy') throw new Cancelled();
    }
    const { runDeploy } = await import('../live/deploy');
    await runs.run(
      uri,
      'deploy',
      plan,
      (options) => runDeploy(plan, prepared, session, { ...options, secret: (name) => secrets.get(name) }),
      (summary) => rollbacks.after(uri, plan, session, summary),
    );
  });

  add('ecsTopology.destroy', 'Destroying', async (argument) => {
    connection.ensureMayChange();
    const { uri } = await targetOf(argument);
    runs.refuseTwo(uri);
    const file = await stacks.document(uri);
    const environment = await stacks.choose(uri, 'Destroy');
    // Only whose they are counts here: what is drawn may be unfinished.
    const stack = stackOf(file, environment);
    if (stack === undefined)
      throw new UserError(`${fileName(uri)} does not say whose resources to delete: it has no valid name.`);
    const document = inEnvironment(file, environment);
    const { connectionProblems, regionOf } = await import('../live/prepare');
    const session = await connection.session(regionOf(document));
    const { region, identity } = session;
    const [elsewhere] = connectionProblems(document, { region, account: identity.account });
    if (elsewhere) throw new UserError(elsewhere.message, [SELECT_CONNECTION]);
    await destroy(uri, stack, session);
  });

  add('ecsTopology.destroyStack', 'Destroying', async (argument) => {
    const stack = stackIn(argument);
    if (stack === undefined) throw new UserError('Choose the stack to destroy in the explorer.');
    connection.ensureMayChange();
    const uri = vscode.Uri.from({ scheme: 'ecs-topology-stack', path: `/${stack}` });
    runs.refuseTwo(uri);
    await destroy(uri, stack, await connection.session());
  });

  async function destroy(uri: vscode.Uri, stack: string, session: Session): Promise<void> {
    const { planDestroy } = await import('../live/deploy');
    const { runDestroy } = await import('../live/destroy');
    const plan = await busy(`Looking at what ${stack} holds`, (signal) =>
      planDestroy(stack, session, { logs: false, signal }),
    );
    if (plan.changes.length === 0 && plan.kept.length === 0) {
      void vscode.window.showInformationMessage(`The account holds nothing of ${stack}.`);
      return;
    }
    const logs = plan.kept.length > 0 && (await withLogs(plan));
    const chosen = logs ? await planDestroy(stack, session, { logs }) : plan;
    status.set(uri.toString(), { plan: planMarks(chosen, 'destroy') });
    if (!isCanvasVisible(uri)) {
      await documents.show(stack, planText(chosen, { ...placeOf(session), kind: 'destroy' }));
    }
    const typed = await vscode.window.showInputBox({
      title: `Destroy ${stack}`,
      prompt: confirmDestroy(chosen, placeOf(session)),
      placeHolder: stack,
      ignoreFocusOut: true,
      validateInput: (value) =>
        value === stack || value === '' ? undefined : `Type ${stack}, or press Escape.`,
    });
    if (typed !== stack) {
      status.discardPlan(uri.toString());
      throw new Cancelled();
    }
    await runs.run(uri, 'destroy', chosen, (options) => runDestroy(chosen, session, { ...options, logs }));
  }

  add('ecsTopology.cancelDeploy', 'Cancelling', async (argument) => {
    runs.cancel(argument === undefined ? undefined : (await targetOf(argument)).uri);
  });

  add('ecsTopology.copyInvokeUrl', 'Copying the invoke URL', async (argument) => {
    const { uri } = await targetOf(argument);
    const url = status.report(uri.toString())?.invokeUrl;
    if (url === undefined) {
      throw new UserError(`${fileName(uri)} has no deployed API to call yet.`, [
        { title: 'Deploy topology', command: 'ecsTopology.deploy', args: [uri] },
      ]);
    }
    await vscode.env.clipboard.writeText(url);
    void vscode.window.setStatusBarMessage(`Copied ${url}`, 3000);
  });

  return commands;
}

function placeOf({ identity, region }: Session): { account: string; region: string } {
  return { account: identity.account, region };
}

async function withLogs({ kept }: Plan): Promise<boolean> {
  const names = kept.map(({ id, props: { name } }) => (typeof name === 'string' ? name : id)).join(', ');
  const picked = await vscode.window.showQuickPick(
    [
      { label: 'Keep the log groups', detail: names, logs: false },
      { label: 'Delete the log groups too', detail: 'What the tasks wrote is gone with them', logs: true },
    ],
    { title: 'Destroy', placeHolder: 'What becomes of the logs', ignoreFocusOut: true },
  );
  if (!picked) throw new Cancelled();
  return picked.logs;
}

/** Milliseconds after which it is worth a notification that something is being done. */
const MOMENT = 500;

/** Short work that can be cancelled, with a notification when it takes a moment; one that only flashes says nothing. */
async function busy<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  const abort = new AbortController();
  const result = work(abort.signal);
  const over = result.then(
    () => undefined,
    () => undefined,
  );
  let timer: NodeJS.Timeout | undefined;
  const moment = new Promise<true>((resolve) => (timer = setTimeout(resolve, MOMENT, true)));
  if (await Promise.race([over, moment])) {
    void vscode.window.withProgress({ location, title, cancellable: true }, (_progress, token) => {
      token.onCancellationRequested(() => abort.abort());
      return over;
    });
  }
  clearTimeout(timer);
  return result;
}

function stackIn(argument: unknown): string | undefined {
  const stack =
    typeof argument === 'object' && argument !== null && 'stack' in argument ? argument.stack : undefined;
  return typeof stack === 'string' ? stack : undefined;
}
