import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  type DesiredStatus,
  type Service,
  type Task,
} from '@aws-sdk/client-ecs';
import type { Account } from '../aws/account';
import { isPassing, longestOverdue, overdueOf, saysTheSame, type Overdue } from '../aws/memory';
import { chunks, pages } from '../aws/resources/common';
import type { Found } from '../engine/provider';
import { ageOf, type Heat } from './ages';
import { ask } from './ask';
import type { Answer, Answers } from './hops/snapshot';

/** Services and their tasks, by the id of the service in the topology. */
export interface ServicesLook {
  readonly services: Answers<Service>;
  readonly tasks: Answers<readonly Task[]>;
}

export interface ServiceLookOptions {
  /** Ids of services that somebody has touched: whatever becomes of them is seen soon. */
  readonly touched?: ReadonlySet<string>;
  /** By how much all ages are stretched. */
  readonly slowness?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Looks at services again and again, and asks only about those whose answer has become too old. */
export interface ServiceLooks {
  look(founds: readonly Found[], options?: ServiceLookOptions): Promise<ServicesLook>;
  /** How a service was when it was last looked at, by its ARN. */
  heat(arn: string): Heat;
  /** What a service is registered with, by the ARNs of target groups and Cloud Map services: how hot that is. */
  heatOf(arn: string): Heat;
  expire(): void;
  overdue(): Overdue | undefined;
  /** Another one as soon as a service or its tasks are described otherwise than before. */
  readonly version: number;
}

/** Who asks: `once` for what is known already, so that a refusal is not waited for. */
export interface Asking {
  readonly account: Account;
  readonly once: Account;
}

interface Known<T> {
  answer: Answer<T>;
  at: number;
  isExpired: boolean;
  /** Why the last attempt to have it anew has failed. */
  failure: string | undefined;
}

interface KnownService extends Known<Service> {
  /** What it says of whether something goes on. */
  sign: string;
  /** When that was last another. */
  changedAt: number;
}

const SECOND = 1000;
/** So long after a change another one is likely. */
const RESTLESS = 30 * SECOND;
/** So long a rollout in which nothing moves is looked at as fast as one in which something does, and then warmly. */
const STUCK = 120 * SECOND;
const GIVEN_UP = 900 * SECOND;

/** Describes services ten a call, and lists tasks once a cluster instead of once a service. */
export function createServiceLooks({ account, once }: Asking): ServiceLooks {
  const { clock, pace } = account;
  const services = new Map<string, KnownService>();
  const tasks = new Map<string, Known<readonly Task[]>>();
  let version = 0;
  /** How many tasks a cluster has, others' too, where all of it was listed. */
  const totals = new Map<string, number>();
  /** The service behind a target group or a Cloud Map service, by ARN. */
  const behind = new Map<string | undefined, string>();

  async function lookAtCluster(
    cluster: string,
    members: readonly Found[],
    options: ServiceLookOptions,
  ): Promise<void> {
    const { slowness = 1, touched, signal } = options;
    const stretch = slowness * pace;
    const heat = (member: Found) => (touched?.has(member.id) ? 'hot' : heatOfService(member.physicalId));
    const hot = members.filter((member) => heat(member) === 'hot').length;
    const isDue = (known: Known<unknown> | undefined, kind: 'services' | 'tasks', member: Found) => {
      if (!known || known.isExpired) return true;
      const temperature = heat(member);
      const age = ageOf(kind, temperature, temperature === 'hot' ? hot : members.length);
      return clock.now() - known.at >= age * stretch;
    };
    const due = members.filter((member) => isDue(services.get(member.physicalId), 'services', member));
    const changed = new Set(
      (
        await Promise.all(chunks(filledUp(due, members), 10).map((piece) => describe(cluster, piece, signal)))
      ).flat(),
    );
    const stale = members.filter(
      (member) => changed.has(member.physicalId) || isDue(tasks.get(member.physicalId), 'tasks', member),
    );
    if (stale.length > 0) await lookAtTasks(cluster, stale, members, signal);
  }

  /** A call takes ten: those that are next ride along with what is due, which also brings them back in step. */
  function filledUp(due: readonly Found[], members: readonly Found[]): readonly Found[] {
    const room = (10 - (due.length % 10)) % 10;
    if (room === 0 || due.length === 0) return due;
    const at = ({ physicalId }: Found) => services.get(physicalId)?.at ?? 0;
    const others = members.filter((member) => !due.includes(member));
    return [...due, ...others.sort((a, b) => at(a) - at(b)).slice(0, room)];
  }

  /** The ARNs of those that are other than they were. */
  async function describe(
    cluster: string,
    piece: readonly Found[],
    signal: AbortSignal | undefined,
  ): Promise<string[]> {
    const arns = piece.map(({ physicalId }) => physicalId);
    const answer = await renewed(
      arns.map((arn) => services.get(arn)),
      ({ clients, send }) =>
        send(clients.ecs, new DescribeServicesCommand({ cluster, services: arns }), { signal }),
    );
    if (!answer) return [];
    const at = clock.now();
    return arns.filter((arn) => {
      const it =
        'value' in answer ? answer.value.services?.find(({ serviceArn }) => serviceArn === arn) : undefined;
      for (const { targetGroupArn } of it?.loadBalancers ?? []) behind.set(targetGroupArn, arn);
      for (const { registryArn } of it?.serviceRegistries ?? []) behind.set(registryArn, arn);
      const known = services.get(arn);
      const sign = it ? signOf(it) : '';
      const isOther = known?.sign !== sign;
      const own: Answer<Service> =
        'unknown' in answer ? answer : it ? { value: it } : { unknown: 'AWS does not describe the service.' };
      if (!saysTheSame(known?.answer, own)) version += 1;
      services.set(arn, {
        answer: own,
        at,
        sign,
        // What is seen for the first time may have been so for long, or begun just now.
        changedAt: !known ? at - STUCK * pace : isOther ? at : known.changedAt,
        isExpired: false,
        failure: undefined,
      });
      return isOther;
    });
  }

  /** Lists by service where few are asked for, else once for the whole cluster. */
  async function lookAtTasks(
    cluster: string,
    stale: readonly Found[],
    members: readonly Found[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    // A page of a list, and then a call to describe it: either for each service, or for whatever the cluster runs.
    const running = (some: readonly Found[]) =>
      some.reduce((sum, { physicalId }) => sum + runningOf(services.get(physicalId)), 0);
    const whole = 2 * Math.max(1, Math.ceil((totals.get(cluster) ?? running(members)) / 100));
    const isFew = stale.length + Math.max(1, Math.ceil(running(stale) / 100)) <= whole;
    const asked = isFew ? stale : members;
    const isBad = (member: Found) => looksBad(services.get(member.physicalId));
    const answer = await renewed(
      asked.map(({ physicalId }) => tasks.get(physicalId)),
      async (through) => {
        const lists = isFew
          ? stale.flatMap((member) =>
              statesOf(isBad(member)).map((state) =>
                listTasks(through, { cluster, serviceName: nameOf(member) }, state, signal),
              ),
            )
          : statesOf(members.some(isBad)).map((state) => listTasks(through, { cluster }, state, signal));
        const arns = (await Promise.all(lists)).flat();
        if (!isFew) totals.set(cluster, arns.length);
        return describeTasks(through, cluster, arns, signal);
      },
    );
    if (!answer) return;
    const at = clock.now();
    const byGroup = new Map<string | undefined, Task[]>();
    for (const task of 'value' in answer ? answer.value : []) {
      const group = byGroup.get(task.group);
      if (group) group.push(task);
      else byGroup.set(task.group, [task]);
    }
    for (const member of asked) {
      const own = byGroup.get(`service:${nameOf(member)}`) ?? [];
      const told: Answer<readonly Task[]> = 'unknown' in answer ? answer : { value: own };
      if (!saysTheSame(tasks.get(member.physicalId)?.answer, told)) version += 1;
      tasks.set(member.physicalId, {
        answer: told,
        at,
        isExpired: false,
        failure: undefined,
      });
    }
  }

  /** Asks; where all of it is known and the failure passes, what is known stands in and nothing is answered. */
  async function renewed<T>(
    known: readonly (Known<unknown> | undefined)[],
    question: (through: Account) => Promise<T>,
  ): Promise<Answer<T> | undefined> {
    const old = known.filter((one) => one !== undefined);
    const standsIn = old.length === known.length;
    try {
      return { value: await question(standsIn ? once : account) };
    } catch (error) {
      if (!standsIn || !isPassing(error)) return ask(Promise.reject(error as Error));
      for (const one of old) one.failure = error.message;
      return undefined;
    }
  }

  function heatOfService(arn: string): Heat {
    const known = services.get(arn);
    if (!known) return 'quiet';
    const since = (clock.now() - known.changedAt) / pace;
    if (since < RESTLESS || (isMoving(known) && since < STUCK)) return 'hot';
    return isMoving(known) && since < GIVEN_UP ? 'warm' : 'quiet';
  }

  return {
    async look(founds, options = {}) {
      const clusters = new Set(founds.map(clusterOf));
      await Promise.all(
        [...clusters].map((cluster) =>
          lookAtCluster(
            cluster,
            founds.filter((found) => clusterOf(found) === cluster),
            options,
          ),
        ),
      );
      const answered = <T>(from: ReadonlyMap<string, Known<T>>): Answers<T> =>
        new Map(
          founds.flatMap(({ id, physicalId }) => {
            const known = from.get(physicalId);
            return known ? [[id, known.answer] as const] : [];
          }),
        );
      return { services: answered(services), tasks: answered(tasks) };
    },
    heat: heatOfService,
    heatOf: (arn) => heatOfService(behind.get(arn) ?? ''),
    get version() {
      return version;
    },
    expire() {
      for (const known of [...services.values(), ...tasks.values()]) known.isExpired = true;
    },
    overdue: () => longestOverdue([...services.values(), ...tasks.values()].map(overdueOf)),
  };
}

function clusterOf({ attributes }: Found): string {
  return attributes.cluster ?? '';
}

function nameOf({ attributes }: Found): string {
  return attributes.name ?? '';
}

function statesOf(isBad: boolean): readonly DesiredStatus[] {
  // Stopped tasks are asked for only when they may explain something.
  return isBad ? ['RUNNING', 'STOPPED'] : ['RUNNING'];
}

function serviceIn(known: Known<Service> | undefined): Service | undefined {
  return known && 'value' in known.answer ? known.answer.value : undefined;
}

function runningOf(known: Known<Service> | undefined): number {
  return serviceIn(known)?.runningCount ?? 0;
}

function looksBad(known: Known<Service> | undefined): boolean {
  const service = serviceIn(known);
  if (!service) return false;
  const { deployments = [], runningCount = 0, desiredCount = 0 } = service;
  return runningCount < desiredCount || deployments.some(({ rolloutState }) => rolloutState !== 'COMPLETED');
}

/** Whether something is under way that ends by itself. */
function isMoving(known: Known<Service>): boolean {
  const { status, pendingCount = 0 } = serviceIn(known) ?? {};
  return looksBad(known) || pendingCount > 0 || status === 'DRAINING';
}

function signOf({ status, desiredCount, runningCount, pendingCount, deployments, events }: Service): string {
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

/** ARNs of the tasks of a service, or of a whole cluster, that are to be in a state. */
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

/** The tasks of a service that stopped within the last hour or so; AWS forgets them then. */
export async function stoppedTasks(account: Account, service: Found, signal?: AbortSignal): Promise<Task[]> {
  const cluster = clusterOf(service);
  const arns = await listTasks(account, { cluster, serviceName: nameOf(service) }, 'STOPPED', signal);
  return describeTasks(account, cluster, arns, signal);
}

/** Tasks of a cluster, a hundred a call; those that ECS has forgotten are left out. */
export async function describeTasks(
  { clients, send }: Account,
  cluster: string,
  arns: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Task[]> {
  const described = await Promise.all(
    chunks([...new Set(arns)], 100).map((tasks) =>
      send(clients.ecs, new DescribeTasksCommand({ cluster, tasks }), { signal }),
    ),
  );
  return described.flatMap(({ tasks }) => tasks ?? []);
}
