import { describe, expect, it } from 'vitest';
import { createEdge } from '../../../src/host/command';
import type { ConnectionStore } from '../../../src/host/connection';
import { createEvent } from '../../../src/host/event';
import { createStatusStore, type OpenStack } from '../../../src/host/statusStore';
import type { StatusReport } from '../../../src/live/status';

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
  };
}

function world(choice: ConnectionStore['choice']['kind'] = 'aws') {
  const timers: { ms: number; run: () => void; cancelled: boolean }[] = [];
  const answers: (StatusReport | Error)[] = [];
  const changes: (string | undefined)[] = [];
  const connected = createEvent<void>();
  const account: { known: string | undefined } = { known: '123456789012' };
  let asked = 0;
  let trusted = true;
  const write = () => undefined;
  const connection: Pick<ConnectionStore, 'choice' | 'summary' | 'onDidChange'> = {
    choice: choice === 'aws' ? { kind: 'aws' } : choice === 'none' ? { kind: 'none' } : { kind: 'sandbox' },
    get summary() {
      return { label: 'x', kind: choice, ...(account.known !== undefined && { account: account.known }) };
    },
    onDidChange: connected.event,
  };
  const store = createStatusStore({
    // Only what the store looks at.
    connection: connection as ConnectionStore,
    edge: createEdge({ debug: write, info: write, warn: write, error: write }, { error: write }),
    open: async () => ({}) as OpenStack,
    async read() {
      asked += 1;
      const answer = answers.shift() ?? report('ok');
      if (answer instanceof Error) throw answer;
      return answer;
    },
    setTimer(ms, run) {
      const timer = { ms, run, cancelled: false };
      timers.push(timer);
      return () => void (timer.cancelled = true);
    },
    isTrusted: () => trusted,
  });
  store.onDidChange((key) => changes.push(key));
  /** Lets the next timer ring and everything behind it settle. */
  const ring = async () => {
    const timer = timers.find(({ cancelled }) => !cancelled);
    if (!timer) return undefined;
    timers.splice(timers.indexOf(timer), 1);
    timer.run();
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    return timer.ms;
  };
  return {
    store,
    answers,
    changes,
    ring,
    account,
    connected,
    asked: () => asked,
    distrust: () => void (trusted = false),
    waiting: () => timers.filter(({ cancelled }) => !cancelled).map(({ ms }) => ms),
  };
}

describe('the status store', () => {
  it('asks only while somebody looks', async () => {
    const { store, ring, waiting, asked } = world();
    expect(waiting()).toEqual([]);
    const [one, two] = [store.watch('a'), store.watch('a')];
    await ring();
    expect([asked(), waiting()]).toEqual([1, [10_000]]);
    one.dispose();
    expect(waiting()).toEqual([10_000]);
    two.dispose();
    two.dispose();
    expect(waiting()).toEqual([]);
  });

  it('asks seldom where nothing is deployed, and often while a deploy runs', async () => {
    const { store, ring, waiting, answers } = world();
    answers.push(report('unknown', false));
    store.watch('a');
    await ring();
    expect(waiting()).toEqual([30_000]);
    store.set('a', { run: { kind: 'deploy', done: 0, total: 1, seconds: 0, nodes: {} } });
    await ring();
    expect(waiting()).toEqual([2_000]);
  });

  it('keeps the last good report when a look fails', async () => {
    const { store, ring, answers } = world();
    answers.push(report('degraded'), new Error('unreachable'));
    store.watch('a');
    await ring();
    await ring();
    expect(store.message('a').nodes).toEqual({ api: { state: 'degraded' } });
  });

  it('drops what another account said', async () => {
    const { store, ring, account, connected } = world();
    store.watch('a');
    await ring();
    account.known = undefined;
    connected.fire();
    expect(store.report('a')).toBeUndefined();
  });

  it('drops what another environment said, and asks again', async () => {
    const { store, ring, answers, asked } = world();
    answers.push(report('degraded'));
    store.watch('a');
    await ring();
    store.set('a', {
      plan: {
        summary: { create: 1, update: 0, replace: 0, delete: 0 },
        nodes: {},
        kind: 'deploy' as const,
        edges: {},
        changes: [],
      },
    });
    store.forget('a');
    expect(store.report('a')).toBeUndefined();
    expect(store.message('a').plan).toBeUndefined();
    expect(await ring()).toBe(0);
    expect([asked(), store.report('a')?.health]).toEqual([2, 'ok']);
  });

  it('takes no answer about an environment that is not shown any more', async () => {
    const { store, ring, answers } = world();
    answers.push(report('degraded'));
    store.watch('a');
    const look = ring();
    store.forget('a');
    await look;
    expect(store.report('a')).toBeUndefined();
  });

  it('tells of which nodes something is there', async () => {
    const { store, ring, answers } = world();
    answers.push(report('ok', false), report('ok'));
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
    untrusted.distrust();
    untrusted.store.watch('a');
    await untrusted.ring();
    expect([none.asked(), untrusted.asked()]).toEqual([0, 0]);
  });

  it('shows plan, run and answer beside the health, and forgets a plan that is no longer true', async () => {
    const { store, changes } = world();
    const plan = {
      summary: { create: 1, update: 0, replace: 0, delete: 0 },
      nodes: {},
      kind: 'deploy' as const,
      edges: {},
      changes: [],
    };
    store.set('a', { plan, response: { request: 'GET /', ok: true, status: 200 } });
    expect(store.message('a')).toMatchObject({ plan, response: { status: 200 } });
    store.discardPlan('a');
    expect(store.message('a')).not.toHaveProperty('plan');
    expect(changes).toEqual(['a', 'a']);
    store.discardPlan('a');
    expect(changes).toHaveLength(2);
  });
});
