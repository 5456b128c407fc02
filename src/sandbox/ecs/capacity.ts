import type { CapacityProviderStrategyItem } from '@aws-sdk/client-ecs';
import type { Context } from '../context';
import { invalidParameter } from './requests';
import type { CapacityShareState, ClusterState, ServiceState, TaskState } from './state';
import { stopTask } from './taskLife';

/** A strategy as the service keeps it, or what ECS refuses. Source: CapacityProviderStrategyItem. */
export function checkStrategy(
  cluster: ClusterState,
  strategy: readonly CapacityProviderStrategyItem[],
): CapacityShareState[] {
  const shares = strategy.map(({ capacityProvider = '', weight = 0, base = 0 }) => ({
    capacityProvider,
    weight,
    base,
  }));
  const stranger = shares.find(
    ({ capacityProvider }) => !cluster.capacityProviders.includes(capacityProvider),
  );
  if (stranger) {
    throw invalidParameter(
      `The specified capacity provider '${stranger.capacityProvider}' is not associated with the cluster.`,
    );
  }
  if (shares.length > 0 && shares.every(({ weight }) => weight === 0)) {
    throw invalidParameter('At least one capacity provider of a strategy must have a weight above 0.');
  }
  if (shares.filter(({ base }) => base > 0).length > 1) {
    throw invalidParameter('Only one capacity provider of a strategy can have a base.');
  }
  return shares;
}

/** On what the next task runs: the base first, then whoever is furthest behind its weight. */
export function nextProvider(
  { capacityProviders }: ServiceState,
  tasks: readonly TaskState[],
): string | undefined {
  const counted = capacityProviders.map((share) => ({
    ...share,
    tasks: tasks.filter((task) => task.capacityProvider === share.capacityProvider).length,
  }));
  const short = counted.find((share) => share.tasks < share.base);
  if (short) return short.capacityProvider;
  const [next] = counted
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => (a.tasks - a.base) / a.weight - (b.tasks - b.base) / b.weight || b.weight - a.weight);
  return next?.capacityProvider;
}

/** AWS takes its spare capacity back: every task of a service that runs on Spot stops, and is replaced. */
export function interruptSpot(context: Context, serviceArn: string): void {
  for (const task of context.region.ecs.tasks.values()) {
    if (task.serviceArn !== serviceArn || task.capacityProvider !== 'FARGATE_SPOT') continue;
    stopTask(context, task, 'SpotInterruption', 'Your Spot Task was interrupted.');
  }
}
