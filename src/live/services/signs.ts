import type { Service } from '@aws-sdk/client-ecs';
import type { Heat } from '../ages';

const SECOND = 1000;
/** So long after a change another one is likely. */
const RESTLESS = 30 * SECOND;
/** So long a rollout in which nothing moves is looked at as fast as one in which something does, and then warmly. */
export const STUCK = 120 * SECOND;
const GIVEN_UP = 900 * SECOND;

/** How closely a service is worth looking at, so many milliseconds of AWS after it last changed. */
export function heatOf(service: Service | undefined, since: number): Heat {
  const moves = service !== undefined && isMoving(service);
  if (since < RESTLESS || (moves && since < STUCK)) return 'hot';
  return moves && since < GIVEN_UP ? 'warm' : 'quiet';
}

/** Whether tasks are missing, or a rollout is not at its end. */
export function looksBad({ deployments = [], runningCount = 0, desiredCount = 0 }: Service): boolean {
  return runningCount < desiredCount || deployments.some(({ rolloutState }) => rolloutState !== 'COMPLETED');
}

/** Whether something is under way that ends by itself. */
function isMoving(service: Service): boolean {
  const { status, pendingCount = 0 } = service;
  return looksBad(service) || pendingCount > 0 || status === 'DRAINING';
}

/** What a service says of whether something goes on: another one as soon as something has changed. */
export function signOf(service: Service): string {
  const { status, desiredCount, runningCount, pendingCount, deployments, events } = service;
  return JSON.stringify([
    status,
    desiredCount,
    runningCount,
    pendingCount,
    deployments?.map(({ id, rolloutState, runningCount: running, pendingCount: pending, failedTasks }) => [
      id,
      rolloutState,
      running,
      pending,
      failedTasks,
    ]),
    events?.[0]?.id,
  ]);
}
