import type { CallOf, Problem, Thing, Tokens } from './problem';

/** What no scheduler can beat, in seconds, and why. */
export interface Bound {
  readonly seconds: number;
  /** `path`, or the bucket or API whose calls take so long. */
  readonly because: string;
}

interface Operation {
  readonly thing: Thing;
  readonly call: CallOf;
  /** The earliest that it can be sent, and the least that follows after it was sent until all is over. */
  head: number;
  tail: number;
}

/**
 * A lower bound of the makespan: the longest way through calls and waits, or, where that is more, what a token bucket or
 * the order within an API makes of many calls. For every set of calls that share one: the earliest of them, the time that
 * the bucket needs for so many, and the least that follows. It knows nothing of looks; readiness is known at once.
 */
export function boundOf(problem: Problem): Bound {
  const operations = operationsOf(problem);
  const path = Math.max(...operations.map(({ head, tail }) => head + tail));
  const shared: Bound[] = problem.buckets.map((bucket) => ({
    seconds: ofBucket(
      operations.filter(({ call }) => bucket.calls.includes(call.name)),
      bucket,
    ),
    because: bucket.name,
  }));
  const keys = new Set(problem.things.flatMap(({ exclusive }) => exclusive ?? []));
  const inTurn: Bound[] = [...keys].map((key) => ({
    seconds: ofTurns(operations.filter(({ thing }) => thing.exclusive === key)),
    because: `changes of ${key} in turn`,
  }));
  return [{ seconds: path, because: 'path' }, ...shared, ...inTurn].reduce((a, b) =>
    b.seconds > a.seconds ? b : a,
  );
}

function operationsOf({ things }: Problem): Operation[] {
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  const known = memo((id: string): number => {
    const thing = at(id);
    return sentAt(thing) + (thing.calls[0]?.seconds ?? 0) + thing.operation;
  });
  const ready = memo((id: string): number => {
    const thing = at(id);
    const arrived = sentAt(thing) + (thing.calls[0]?.seconds ?? 0) / 2;
    return Math.max(arrived + thing.up, ...thing.standsOn.map(ready)) + thing.probation;
  });
  const dependents = new Map<string, { readonly thing: Thing; readonly ready: boolean }[]>();
  const standing = new Map<string, Thing[]>();
  for (const thing of things) {
    for (const need of thing.needs) push(dependents, need.id, { thing, ready: need.ready });
    for (const below of thing.standsOn) push(standing, below, thing);
  }
  /** The least from when its first call is sent until the end. */
  const tailOf = memo((id: string): number => {
    const thing = at(id);
    const [first, ...rest] = thing.calls;
    const answered = first?.seconds ?? 0;
    const others = (dependents.get(id) ?? []).map(({ thing: other, ready: isReady }) =>
      isReady
        ? answered / 2 + thing.up + thing.probation + tailOf(other.id)
        : answered + thing.operation + tailOf(other.id),
    );
    const seconds = answered + thing.operation + rest.reduce((sum, call) => sum + call.seconds, 0);
    return Math.max(seconds, answered / 2 + thing.up + thing.probation + afterReady(id), ...others);
  });
  const afterReady = memo((id: string): number =>
    Math.max(
      0,
      ...(standing.get(id) ?? []).map((other) => other.probation + afterReady(other.id)),
      ...(dependents.get(id) ?? []).filter((one) => one.ready).map(({ thing }) => tailOf(thing.id)),
    ),
  );

  return things.flatMap((thing) => {
    let passed = 0;
    return thing.calls.map((call, index): Operation => {
      const left = thing.calls.slice(index).reduce((sum, one) => sum + one.seconds, 0);
      const operation = {
        thing,
        call,
        head: sentAt(thing) + passed,
        tail: index === 0 ? tailOf(thing.id) : left,
      };
      passed += call.seconds + (index === 0 ? thing.operation : 0);
      return operation;
    });
  });

  function sentAt(thing: Thing): number {
    return Math.max(0, ...thing.needs.map((need) => (need.ready ? ready(need.id) : known(need.id))));
  }

  function at(id: string): Thing {
    const thing = byId.get(id);
    if (!thing) throw new Error(`No such thing: ${id}`);
    return thing;
  }
}

/** Of any k calls the last goes out no sooner than k minus burst tokens have flown in since the first could. */
function ofBucket(operations: readonly Operation[], { burst, perSecond }: Tokens): number {
  return overSets(operations, (count) => Math.max(0, (count - burst) / perSecond));
}

/** Of any k changes of one API the last is sent no sooner than the others are over. */
function ofTurns(operations: readonly Operation[]): number {
  const shortest = Math.min(...operations.map(({ call }) => call.seconds));
  return overSets(operations, (count) => (count - 1) * shortest);
}

/** The most that any set makes: its earliest head, what `takes` says of so many, its shortest tail. */
function overSets(operations: readonly Operation[], takes: (count: number) => number): number {
  const heads = [...new Set(operations.map(({ head }) => head))];
  return Math.max(
    0,
    ...heads.map((head) => {
      const tails = operations
        .filter((operation) => operation.head >= head)
        .map(({ tail }) => tail)
        .sort((a, b) => b - a);
      return Math.max(0, ...tails.map((tail, index) => head + takes(index + 1) + tail));
    }),
  );
}

function memo(compute: (id: string) => number): (id: string) => number {
  const known = new Map<string, number>();
  return (id) => {
    const value = known.get(id) ?? compute(id);
    known.set(id, value);
    return value;
  };
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
