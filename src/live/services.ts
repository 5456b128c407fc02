import type { Service, Task } from '@aws-sdk/client-ecs';
import { longestOverdue, overdueOf, saysTheSame, type Overdue } from '../aws/memory';
import { chunks } from '../aws/resources/common';
import { grouped } from '../engine/grouped';
import type { Found } from '../engine/provider';
import { ageOf, type Heat } from './ages';
import type { Answer, Answers } from './hops/snapshot';
import { clusterOf, describeServices, SERVICES_A_CALL } from './services/calls';
import { knownNow, renewed, valueIn, type Asking, type Known } from './services/known';
import { createRollCall } from './services/rollCall';
import { heatOf, signOf, STUCK } from './services/signs';
import { createTaskLooks } from './services/tasks';

/** Services and their tasks, by the id of the service in the topology. */
export interface ServicesLook {
  readonly services: Answers<Service>;
  readonly tasks: Answers<readonly Task[]>;
}

export interface ServiceLookOptions {
  /** Ids of services that somebody has touched: whatever becomes of them is seen soon. */
  readonly touched?: ReadonlySet<string>;
  /** Whose services these are. */
  readonly stack?: string;
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

interface KnownService extends Known<Service> {
  /** What it says of whether something goes on. */
  readonly sign: string;
  /** When that was last another. */
  readonly changedAt: number;
}

/** Describes services ten a call, those first of which something else tells that they have changed. */
export function createServiceLooks(asking: Asking): ServiceLooks {
  const { clock, pace } = asking.account;
  const services = new Map<string, KnownService>();
  const tasks = createTaskLooks(asking, ({ physicalId }) => valueIn(services.get(physicalId)));
  const rollCall = createRollCall(asking, tasks.known);
  let version = 0;
  /** The service behind a target group or a Cloud Map service, by ARN. */
  const behind = new Map<string | undefined, string>();

  async function lookAtCluster(
    cluster: string,
    members: readonly Found[],
    { slowness = 1, touched, stack = '', signal }: ServiceLookOptions,
  ): Promise<void> {
    const stretch = slowness * pace;
    const heat = (member: Found) => (touched?.has(member.id) ? 'hot' : heatOfService(member.physicalId));
    const hot = members.filter((member) => heat(member) === 'hot').length;
    const isDue = (known: Known<unknown> | undefined, kind: 'services' | 'tasks', member: Found) => {
      if (!known || known.isExpired) return true;
      const temperature = heat(member);
      const age = ageOf(kind, temperature, temperature === 'hot' ? hot : members.length);
      return clock.now() - known.at >= age * stretch;
    };
    const moved = await rollCall.take(cluster, members, { stack, stretch, isHurried: hot > 0, signal });
    const due = members.filter(
      (member) => moved.has(member.physicalId) || isDue(services.get(member.physicalId), 'services', member),
    );
    const pieces = chunks(filledUp(due, members), SERVICES_A_CALL);
    const others = await Promise.all(pieces.map((piece) => describe(cluster, piece, signal)));
    const changed = new Set([...moved, ...others.flat()]);
    const stale = members.filter(
      (member) =>
        changed.has(member.physicalId) || isDue(tasks.known.get(member.physicalId), 'tasks', member),
    );
    if (stale.length > 0) await tasks.look(cluster, stale, members, signal);
  }

  /** A call takes ten: those that are next ride along with what is due, which also brings them back in step. */
  function filledUp(due: readonly Found[], members: readonly Found[]): readonly Found[] {
    const room = (SERVICES_A_CALL - (due.length % SERVICES_A_CALL)) % SERVICES_A_CALL;
    if (room === 0 || due.length === 0) return due;
    const at = ({ physicalId }: Found) => services.get(physicalId)?.at ?? 0;
    const isIn = new Set(due);
    const others = members.filter((member) => !isIn.has(member));
    return [...due, ...others.sort((a, b) => at(a) - at(b)).slice(0, room)];
  }

  /** The ARNs of those that are other than they were. */
  async function describe(
    cluster: string,
    piece: readonly Found[],
    signal: AbortSignal | undefined,
  ): Promise<string[]> {
    const arns = piece.map(({ physicalId }) => physicalId);
    const known = arns.map((arn) => services.get(arn));
    const answer = await renewed(asking, known, (through) =>
      describeServices(through, cluster, arns, signal),
    );
    if (!answer) return [];
    return arns.filter((arn) => {
      if ('unknown' in answer) return note(arn, answer);
      const it = answer.value.find(({ serviceArn }) => serviceArn === arn);
      return note(arn, it ? { value: it } : { unknown: 'AWS does not describe the service.' });
    });
  }

  /** Remembers what was answered of a service; true where something goes on that did not before. */
  function note(arn: string, answer: Answer<Service>): boolean {
    const at = clock.now();
    const it = 'value' in answer ? answer.value : undefined;
    for (const { targetGroupArn } of it?.loadBalancers ?? []) behind.set(targetGroupArn, arn);
    for (const { registryArn } of it?.serviceRegistries ?? []) behind.set(registryArn, arn);
    const before = services.get(arn);
    const sign = it ? signOf(it) : '';
    const isOther = before?.sign !== sign;
    if (!saysTheSame(before?.answer, answer)) version += 1;
    // What is seen for the first time may have been so for long, or begun just now.
    const changedAt = !before ? at - STUCK * pace : isOther ? at : before.changedAt;
    services.set(arn, { ...knownNow(answer, at), sign, changedAt });
    return isOther;
  }

  function heatOfService(arn: string): Heat {
    const known = services.get(arn);
    return known ? heatOf(valueIn(known), (clock.now() - known.changedAt) / pace) : 'quiet';
  }

  return {
    async look(founds, options = {}) {
      await Promise.all(
        [...grouped(founds, clusterOf)].map(([cluster, members]) => lookAtCluster(cluster, members, options)),
      );
      const answered = <T>(from: ReadonlyMap<string, Known<T>>): Answers<T> =>
        new Map(
          founds.flatMap(({ id, physicalId }) => {
            const known = from.get(physicalId);
            return known ? [[id, known.answer] as const] : [];
          }),
        );
      return { services: answered(services), tasks: answered(tasks.known) };
    },
    heat: heatOfService,
    heatOf: (arn) => heatOfService(behind.get(arn) ?? ''),
    get version() {
      return version + tasks.version;
    },
    expire() {
      for (const known of [...services.values(), ...tasks.known.values()]) known.isExpired = true;
    },
    overdue: () => longestOverdue([...services.values(), ...tasks.known.values()].map(overdueOf)),
  };
}
