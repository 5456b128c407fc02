import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  type DesiredStatus,
  type Service,
  type Task,
} from '@aws-sdk/client-ecs';
import type { Account } from '../../aws/account';
import { chunks, pages } from '../../aws/resources/common';
import type { Found } from '../../engine/provider';

/** Services that one call describes. */
export const SERVICES_A_CALL = 10;
/** Tasks that one call lists or describes. */
export const TASKS_A_CALL = 100;

/** Name of the cluster that a service was found in. */
export function clusterOf({ attributes }: Found): string {
  return attributes.cluster ?? '';
}

/** Name of a service within its cluster. */
export function nameOf({ attributes }: Found): string {
  return attributes.name ?? '';
}

/** Up to ten services of a cluster, by their ARNs. */
export async function describeServices(
  { clients, send }: Account,
  cluster: string,
  arns: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Service[]> {
  const command = new DescribeServicesCommand({ cluster, services: [...arns] });
  return (await send(clients.ecs, command, { signal })).services ?? [];
}

/** ARNs of the tasks of a cluster, or of one service in it. */
export function listTasks(
  { clients, send }: Account,
  where: { readonly cluster: string; readonly serviceName?: string },
  desiredStatus: DesiredStatus,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  return pages(async (nextToken) => {
    const page = await send(clients.ecs, new ListTasksCommand({ ...where, desiredStatus, nextToken }), {
      signal,
    });
    return { items: page.taskArns, next: page.nextToken };
  });
}

/** Tasks of a cluster; what AWS has forgotten meanwhile is absent. */
export async function describeTasks(
  { clients, send }: Account,
  cluster: string,
  arns: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Task[]> {
  const described = await Promise.all(
    chunks([...new Set(arns)], TASKS_A_CALL).map((tasks) =>
      send(clients.ecs, new DescribeTasksCommand({ cluster, tasks }), { signal }),
    ),
  );
  return described.flatMap(({ tasks }) => tasks ?? []);
}

/** The tasks of a service that stopped within the last hour or so; AWS forgets them then. */
export async function stoppedTasks(account: Account, service: Found, signal?: AbortSignal): Promise<Task[]> {
  const cluster = clusterOf(service);
  const arns = await listTasks(account, { cluster, serviceName: nameOf(service) }, 'STOPPED', signal);
  return describeTasks(account, cluster, arns, signal);
}
