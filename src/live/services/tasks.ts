import type { DesiredStatus, Service, Task } from '@aws-sdk/client-ecs';
import { saysTheSame } from '../../aws/memory';
import { grouped } from '../../engine/grouped';
import type { Found } from '../../engine/provider';
import type { Answer } from '../hops/snapshot';
import { describeTasks, listTasks, nameOf, TASKS_A_CALL } from './calls';
import { knownNow, renewed, type Asking, type Known } from './known';
import { looksBad } from './signs';

/** What is known of the tasks of services, by the ARN of the service. */
export interface TaskLooks {
  readonly known: ReadonlyMap<string, Known<readonly Task[]>>;
  /** Asks for the tasks of some members of a cluster; those of others may come with them. */
  look(
    cluster: string,
    stale: readonly Found[],
    members: readonly Found[],
    signal?: AbortSignal,
  ): Promise<void>;
  /** Another one as soon as tasks are described otherwise than before. */
  readonly version: number;
}

/** Lists tasks by service where few are asked for, else once for the whole cluster. */
export function createTaskLooks(
  asking: Asking,
  serviceBehind: (member: Found) => Service | undefined,
): TaskLooks {
  const known = new Map<string, Known<readonly Task[]>>();
  /** How many tasks a cluster has, others' too, where all of it was listed. */
  const totals = new Map<string, number>();
  let version = 0;

  /** A page of a list, and then a call to describe it: either for each service, or for whatever the cluster runs. */
  function areFew(cluster: string, stale: readonly Found[], members: readonly Found[]): boolean {
    const running = (some: readonly Found[]) =>
      some.reduce((sum, member) => sum + (serviceBehind(member)?.runningCount ?? 0), 0);
    const calls = (tasks: number) => Math.max(1, Math.ceil(tasks / TASKS_A_CALL));
    return stale.length + calls(running(stale)) <= 2 * calls(totals.get(cluster) ?? running(members));
  }

  /** Stopped tasks are asked for only when they may explain something. */
  function statesOf(some: readonly Found[]): readonly DesiredStatus[] {
    const isBad = some.map(serviceBehind).some((service) => service && looksBad(service));
    return isBad ? ['RUNNING', 'STOPPED'] : ['RUNNING'];
  }

  return {
    known,
    async look(cluster, stale, members, signal) {
      const isFew = areFew(cluster, stale, members);
      const asked = isFew ? stale : members;
      const answer = await renewed(
        asking,
        asked.map(({ physicalId }) => known.get(physicalId)),
        async (through) => {
          const lists = isFew
            ? stale.flatMap((member) =>
                statesOf([member]).map((state) =>
                  listTasks(through, { cluster, serviceName: nameOf(member) }, state, signal),
                ),
              )
            : statesOf(members).map((state) => listTasks(through, { cluster }, state, signal));
          const arns = (await Promise.all(lists)).flat();
          if (!isFew) totals.set(cluster, arns.length);
          return describeTasks(through, cluster, arns, signal);
        },
      );
      if (!answer) return;
      const at = asking.account.clock.now();
      const byGroup = grouped('value' in answer ? answer.value : [], ({ group }) => group);
      for (const member of asked) {
        const own = byGroup.get(`service:${nameOf(member)}`) ?? [];
        const told: Answer<readonly Task[]> = 'unknown' in answer ? answer : { value: own };
        if (!saysTheSame(known.get(member.physicalId)?.answer, told)) version += 1;
        known.set(member.physicalId, knownNow(told, at));
      }
    },
    get version() {
      return version;
    },
  };
}
