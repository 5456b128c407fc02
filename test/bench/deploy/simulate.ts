import { createHeap } from '../../fakes/heap';
import type { CallOf, Problem, Thing, Tokens } from './problem';
import type { Looks, Rival } from './rivals';

/** Seconds that a read takes. Source: performance.md §c, goal C7. */
const READ = 0.2;

/** Runs a problem through a rival's scheduling: seconds until everything is ready, and its looks. */
export function simulate(
  problem: Problem,
  rival: Rival,
): { readonly seconds: number; readonly looks: number } {
  const events = createHeap<{ readonly at: number; readonly sequence: number; run(): void }>(
    (a, b) => a.at - b.at || a.sequence - b.sequence,
  );
  let now = 0;
  let sequence = 0;
  let looks = 0;
  const later = (at: number, run: () => void) => events.push({ at, sequence: (sequence += 1), run });

  const { things } = problem;
  const weight = dependants(things);
  const order = new Map(
    things.map(({ id }, index) => [id, rival.order === 'asWritten' ? index : -(weight.get(id) ?? 0)]),
  );
  const buckets = new Map(problem.buckets.map((bucket) => [bucket, createBucket(bucket)]));
  const turns = new Map<string, number>();
  const known = new Set<string>();
  const ready = new Set<string>();
  const readyAt = new Map<string, number>();
  const waiting = [...things].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  let free = rival.concurrency;

  dispatch();
  for (let event = events.pop(); event; event = events.pop()) {
    now = event.at;
    event.run();
  }
  if (waiting.length > 0 || ready.size < things.length) throw new Error('Not everything was made');
  return { seconds: now, looks };

  function dispatch(): void {
    for (let index = 0; index < waiting.length && free > 0;) {
      const thing = waiting[index];
      if (!thing || !thing.needs.every((need) => isDone(need.id, need.ready))) {
        index += 1;
        continue;
      }
      waiting.splice(index, 1);
      free -= 1;
      call(thing, 0);
    }
  }

  function isDone(id: string, wantsReady: boolean): boolean {
    return rival.dependantsWaitForReady || wantsReady ? ready.has(id) : known.has(id);
  }

  function call(thing: Thing, index: number): void {
    const next = thing.calls[index];
    if (!next) return void later(now + rival.readsBack * READ, () => untilReady(thing));
    const sentAt = admitted(next, thing.exclusive);
    later(sentAt + next.seconds, () => {
      if (index === 0) {
        readyAt.set(thing.id, sentAt + next.seconds / 2 + thing.up);
        if (thing.operation === 0) known.add(thing.id);
        else {
          // An operation is looked at as everything else is.
          const over = sentAt + next.seconds / 2 + thing.operation;
          return look(
            rival.looks.namespace,
            () => now >= over,
            () => {
              known.add(thing.id);
              call(thing, index + 1);
            },
          );
        }
      }
      call(thing, index + 1);
    });
  }

  function untilReady(thing: Thing): void {
    const kind = kindOf(thing);
    if (kind === undefined) return done(thing);
    look(
      rival.looks[kind],
      () => isReady(thing),
      () => done(thing),
    );
  }

  /** Below everything that it stands on there is one that is ready last; from then it proves itself. */
  function isReady(thing: Thing): boolean {
    const below = thing.standsOn.map((id) => readyAt.get(id) ?? Number.POSITIVE_INFINITY);
    return now >= Math.max(readyAt.get(thing.id) ?? 0, ...below) + thing.probation;
  }

  function look({ delay, every, growth, most }: Looks, isOver: () => boolean, then: () => void): void {
    const again = (wait: number, next: number) =>
      later(now + wait, () => {
        looks += 1;
        if (isOver()) then();
        else again(next, Math.min(most, next * growth));
      });
    again(delay, every);
  }

  function done(thing: Thing): void {
    ready.add(thing.id);
    free += 1;
    dispatch();
  }

  /** When a call goes out: with a token of each bucket, and after the changes of its API that came before. */
  function admitted({ name, seconds }: CallOf, exclusive: string | undefined): number {
    let at = now;
    if (exclusive !== undefined) at = Math.max(at, turns.get(exclusive) ?? 0);
    for (const [bucket, take] of buckets) if (bucket.calls.includes(name)) at = Math.max(at, take(at));
    if (exclusive !== undefined) turns.set(exclusive, at + seconds);
    return at;
  }
}

function kindOf({ type }: Thing): keyof Rival['looks'] | undefined {
  if (type.endsWith('::LoadBalancer')) return 'balancer';
  if (type.endsWith('::VpcLink')) return 'link';
  return type === 'AWS::ECS::Service' ? 'service' : undefined;
}

/** How many things depend on each, directly or through others. */
function dependants(things: readonly Thing[]): Map<string, number> {
  const needs = new Map(things.map(({ id, needs: own }) => [id, own.map((need) => need.id)]));
  const counts = new Map<string, number>();
  for (const { id } of things) {
    const seen = new Set<string>();
    const visit = (other: string) => {
      if (seen.has(other)) return;
      seen.add(other);
      needs.get(other)?.forEach(visit);
    };
    needs.get(id)?.forEach(visit);
    for (const other of seen) counts.set(other, (counts.get(other) ?? 0) + 1);
  }
  return counts;
}

/** When the next token is there, from a time on; takes it. First come, first served. */
function createBucket({ burst, perSecond }: Tokens): (at: number) => number {
  let level = burst;
  let filledAt = 0;
  return (at) => {
    level = Math.min(burst, level + Math.max(0, at - filledAt) * perSecond);
    filledAt = Math.max(filledAt, at);
    level -= 1;
    return level >= 0 ? at : filledAt + -level / perSecond;
  };
}
