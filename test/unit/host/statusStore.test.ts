import { describe, expect, it } from 'vitest';
import { createEdge } from '../../../src/host/command';
import type { ConnectionStore } from '../../../src/host/connection';
import { createEvent } from '../../../src/host/event';
import { createLease, type SharedFiles } from '../../../src/host/lease';
import type { OpenStack } from '../../../src/host/openStack';
import { createStatusStore, type StatusStore } from '../../../src/host/statusStore';
import type { StatusReport } from '../../../src/live/status';
import type { Look, WatchOptions } from '../../../src/live/watch';

const SECOND = 1000;

function report(state: StatusReport['health'], deployed = true): StatusReport {
  return {
    health: state,
    brokenHop: undefined,
    hops: [],
    nodes: { api: { state } },
    edges: {},
    resources: deployed
      ? [{ id: 'api/api', type: 'AWS::ApiGatewayV2::Api', node: 'api', state, physicalId: 'abc' }]
      : [],
    apis: {},
    details: {},
  };
}

const seen = (state: StatusReport['health'], changes: Partial<Look> = {}): Look => ({
  report: report(state),
  heat: 'quiet',
  slowness: 1,
  ...changes,
});
const run = {
  kind: 'deploy',
  done: 0,
  total: 1,
  seconds: 0,
  nodes: { users: { state: 'running', text: '' } },
} as const;
const plan = {
  summary: { create: 1, update: 0, replace: 0, delete: 0 },
  nodes: {},
  kind: 'deploy' as const,
  edges: {},
  changes: [],
};

/** Everything in which windows of one machine live. */
function machine() {
  const content = new Map<string, string>();
  const files: SharedFiles = {
    read: async (name) => content.get(name),
    write: async (name, text) => void content.set(name, text),
    remove: async (name) => void content.delete(name),
  };
  return { time: 0, files, windows: 0 };
}

function world(choice: ConnectionStore['choice']['kind'] = 'aws', on = machine()) {
  const timers: { at: number; run: () => void; cancelled: boolean }[] = [];
  const answers: (Look | Error | ((options: WatchOptions) => Look))[] = [];
  const changes: (string | undefined)[] = [];
  const connected = createEvent<void>();
  const focus = createEvent<void>();
  const account: { known: string | undefined } = { known: '123456789012' };
  const asked: WatchOptions[] = [];
  const state = { renewals: 0, trusted: true, isFocused: true };
  const write = () => undefined;
  const connection: Pick<ConnectionStore, 'choice' | 'summary' | 'onDidChange'> = {
    choice: choice === 'aws' ? { kind: 'aws' } : choice === 'none' ? { kind: 'none' } : { kind: 'sandbox' },
    get summary() {
      return { label: 'x', kind: choice, ...(account.known !== undefined && { account: account.known }) };
    },
    onDidChange: connected.event,
  };
  // Only what the store looks at.
  const stack = {
    prepared: { stack: 'shop', resources: [] },
    session: {
      account: { connection: { kind: choice, region: 'eu-west-1' }, pace: choice === 'aws' ? 1 : 1 / 30 },
      identity: { account: '123456789012' },
      region: 'eu-west-1',
    },
  } as unknown as OpenStack;
  on.windows += 1;
  const pid = on.windows;
  const store: StatusStore = createStatusStore({
    connection: connection as ConnectionStore,
    edge: createEdge({ debug: write, info: write, warn: write, error: write }, { error: write }),
    open: async () => stack,
    watch: async () => ({
      async look(_prepared, options = {}) {
        asked.push(options);
        const answer = answers.shift() ?? seen('ok');
        if (answer instanceof Error) throw answer;
        return typeof answer === 'function' ? answer(options) : answer;
      },
      renew: () => void (state.renewals += 1),
    }),
    lease: (name) =>
      createLease(name, {
        files: on.files,
        id: `window ${pid}`,
        pid,
        isAlive: () => true,
        now: () => on.time,
      }),
    attention: {
      get isFocused() {
        return state.isFocused;
      },
      onDidChange: focus.event,
    },
    setTimer(ms, ring) {
      const timer = { at: on.time + ms, run: ring, cancelled: false };
      timers.push(timer);
      return () => void (timer.cancelled = true);
    },
    now: () => on.time,
    isTrusted: () => state.trusted,
  });
  store.onDidChange((key) => changes.push(key));
  const next = () => timers.filter(({ cancelled }) => !cancelled).sort((a, b) => a.at - b.at)[0];
  /** Lets the next timer ring and everything behind it settle; how long it took to ring. */
  const ring = async () => {
    const timer = next();
    if (!timer) return undefined;
    timers.splice(timers.indexOf(timer), 1);
    const waited = Math.max(0, timer.at - on.time);
    on.time += waited;
    timer.run();
    for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
    return waited;
  };
  return {
    store,
    answers,
    changes,
    ring,
    account,
    connected,
    state,
    asked,
    /** Until the next look. */
    wait: () => {
      const timer = next();
      return timer && timer.at - on.time;
    },
    leave() {
      state.isFocused = false;
      focus.fire();
    },
    comeBack() {
      state.isFocused = true;
      focus.fire();
    },
  };
}

describe('the status store', () => {
  it('asks only while somebody looks', async () => {
    const { store, ring, wait, asked } = world();
    expect(wait()).toBeUndefined();
    const [one, two] = [store.watch('a'), store.watch('a')];
    await ring();
    expect([asked.length, wait()]).toEqual([1, 14 * SECOND]);
    one.dispose();
    expect(wait()).toBe(14 * SECOND);
    two.dispose();
    two.dispose();
    expect(wait()).toBeUndefined();
  });

  it('shows what a first look knows so far, and of later ones only the whole', async () => {
    const { store, ring, asked, changes } = world();
    store.watch('a');
    await ring();
    expect(asked[0]?.onPart).toBeDefined();
    await ring();
    expect(asked[1]?.onPart).toBeUndefined();
    const before = changes.length;
    // The first look is over: what comes of it now is no longer true.
    asked[0]?.onPart?.(report('broken'));
    expect(changes).toHaveLength(before);
    store.forget('a');
    await ring();
    expect(asked[2]?.onPart).toBeDefined();
  });

  it('shows a part of a look that is under way', async () => {
    const { store, ring, answers } = world();
    let seenMeanwhile: string | undefined;
    answers.push((options) => {
      options.onPart?.(report('unknown'));
      seenMeanwhile = store.message('a').nodes['api']?.state;
      // Who needs to know what is there asks for it instead.
      expect(store.report('a')).toBeUndefined();
      return seen('ok');
    });
    store.watch('a');
    await ring();
    expect([seenMeanwhile, store.report('a')?.health]).toEqual(['unknown', 'ok']);
  });

  it('asks as often as there is something to see, for a canvas more often than for the tree', async () => {
    const { store, ring, wait, answers } = world();
    answers.push(seen('unknown', { report: report('unknown', false) }));
    answers.push(seen('ok'), seen('pending', { heat: 'hot' }), seen('ok', { heat: 'warm', slowness: 4 }));
    store.watch('a', 'tree');
    const waits = [];
    for (let look = 0; look < 4; look += 1) {
      await ring();
      waits.push(wait());
    }
    expect(waits).toEqual([30 * SECOND, 30 * SECOND, 5 * SECOND, 40 * SECOND]);
    store.watch('a');
    expect(await ring()).toBe(0);
    expect(wait()).toBe(14 * SECOND);
  });

  it('looks at a world that is faster than AWS as much more often, but not faster than people see', async () => {
    const { store, ring, wait } = world('sandbox');
    store.watch('a');
    await ring();
    expect(wait()).toBe(SECOND);
  });

  it('stops when nobody sits before the window for five minutes, and looks when they are back', async () => {
    const { store, ring, leave, comeBack, asked } = world();
    store.watch('a');
    await ring();
    leave();
    let looks = 0;
    while ((await ring()) !== undefined) looks += 1;
    expect([looks, asked.length]).toEqual([22, 22]);
    comeBack();
    expect(await ring()).toBe(0);
    expect(asked).toHaveLength(23);
  });

  it('goes on for who only looks at another window for a while', async () => {
    const { store, ring, leave, comeBack, wait } = world();
    store.watch('a');
    await ring();
    leave();
    await ring();
    comeBack();
    expect(wait()).toBe(14 * SECOND);
  });

  it('tells a run and what was touched to whoever looks, and looks for everything after a run', async () => {
    const { store, ring, asked, state } = world();
    store.watch('a');
    await ring();
    store.set('a', { run });
    expect(await ring()).toBe(0);
    store.set('a', { run: undefined });
    await ring();
    store.touch('a', ['orders']);
    await ring();
    await ring();
    expect(asked.map(({ changing, touched }) => [changing, ...(touched ?? [])])).toEqual([
      [false],
      [true, 'users'],
      [false],
      [false, 'orders'],
      [false, 'orders'],
    ]);
    expect(state.renewals).toBe(1);
  });

  it('tells only what is new', async () => {
    const { store, ring, changes, answers } = world();
    answers.push(seen('ok'), seen('ok'), seen('degraded'));
    store.watch('a');
    for (let look = 0; look < 4; look += 1) await ring();
    expect(changes).toEqual(['a', 'a', 'a']);
    expect(store.report('a')?.health).toBe('ok');
  });

  it('keeps the last good report when a look fails, with its age and why', async () => {
    const { store, ring, answers } = world();
    answers.push(seen('degraded'), new Error('unreachable'), seen('ok'));
    store.watch('a');
    await ring();
    await ring();
    expect(store.message('a')).toMatchObject({
      nodes: { api: { state: 'degraded' } },
      stale: { since: 0, reason: 'Reading the status did not work. The log says why.' },
    });
    expect(await ring()).toBe(15 * SECOND);
    expect(store.message('a')).not.toHaveProperty('stale');
  });

  it('says that a part is behind once it is so for a minute', async () => {
    const { store, ring, answers } = world();
    const overdue = { since: 0, reason: 'ecs DescribeServices was refused: Rate exceeded' };
    for (let look = 0; look < 6; look += 1) answers.push(seen('ok', { overdue }));
    store.watch('a');
    for (let look = 0; look < 5; look += 1) await ring();
    expect(store.message('a').stale).toBeUndefined();
    await ring();
    expect(store.message('a').stale).toEqual(overdue);
  });

  it('drops what another account said', async () => {
    const { store, ring, account, connected } = world();
    store.watch('a');
    await ring();
    account.known = undefined;
    connected.fire();
    expect(store.report('a')).toBeUndefined();
    expect(await ring()).toBe(0);
  });

  it('drops what another environment said, and asks again', async () => {
    const { store, ring, answers, asked } = world();
    answers.push(seen('degraded'));
    store.watch('a');
    await ring();
    store.set('a', { plan });
    store.forget('a');
    expect(store.report('a')).toBeUndefined();
    expect(store.message('a').plan).toBeUndefined();
    expect(await ring()).toBe(0);
    expect([asked.length, store.report('a')?.health]).toEqual([2, 'ok']);
  });

  it('takes no answer about an environment that is not shown any more', async () => {
    const { store, ring, answers } = world();
    answers.push(seen('degraded'));
    store.watch('a');
    const look = ring();
    store.forget('a');
    await look;
    expect(store.report('a')).toBeUndefined();
  });

  it('tells of which nodes something is there', async () => {
    const { store, ring, answers } = world();
    answers.push(seen('ok', { report: report('ok', false) }), seen('ok'));
    store.watch('a');
    await ring();
    expect(store.message('a').deployed).toEqual([]);
    await ring();
    expect(store.message('a').deployed).toEqual(['api']);
  });

  it('keeps what it knows when only the account is found out', async () => {
    const { store, ring, connected } = world();
    store.watch('a');
    await ring();
    connected.fire();
    expect(store.report('a')?.health).toBe('ok');
  });

  it('asks nobody without a connection or without trust', async () => {
    const none = world('none');
    none.store.watch('a');
    await none.ring();
    const untrusted = world();
    untrusted.state.trusted = false;
    untrusted.store.watch('a');
    await untrusted.ring();
    expect([none.asked, untrusted.asked]).toEqual([[], []]);
  });

  it('shows plan, run and answer beside the health, and forgets a plan that is no longer true', async () => {
    const { store, changes } = world();
    store.set('a', { plan, response: { request: 'GET /', ok: true, status: 200 } });
    expect(store.message('a')).toMatchObject({ plan, response: { status: 200 } });
    store.discardPlan('a');
    expect(store.message('a')).not.toHaveProperty('plan');
    expect(changes).toEqual(['a', 'a']);
    store.discardPlan('a');
    expect(changes).toHaveLength(2);
  });
});

describe('two windows on one stack', () => {
  it('look in turns: one asks, the other sees the same a second later', async () => {
    const on = machine();
    const [one, two] = [world('aws', on), world('aws', on)];
    one.answers.push(seen('degraded'));
    one.store.watch('a');
    two.store.watch('a');
    await one.ring();
    await two.ring();
    expect([one.asked.length, two.asked.length]).toEqual([1, 0]);
    expect(two.store.report('a')?.health).toBe('degraded');
    expect(two.wait()).toBe(SECOND);
  });

  it('change turns when the first one goes, and when something is done in the other', async () => {
    const on = machine();
    const [one, two] = [world('aws', on), world('aws', on)];
    const watching = one.store.watch('a');
    two.store.watch('a');
    await one.ring();
    two.store.set('a', { run });
    await two.ring();
    await one.ring();
    expect([one.asked.length, two.asked.length, one.wait()]).toEqual([1, 1, SECOND]);
    two.store.set('a', { run: undefined });
    two.store.dispose();
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    await one.ring();
    expect(one.asked).toHaveLength(2);
    watching.dispose();
  });

  it('have a simulated account each', async () => {
    const on = machine();
    const [one, two] = [world('sandbox', on), world('sandbox', on)];
    one.store.watch('a');
    two.store.watch('a');
    await one.ring();
    await two.ring();
    expect([one.asked.length, two.asked.length]).toEqual([1, 1]);
  });
});
