import { ListServiceDeploymentsCommand, StopServiceDeploymentCommand } from '@aws-sdk/client-ecs';
import { isCode } from '../aws/errors';
import type { Plan } from '../engine/plan';
import { ask } from './ask';
import type { RunSummary } from './deploy';
import type { Session } from './session';

/** An ECS deployment that goes on in the account although its run was cancelled. */
export interface Rollout {
  /** Id of the service's resource. */
  readonly id: string;
  /** ARN of the service deployment. */
  readonly arn: string;
}

/** What a cancelled run has left going. Of a service that it made there is nothing to go back to. */
export async function rolloutsUnderWay(
  { account: { clients, send } }: Pick<Session, 'account'>,
  plan: Plan,
  { underWay }: Pick<RunSummary, 'underWay'>,
  signal?: AbortSignal,
): Promise<Rollout[]> {
  const services = plan.found.filter(
    ({ id, type }) => type === 'AWS::ECS::Service' && underWay.some((one) => one.id === id),
  );
  const rollouts = await Promise.all(
    services.map(async ({ id, physicalId: service, attributes: { cluster } }): Promise<Rollout[]> => {
      const command = new ListServiceDeploymentsCommand({
        service,
        cluster,
        status: ['PENDING', 'IN_PROGRESS'],
      });
      // Where nobody may or can look, there is only less to tell.
      const answer = await ask(send(clients.ecs, command, { signal }));
      const [newest] = 'value' in answer ? (answer.value.serviceDeployments ?? []) : [];
      return newest?.serviceDeploymentArn === undefined ? [] : [{ id, arn: newest.serviceDeploymentArn }];
    }),
  );
  return rollouts.flat();
}

/** Stops deployments and lets ECS go back to the revisions that ran before. One that is over already stays as it is. */
export async function stopRollouts(
  { account: { clients, send } }: Pick<Session, 'account'>,
  rollouts: readonly Rollout[],
  signal?: AbortSignal,
): Promise<void> {
  for (const { id, arn } of rollouts) {
    const command = new StopServiceDeploymentCommand({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' });
    try {
      await send(clients.ecs, command, { signal, resource: id });
    } catch (error) {
      if (!isCode(error, 'ConflictException', 'ServiceDeploymentNotFoundException')) throw error;
    }
  }
}
