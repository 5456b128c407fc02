import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  type DesiredStatus,
  type Service,
  type Task,
} from '@aws-sdk/client-ecs';
import type { Account } from '../aws/account';
import { chunks, pages } from '../aws/resources/common';
import type { Found } from '../engine/provider';
import { ask } from './ask';
import type { Answer, Answers } from './hops/snapshot';

/** Services and their tasks, by the id of the service in the topology. */
export interface ServicesLook {
  readonly services: Answers<Service>;
  readonly tasks: Answers<readonly Task[]>;
}

/** Describes services ten a call, and lists tasks once a cluster instead of once a service. */
export async function lookAtServices(
  account: Account,
  founds: readonly Found[],
  signal?: AbortSignal,
): Promise<ServicesLook> {
  const clusters = [...new Set(founds.map(clusterOf))];
  const looks = await Promise.all(
    clusters.map((cluster) => {
      const members = founds.filter((found) => clusterOf(found) === cluster);
      return lookAtCluster(account, cluster, members, signal);
    }),
  );
  return {
    services: new Map(looks.flatMap(({ services }) => [...services])),
    tasks: new Map(looks.flatMap(({ tasks }) => [...tasks])),
  };
}

function clusterOf({ attributes }: Found): string {
  return attributes.cluster ?? '';
}

async function lookAtCluster(
  account: Account,
  cluster: string,
  members: readonly Found[],
  signal?: AbortSignal,
): Promise<ServicesLook> {
  const pieces = await Promise.all(
    chunks(members, 10).map((piece) => describe(account, cluster, piece, signal)),
  );
  const services = new Map(pieces.flat());
  const described = [...services.values()].flatMap((answer) => ('value' in answer ? answer.value : []));
  const all = await ask(
    tasksOf(account, cluster, described.some(looksBad) ? ['RUNNING', 'STOPPED'] : ['RUNNING'], signal),
  );
  return {
    services,
    tasks: new Map(
      members.map(({ id, attributes: { name } }): [string, Answer<Task[]>] => [
        id,
        'value' in all ? { value: all.value.filter(({ group }) => group === `service:${name}`) } : all,
      ]),
    ),
  };
}

async function describe(
  { clients, send }: Account,
  cluster: string,
  piece: readonly Found[],
  signal?: AbortSignal,
): Promise<(readonly [string, Answer<Service>])[]> {
  const services = piece.map(({ physicalId }) => physicalId);
  const answer = await ask(send(clients.ecs, new DescribeServicesCommand({ cluster, services }), { signal }));
  return piece.map(({ id, physicalId }) => {
    if ('unknown' in answer) return [id, answer];
    const it = answer.value.services?.find(({ serviceArn }) => serviceArn === physicalId);
    return [id, it ? { value: it } : { unknown: 'AWS does not describe the service.' }];
  });
}

/** Stopped tasks are asked for only when they may explain something. */
function looksBad({ deployments = [], runningCount = 0, desiredCount = 0 }: Service): boolean {
  return runningCount < desiredCount || deployments.some(({ rolloutState }) => rolloutState !== 'COMPLETED');
}

async function tasksOf(
  { clients, send }: Account,
  cluster: string,
  states: readonly DesiredStatus[],
  signal?: AbortSignal,
): Promise<Task[]> {
  const arns = await Promise.all(
    states.map((desiredStatus) =>
      pages(async (nextToken) => {
        const page = await send(clients.ecs, new ListTasksCommand({ cluster, desiredStatus, nextToken }), {
          signal,
        });
        return { items: page.taskArns, next: page.nextToken };
      }),
    ),
  );
  const described = await Promise.all(
    chunks([...new Set(arns.flat())], 100).map((tasks) =>
      send(clients.ecs, new DescribeTasksCommand({ cluster, tasks }), { signal }),
    ),
  );
  return described.flatMap(({ tasks }) => tasks ?? []);
}
