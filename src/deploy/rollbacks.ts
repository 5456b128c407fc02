import * as vscode from 'vscode';
import type { Plan } from '../engine/plan';
import type { Edge } from '../host/command';
import type { ConnectionStore } from '../host/connection';
import { createDisposables } from '../host/disposables';
import { Cancelled, UserError, type Action } from '../host/errors';
import type { Disposable } from '../host/event';
import { fileName } from '../host/topologyFiles';
import { registerCommand } from '../host/vscodeEdge';
import type { RunSummary } from '../live/deploy';
import type { Rollout } from '../live/rollouts';
import type { Session } from '../live/session';
import { confirmRollback } from './confirmation';
import type { Runs } from './runs';

/** What deploys of this window have left that came to nothing, to be taken back. */
export interface Rollbacks extends Disposable {
  /** Remembers how a deploy ended; returns the buttons that belong under that. */
  after(uri: vscode.Uri, plan: Plan, session: Session, summary: RunSummary): Promise<Action[]>;
}

interface Left {
  readonly plan: Plan;
  readonly session: Session;
  readonly rollouts: readonly Rollout[];
}

export function registerRollbacks({
  edge,
  runs,
  connection,
}: {
  edge: Edge;
  runs: Runs;
  connection: Pick<ConnectionStore, 'ensureMayChange'>;
}): Rollbacks {
  const left = new Map<string, Left>();
  const commands = createDisposables();

  commands.add(
    registerCommand(edge, 'ecsTopology.rollBack', 'Rolling back', async (argument) => {
      connection.ensureMayChange();
      const { uri, plan, session, rollouts } = leftOf(argument);
      runs.refuseTwo(uri);
      const { planRollback } = await import('../live/rollback');
      const { stopRollouts } = await import('../live/rollouts');
      const { runPlan } = await import('../live/deploy');
      const back = await planRollback(plan, session);
      const place = { account: session.identity.account, region: session.region };
      const { message, detail } = confirmRollback(back, place);
      if (back.changes.length > 0) {
        const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, 'Roll back');
        if (answer !== 'Roll back') throw new Cancelled();
      }
      await stopRollouts(session, rollouts);
      const { result } = await runs.run(uri, 'rollback', back, (options) => runPlan(back, session, options));
      if (result === 'succeeded') left.delete(uri.toString());
    }),
  );

  commands.add(
    registerCommand(edge, 'ecsTopology.stopRollout', 'Stopping the rollout', async (argument) => {
      connection.ensureMayChange();
      const { session, rollouts } = leftOf(argument);
      const { stopRollouts } = await import('../live/rollouts');
      await stopRollouts(session, rollouts);
      void vscode.window.showInformationMessage(
        'ECS goes back to the revision that ran before. Deploy again to go on from here.',
      );
    }),
  );

  function leftOf(argument: unknown): Left & { uri: vscode.Uri } {
    const uri = argument instanceof vscode.Uri ? argument : undefined;
    const found = uri && left.get(uri.toString());
    if (!uri || !found) {
      const name = uri ? ` of ${fileName(uri)}` : '';
      throw new UserError(`No deploy${name} is left to be taken back in this window.`);
    }
    return { uri, ...found };
  }

  return {
    async after(uri, plan, session, summary) {
      left.delete(uri.toString());
      if (summary.result !== 'failed' && summary.result !== 'cancelled') return [];
      const { rolloutsUnderWay } = await import('../live/rollouts');
      const rollouts = await rolloutsUnderWay(session, plan, summary);
      left.set(uri.toString(), { plan, session, rollouts });
      return [
        ...(rollouts.length > 0
          ? [{ title: 'Stop the rollout', command: 'ecsTopology.stopRollout', args: [uri] }]
          : []),
        { title: 'Roll back', command: 'ecsTopology.rollBack', args: [uri] },
      ];
    },
    dispose: () => commands.dispose(),
  };
}
