import type {
  Cloud,
  CreateRequest,
  Found,
  Health,
  Marks,
  Provider,
  Written,
} from '../../src/engine/provider';

/** Something in the fake account. */
export interface FakeObject {
  readonly physicalId: string;
  readonly type: string;
  marks: Marks;
  props: Readonly<Record<string, unknown>>;
  /** Milliseconds of the fake clock at which it is ready. */
  readyAt: number;
}

export interface FakeType {
  readonly type: string;
  readonly replacement?: Provider['replacement'];
  readonly immutable?: readonly string[];
  readonly slot?: readonly string[];
  readonly uniqueNameLimit?: number;
  readonly sets?: readonly string[];
  readonly volatile?: readonly string[];
  readonly interruption?: string;
  /** Property that holds the old thing while another names its successor: `standby` takes the successor. */
  readonly holds?: string;
  /** One that others made can be used. */
  readonly shared?: true;
  /** It directs traffic to what it holds. */
  readonly switches?: true;
  /** Property, a list, that can do without what is about to go. */
  readonly letsGo?: string;
  /** Milliseconds from creation to readiness; absent: no health at all. */
  readonly readyAfter?: number;
  /** False where AWS deletes it though something points to it. */
  readonly held?: boolean;
  /** How long one that is deleted goes on to be there, in milliseconds. */
  readonly lingers?: number;
  /** Some settings are made after its create. */
  readonly finishes?: boolean;
  /** How long a create or delete call takes, in milliseconds of the fake clock. */
  readonly takes?: number;
}

export interface FakeCloud extends Cloud {
  readonly objects: FakeObject[];
  /** What was done, such as `create nlb/loadBalancer`, in the order in which the calls began. */
  readonly calls: string[];
  /** Calls that fail once, by the text that `calls` would show. */
  readonly failing: Map<string, Error>;
  /** Runs just before a call. */
  onCall: (call: string) => void;
}

/** An account of made-up types, in which time passes only when somebody sleeps. */
export function createFakeCloud(
  types: readonly FakeType[],
  options: Partial<Pick<Cloud, 'notEchoed'>> = {},
): FakeCloud {
  const objects: FakeObject[] = [];
  const calls: string[] = [];
  const failing = new Map<string, Error>();
  const clock = createFakeClock();
  let serial = 0;

  const providers = new Map(types.map((type) => [type.type, provider(type)]));
  const cloud: FakeCloud = {
    objects,
    calls,
    failing,
    onCall: () => undefined,
    types: types.map(({ type }) => type),
    notEchoed: options.notEchoed ?? {},
    now: clock.now,
    sleep: clock.sleep,
    provider(type) {
      const known = providers.get(type);
      if (!known) throw new Error(`No such type in this fake: ${type}`);
      // The engine hands each provider props of its own type.
      return known as Provider;
    },
  };
  return cloud;

  async function call(name: string, takes: number): Promise<void> {
    calls.push(name);
    cloud.onCall(name);
    if (takes > 0) await clock.sleep(takes);
    const failure = failing.get(name);
    if (failure) {
      failing.delete(name);
      throw failure;
    }
  }

  function provider(fake: FakeType): Provider<Record<string, unknown>> {
    const { type, takes = 0, readyAfter } = fake;
    const written = (object: FakeObject): Written => ({
      physicalId: object.physicalId,
      attributes: { id: object.physicalId },
    });
    const foundOf = (object: FakeObject): Found => ({
      ...written(object),
      id: object.marks.resource,
      type,
      created: object.marks.created,
      applied: object.marks.applied,
      tags: object.marks.tags ?? {},
      props: object.props,
      pointsTo: strings(object.props),
    });
    return {
      type,
      replacement: fake.replacement ?? 'createFirst',
      immutable: fake.immutable ?? [],
      ...(fake.slot === undefined ? {} : { slot: fake.slot }),
      ...(fake.uniqueNameLimit === undefined ? {} : { uniqueNameLimit: fake.uniqueNameLimit }),
      sets: fake.sets ?? [],
      ...(readyAfter === undefined
        ? {}
        : { expected: { ready: readyAfter / 1_000, updated: readyAfter / 1_000 } }),
      ...(fake.volatile === undefined ? {} : { volatile: fake.volatile }),
      ...(fake.interruption === undefined ? {} : { interruption: fake.interruption }),
      ...(fake.holds === undefined ? {} : { holdingBoth: holdingBoth(fake.holds) }),
      ...(fake.switches && fake.holds !== undefined ? { switchingOver: switchingOver(fake.holds) } : {}),
      ...(fake.letsGo === undefined ? {} : { lettingGo: lettingGo(fake.letsGo) }),
      find: async (stack) =>
        objects.filter((object) => object.type === type && object.marks.stack === stack).map(foundOf),
      ...(fake.shared && {
        async lookup({ id, name }: { id: string; name: string }) {
          const there = objects.find((object) => object.type === type && object.props.name === name);
          return there
            ? { ...foundOf(there), id, created: '', pointsTo: [] }
            : `There is no ${type} of the name ${name}.`;
        },
      }),
      async create({ id, props, marks }: CreateRequest<Record<string, unknown>>) {
        await call(`create ${id}`, takes);
        const object: FakeObject = {
          physicalId: `${type}-${(serial += 1)}`,
          type,
          marks,
          props: withoutAfter(props),
          readyAt: clock.now() + (readyAfter ?? 0),
        };
        objects.push(object);
        return written(object);
      },
      ...(fake.finishes ? { finish: (id: string) => call(`finish ${id}`, takes) } : {}),
      async update({ id, props, marks, found, changed, remark }) {
        await call(`${changed.length > 0 ? 'update' : 'mark'} ${id}`, takes);
        const object = objects.find(({ physicalId }) => physicalId === found.physicalId);
        if (!object) throw new Error(`Gone: ${found.physicalId}`);
        object.props = withoutAfter(props);
        if (changed.length > 0 && readyAfter !== undefined) object.readyAt = clock.now() + readyAfter;
        if (remark) object.marks = { ...marks, created: found.created };
        return written(object);
      },
      async delete(found, { signal, waiting } = {}) {
        const holder =
          fake.held === false
            ? undefined
            : objects.find((other) => strings(other.props).includes(found.physicalId));
        await call(`delete ${found.id}`, takes);
        if (holder && objects.includes(holder))
          throw new Error(`${found.id} is in use by ${holder.marks.resource}`);
        if (fake.lingers !== undefined) {
          waiting?.('it lingers');
          await clock.sleep(fake.lingers, signal);
        }
        const index = objects.findIndex(({ physicalId }) => physicalId === found.physicalId);
        if (index >= 0) objects.splice(index, 1);
      },
      ...(readyAfter === undefined
        ? {}
        : {
            health: async ({ physicalId }: Written): Promise<Health> => {
              const object = objects.find((other) => other.physicalId === physicalId);
              return object && clock.now() >= object.readyAt
                ? { state: 'ready' }
                : { state: 'pending', reason: 'PROVISIONING' };
            },
          }),
    };
  }
}

/** Time that passes only while everybody sleeps: the earliest sleeper is woken when nothing else is left to do. */
export function createFakeClock(start = Date.UTC(2026, 0, 1)) {
  let time = start;
  let sleepers: { at: number; wake: () => void }[] = [];
  let scheduled = false;
  const advance = () => {
    scheduled = false;
    const next = Math.min(...sleepers.map(({ at }) => at));
    if (!Number.isFinite(next)) return;
    time = Math.max(time, next);
    const due = sleepers.filter(({ at }) => at <= time);
    sleepers = sleepers.filter(({ at }) => at > time);
    due.forEach(({ wake }) => wake());
    schedule();
  };
  const schedule = () => {
    if (scheduled || sleepers.length === 0) return;
    scheduled = true;
    // After every promise that can go on without time has gone on.
    setImmediate(advance);
  };
  return {
    now: () => time,
    async sleep(ms: number, signal?: AbortSignal): Promise<void> {
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        sleepers.push({ at: time + ms, wake: resolve });
        signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        schedule();
      });
    },
  };
}

type Props = Readonly<Record<string, unknown>>;

/** In `property` the old one, its successor in `standby`. */
function holdingBoth(property: string) {
  return (props: Props, old: ReadonlyMap<string, string>, found: Found): Props => {
    const successor = String(props[property]);
    const held = old.get(successor);
    if (found.props[property] === successor) return { ...props, standby: held };
    return held === undefined ? props : { ...props, [property]: held, standby: successor };
  };
}

function switchingOver(property: string) {
  return (props: Props, old: ReadonlyMap<string, string>): Props => ({
    ...props,
    standby: old.get(String(props[property])),
  });
}

function lettingGo(property: string) {
  return ({ props }: Found, going: ReadonlySet<string>): Props => ({
    ...props,
    [property]: strings(props[property]).filter((one) => !going.has(one)),
  });
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}

function withoutAfter(props: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(props).filter(([key]) => key !== 'after'));
}
