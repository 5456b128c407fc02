import type { Task } from '@aws-sdk/client-ecs';
import type { Found } from '../../engine/provider';
import { ageOf } from '../ages';
import { describeTasks, listTasks, nameOf } from './calls';
import { knownNow, renewed, valueIn, type Asking, type Known } from './known';

/** Tells which services have other tasks than they had, long before all of them could be described. */
export interface RollCall {
  /** ARNs of those members of a cluster; nothing where the services themselves are looked at as often. */
  take(cluster: string, members: readonly Found[], options: RollCallOptions): Promise<ReadonlySet<string>>;
}

export interface RollCallOptions {
  /** Whose members these are: several topologies may run in one cluster, each with a roll of its own. */
  readonly stack: string;
  /** By how much all ages are stretched. */
  readonly stretch: number;
  /** Something is watched closely meanwhile: the roll is called behind it, and tells the next time. */
  readonly isHurried: boolean;
  readonly signal: AbortSignal | undefined;
}

interface Roll {
  readonly key: string;
  readonly cluster: string;
  readonly members: readonly Found[];
  /** The tasks that are to run as far as is known, each with its service. */
  readonly roll: ReadonlyMap<string, string>;
  readonly last: Known<unknown> | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Whatever is rolled out, scaled, stopped or dies shows in the list of the tasks that are to run: a hundred in a call,
 * where a call describes ten services. New ones are described once to learn whose they are.
 */
export function createRollCall(asking: Asking, tasks: ReadonlyMap<string, Known<readonly Task[]>>): RollCall {
  const { clock } = asking.account;
  const taken = new Map<string, Known<unknown>>();
  /** Tasks in a cluster that are of none of the members. */
  const strangers = new Map<string, ReadonlySet<string>>();
  /** Services whose tasks have changed, until that is told. */
  const moved = new Map<string, ReadonlySet<string>>();

  return {
    async take(cluster, members, { stack, stretch, isHurried, signal }) {
      // What is new is described anyway.
      if (!members.every(({ physicalId }) => tasks.has(physicalId))) return new Set();
      const roll = rollOf(members);
      const age = ageOf('roll', 'quiet', roll.size);
      const key = `${stack} ${cluster}`;
      const last = taken.get(key);
      const isDue = !last || clock.now() - last.at >= age * stretch;
      if (age < ageOf('services', 'quiet', members.length) && isDue) {
        taken.set(key, knownNow({ value: undefined }, clock.now()));
        const call = callRoll({ key, cluster, members, roll, last, signal });
        // Whoever fails here fails in what is waited for, too.
        await (isHurried ? void call.catch(() => undefined) : call);
      }
      const told = moved.get(key) ?? new Set();
      moved.delete(key);
      return told;
    },
  };

  async function callRoll({ key, cluster, members, roll, last, signal }: Roll): Promise<void> {
    const answer = await renewed(asking, [last], async (through) => {
      const arns = new Set(await listTasks(through, { cluster }, 'RUNNING', signal));
      const old = [...(strangers.get(key) ?? [])].filter((arn) => arns.has(arn));
      const fresh = [...arns].filter((arn) => !roll.has(arn) && !old.includes(arn));
      return { arns, old, fresh: await describeTasks(through, cluster, fresh, signal) };
    });
    if (!answer || 'unknown' in answer) return;
    const { arns, old, fresh } = answer.value;
    const byGroup = new Map(members.map((member) => [`service:${nameOf(member)}`, member.physicalId]));
    const alien = fresh.flatMap(({ group, taskArn }) =>
      taskArn === undefined || byGroup.has(group ?? '') ? [] : [taskArn],
    );
    strangers.set(key, new Set([...old, ...alien]));
    moved.set(
      key,
      new Set([
        ...(moved.get(key) ?? []),
        ...[...roll].flatMap(([arn, service]) => (arns.has(arn) ? [] : [service])),
        ...fresh.flatMap(({ group }) => byGroup.get(group ?? '') ?? []),
      ]),
    );
  }

  /** The tasks that are to run as far as is known, each with its service. */
  function rollOf(members: readonly Found[]): ReadonlyMap<string, string> {
    return new Map(
      members.flatMap(({ physicalId }) =>
        (valueIn(tasks.get(physicalId)) ?? []).flatMap(({ taskArn, desiredStatus }): [string, string][] =>
          taskArn === undefined || desiredStatus !== 'RUNNING' ? [] : [[taskArn, physicalId]],
        ),
      ),
    );
  }
}
