import {
  DescribeServicesCommand,
  ListServiceDeploymentsCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../aws/errors';
import { listTargets, resourceIdOf } from '../aws/resources/scalableTarget';
import type { EcsThing } from './ecsThing';
import type { Rollout } from './rollouts';
import type { Session } from './session';

type Through = Pick<Session, 'account'>;

/** How many tasks a service is to have; undefined when there is no such service. */
export async function desiredCountOf(
  { account: { clients, send } }: Through,
  { arn, cluster }: EcsThing,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const command = new DescribeServicesCommand({ cluster, services: [arn] });
  return (await send(clients.ecs, command, { signal })).services?.[0]?.desiredCount;
}

/** Between how many tasks scaling chooses; undefined where nothing scales the service. */
export async function boundsOf(
  { account }: Through,
  { arn }: EcsThing,
  signal?: AbortSignal,
): Promise<{ readonly min: number; readonly max: number } | undefined> {
  try {
    const [target] = await listTargets(account, [resourceIdOf(arn)], signal);
    return target && { min: target.MinCapacity ?? 0, max: target.MaxCapacity ?? 0 };
  } catch (error) {
    // Who may scale by hand need not be allowed to see what else scales.
    if (error instanceof AwsError && error.kind === 'denied') return undefined;
    throw error;
  }
}

export async function scaleService(
  { account: { clients, send } }: Through,
  { arn, cluster }: EcsThing,
  desiredCount: number,
): Promise<void> {
  await send(clients.ecs, new UpdateServiceCommand({ cluster, service: arn, desiredCount }));
}

/** Starts tasks of the same revision anew, which pulls a moving image tag again. */
export async function redeployService(
  { account: { clients, send } }: Through,
  { arn, cluster }: EcsThing,
): Promise<void> {
  await send(clients.ecs, new UpdateServiceCommand({ cluster, service: arn, forceNewDeployment: true }));
}

/** Stops one task; its service starts another. */
export async function stopTask(
  { account: { clients, send } }: Through,
  { arn, cluster }: EcsThing,
): Promise<void> {
  await send(clients.ecs, new StopTaskCommand({ cluster, task: arn, reason: 'Stopped with ECS Topology' }));
}

/** The deployment of a service that is under way, to be stopped by `stopRollouts`; undefined when there is none. */
export async function rolloutOf(
  { account: { clients, send } }: Through,
  { arn, cluster, name }: EcsThing,
  signal?: AbortSignal,
): Promise<Rollout | undefined> {
  const command = new ListServiceDeploymentsCommand({
    service: arn,
    cluster,
    status: ['PENDING', 'IN_PROGRESS'],
  });
  const deployment = (await send(clients.ecs, command, { signal })).serviceDeployments?.[0];
  const found = deployment?.serviceDeploymentArn;
  return found === undefined ? undefined : { id: name, arn: found };
}
