import { describe, expect, it } from 'vitest';
import { apply, type ApplyResult } from '../../../src/engine/apply';
import { makePlan } from '../../../src/engine/plan';
import type { ChangeEvent } from '../../../src/engine/progress';
import { ref, type Resource } from '../../../src/engine/resource';
import { createFakeCloud, type FakeCloud, type FakeType } from '../../fakes/fakeCloud';

const TYPES: FakeType[] = [
  { type: 'group' },
  { type: 'api' },
  { type: 'link', readyAfter: 120_000, takes: 1_000, immutable: ['subnets'] },
  { type: 'balancer', readyAfter: 60_000, takes: 1_000, immutable: ['scheme'], uniqueNameLimit: 6 },
  { type: 'listener', replacement: 'deleteFirst', immutable: ['port'] },
  { type: 'integration', takes: 1_000 },
  { type: 'route' },
];

const group: Resource = { id: 'link/group', type: 'group', props: { name: 'g' } };
const api: Resource = { id: 'api/api', type: 'api', props: { name: 'a' } };
const link: Resource = {
  id: 'link/link',
  type: 'link',
  props: { subnets: ['a'], groups: [ref('link/group', 'id')] },
};
const balancer: Resource = { id: 'nlb/balancer', type: 'balancer', props: { name: 'b', scheme: 'internal' } };
const listener: Resource = {
  id: 'nlb/listener',
  type: 'listener',
  props: { balancer: ref('nlb/balancer', 'id'), port: 80 },
};
const integration: Resource = {
  id: 'link/integration',
  type: 'integration',
  props: {
    api: ref('api/api', 'id'),
    link: ref('link/link', 'id', { ready: true }),
    listener: ref('nlb/listener', 'id'),
  },
};
const route: Resource = {
  id: 'link/route',
  type: 'route',
  props: { integration: ref('link/integration', 'id'), api: ref('api/api', 'id') },
};
const ALL = [group, api, link, balancer, listener, integration, route];

/** Of an integration that leads to the listener on some path. */
function leading(path: string): Resource['props'] {
  return { listener: ref('nlb/listener', 'id'), path };
}

async function run(
  cloud: FakeCloud,
  resources: readonly Resource[],
  options: { noWait?: boolean; signal?: AbortSignal; onEvent?: (event: ChangeEvent) => void } = {},
): Promise<ApplyResult & { events: ChangeEvent[] }> {
  const plan = await makePlan({ stack: 's', resources, cloud });
  const { onEvent, ...applyOptions } = options;
  const steps = apply(plan, { cloud, ...applyOptions });
  const events: ChangeEvent[] = [];
  for (;;) {
    const step = await steps.next();
    if (step.done) return { ...step.value, events };
    events.push(step.value);
    onEvent?.(step.value);
  }
}

describe('applying a plan', () => {
  it('does what is independent at once and what refers to it as soon as its id is known', async () => {
    const cloud = createFakeCloud(TYPES);
    const start = cloud.now();
    const { result } = await run(cloud, ALL);
    expect(result).toBe('succeeded');
    // The link decides: a second to create, two minutes until it is available, up to two seconds until that is seen, a second more.
    expect((cloud.now() - start) / 1000).toBeLessThanOrEqual(1 + 120 + 2 + 1);
    expect(cloud.calls.indexOf('create nlb/listener')).toBeLessThan(
      cloud.calls.indexOf('create link/integration'),
    );
  });

  it('reports each change once as started and once as done, with its seconds', async () => {
    const { events } = await run(createFakeCloud(TYPES), ALL);
    for (const { id } of ALL) {
      expect(events.filter((event) => event.id === id && event.state === 'started')).toHaveLength(1);
      expect(events.filter((event) => event.id === id && event.state === 'done')).toHaveLength(1);
    }
    expect(events.find(({ id, state }) => id === 'link/link' && state === 'waiting')).toMatchObject({
      reason: 'PROVISIONING',
    });
    expect(
      events.find(({ id, state }) => id === 'link/link' && state === 'done')?.seconds,
    ).toBeGreaterThanOrEqual(121);
  });

  it('makes settings that nothing waits for beside what depends on the thing, and before it ends', async () => {
    const types = TYPES.map((type) => (type.type === 'balancer' ? { ...type, finishes: true } : type));
    const cloud = createFakeCloud(types);
    const times = new Map<string, number>();
    cloud.onCall = (call) => void times.set(call, cloud.now());
    const { result, events } = await run(cloud, [balancer, listener], { noWait: true });
    expect(result).toBe('accepted');
    expect(times.get('create nlb/listener')).toBe(times.get('finish nlb/balancer'));
    expect(events.find(({ id, state }) => id === 'nlb/balancer' && state === 'done')).toMatchObject({
      seconds: 2,
    });
    cloud.calls.length = 0;
    await run(cloud, [balancer, listener]);
    expect(cloud.calls).toEqual([]);
  });

  it('fails where a setting cannot be made, and does not hold up what depends on the thing', async () => {
    const types = TYPES.map((type) => (type.type === 'balancer' ? { ...type, finishes: true } : type));
    const cloud = createFakeCloud(types);
    cloud.failing.set('finish nlb/balancer', new Error('AccessDenied'));
    const { result, failures } = await run(cloud, [balancer, listener]);
    expect(result).toBe('failed');
    expect(failures).toMatchObject([{ id: 'nlb/balancer', reason: 'AccessDenied' }]);
    expect(cloud.calls).toContain('create nlb/listener');
  });

  it('tells the account how much of the run is behind what begins', async () => {
    const tails: [string, number][] = [];
    const cloud = {
      ...createFakeCloud(TYPES),
      rank: (id: string, tail: number) => void tails.push([id, Math.round(tail)]),
    };
    await run(cloud, [link, group, route, integration, api, balancer, listener]);
    expect(tails.find(([id]) => id === 'link/group')).toEqual(['link/group', 1 + 1 + 120 + 1 + 1]);
    expect(tails.find(([id]) => id === 'link/route')).toEqual(['link/route', 1]);
  });

  it('without waiting leaves out only waits on which nothing depends', async () => {
    const cloud = createFakeCloud(TYPES);
    const { result } = await run(
      cloud,
      [...ALL, { id: 'x/balancer', type: 'balancer', props: { name: 'x', scheme: 'internal' } }],
      { noWait: true },
    );
    expect(result).toBe('accepted');
    expect(cloud.objects).toHaveLength(ALL.length + 1);
  });

  it('skips only what depends on a failure, and goes on from there the next time', async () => {
    const cloud = createFakeCloud(TYPES);
    cloud.failing.set('create nlb/listener', new Error('DuplicateListener'));
    const first = await run(cloud, ALL);
    expect(first.result).toBe('failed');
    expect(first.failures).toMatchObject([{ id: 'nlb/listener', reason: 'DuplicateListener' }]);
    expect([...first.notStarted].sort()).toEqual(['link/integration', 'link/route']);
    expect(
      first.events
        .filter(({ state }) => state === 'skipped')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['link/integration', 'link/route']);
    const second = await run(cloud, ALL);
    expect(second.result).toBe('succeeded');
    expect(cloud.objects).toHaveLength(ALL.length);
  });

  it('starts nothing new after a cancel and lets what is in flight land', async () => {
    const cloud = createFakeCloud(TYPES);
    const controller = new AbortController();
    cloud.onCall = (call) => call === 'create link/link' && controller.abort(new Error('cancelled'));
    const { result, notStarted } = await run(cloud, ALL, { signal: controller.signal });
    expect(result).toBe('cancelled');
    expect(cloud.objects.some(({ type }) => type === 'link')).toBe(true);
    expect(notStarted).toContain('link/route');
    expect((await run(cloud, ALL)).result).toBe('succeeded');
  });

  it('starts nothing new after a cancel though all that it needs is there', async () => {
    const cloud = createFakeCloud(TYPES.map((type) => ({ ...type, takes: 1_000 })));
    const controller = new AbortController();
    cloud.onCall = (call) => call === 'create link/group' && controller.abort(new Error('cancelled'));
    const { result, notStarted } = await run(cloud, [group, link], { signal: controller.signal });
    expect(result).toBe('cancelled');
    expect(notStarted).toEqual(['link/link']);
    expect(cloud.calls).toEqual(['create link/group']);
  });

  it('leaves after a cancel what it only waited for, and says what that is', async () => {
    const cloud = createFakeCloud(TYPES);
    const controller = new AbortController();
    const start = cloud.now();
    const { result, done, underWay, notStarted } = await run(cloud, ALL, {
      signal: controller.signal,
      onEvent: ({ id, state }) =>
        id === 'link/link' && state === 'waiting' && controller.abort(new Error('cancelled')),
    });
    expect(result).toBe('cancelled');
    expect((cloud.now() - start) / 1000).toBeLessThan(60);
    expect(done).toEqual(['link/group', 'api/api', 'nlb/listener']);
    expect(underWay).toMatchObject([
      { id: 'link/link', action: 'create', reason: 'PROVISIONING' },
      { id: 'nlb/balancer', action: 'create', reason: 'PROVISIONING' },
    ]);
    expect(notStarted).toEqual(['link/integration', 'link/route']);
  });

  it('says what a delete waits for, and after a cancel leaves it soon', async () => {
    const cloud = createFakeCloud([{ type: 'group', lingers: 20 * 60_000 }, { type: 'api' }]);
    await run(cloud, [group, api]);
    const controller = new AbortController();
    const start = cloud.now();
    const { result, events, done, underWay } = await run(cloud, [], {
      signal: controller.signal,
      onEvent: ({ state }) => state === 'waiting' && controller.abort(new Error('cancelled')),
    });
    expect(events).toContainEqual(
      expect.objectContaining({ id: 'link/group', state: 'waiting', reason: 'it lingers' }),
    );
    expect(result).toBe('cancelled');
    expect(cloud.now()).toBe(start);
    expect(done).toEqual(['api/api']);
    expect(underWay).toMatchObject([{ id: 'link/group', action: 'delete', reason: 'it lingers' }]);
  });

  it('deletes in reverse: whatever points to a thing goes before it', async () => {
    const cloud = createFakeCloud(TYPES);
    await run(cloud, ALL);
    cloud.calls.length = 0;
    const { result } = await run(cloud, []);
    expect(result).toBe('succeeded');
    expect(cloud.objects).toEqual([]);
    const at = (id: string) => cloud.calls.indexOf(`delete ${id}`);
    expect(at('link/route')).toBeLessThan(at('link/integration'));
    expect(at('link/integration')).toBeLessThan(at('link/link'));
    expect(at('link/link')).toBeLessThan(at('link/group'));
  });

  it('replaces beside the old one, moves dependents over, then deletes the old', async () => {
    const cloud = createFakeCloud(TYPES);
    await run(cloud, ALL);
    const moved = { ...link, props: { ...link.props, subnets: ['b'] } };
    cloud.calls.length = 0;
    const resources = ALL.map((resource) => (resource === link ? moved : resource));
    expect((await run(cloud, resources)).result).toBe('succeeded');
    expect(cloud.calls).toEqual(['create link/link', 'update link/integration', 'delete link/link']);
    cloud.calls.length = 0;
    await run(cloud, resources);
    expect(cloud.calls).toEqual([]);
  });

  it('gives a replacement another name where names are unique, and knows it again', async () => {
    const cloud = createFakeCloud(TYPES);
    await run(cloud, [balancer]);
    const open = { ...balancer, props: { ...balancer.props, scheme: 'open' } };
    await run(cloud, [open]);
    expect(cloud.objects.map(({ props }) => props['name'])).toEqual([
      expect.stringMatching(/^b-[0-9a-f]{4}$/),
    ]);
    cloud.calls.length = 0;
    await run(cloud, [open]);
    expect(cloud.calls).toEqual([]);
  });

  it('takes another name again when the replacement of before came to nothing', async () => {
    const cloud = createFakeCloud(TYPES);
    await run(cloud, [balancer]);
    const old = [...cloud.objects];
    const open = { ...balancer, props: { ...balancer.props, scheme: 'open' } };
    await run(cloud, [open]);
    const [failed] = cloud.objects;
    if (failed) failed.props = { ...failed.props, scheme: 'failed' };
    cloud.objects.unshift(...old);
    await run(cloud, [open]);
    const names = cloud.objects.map(({ props }) => props['name']);
    expect(names).toEqual([expect.stringMatching(/^b-[0-9a-f]{4}$/)]);
    expect(names).not.toEqual([failed?.props['name']]);
  });

  it('cuts a name at the limit for the suffix, and knows it again', async () => {
    const cloud = createFakeCloud(TYPES);
    const named = { ...balancer, props: { name: 'public', scheme: 'internal' } };
    await run(cloud, [named]);
    const open = { ...named, props: { ...named.props, scheme: 'open' } };
    await run(cloud, [open]);
    expect(cloud.objects.map(({ props }) => props['name'])).toEqual([
      expect.stringMatching(/^p-[0-9a-f]{4}$/),
    ]);
    cloud.calls.length = 0;
    await run(cloud, [open]);
    expect(cloud.calls).toEqual([]);
  });

  it('deletes unrelated things at once though they stand in one VPC', async () => {
    const cloud = createFakeCloud(TYPES);
    const inVpc = [balancer, { ...link, props: { subnets: ['a'] } }].map((resource) => ({
      ...resource,
      props: { ...resource.props, vpc: 'vpc-1' },
    }));
    await run(cloud, inVpc);
    const start = cloud.now();
    await run(cloud, []);
    expect(cloud.objects).toEqual([]);
    expect(cloud.now() - start).toBe(1_000);
  });

  it('deletes first where the slot under the parent is the identity', async () => {
    const cloud = createFakeCloud(TYPES);
    await run(cloud, [balancer, listener]);
    cloud.calls.length = 0;
    await run(cloud, [balancer, { ...listener, props: { ...listener.props, port: 81 } }]);
    expect(cloud.calls).toEqual(['delete nlb/listener', 'create nlb/listener']);
  });

  it('lets a replacement beside the old one wait for one whose slot must be freed, not the other way round', async () => {
    const types = TYPES.map((type) =>
      type.type === 'integration' ? { ...type, immutable: ['path'] } : { ...type, held: false },
    );
    const cloud = createFakeCloud(types);
    const first = [balancer, listener, { ...integration, props: leading('/a') }];
    const second = [
      balancer,
      { ...listener, props: { ...listener.props, port: 81 } },
      { ...integration, props: leading('/b') },
    ];
    await run(cloud, first);
    cloud.calls.length = 0;
    const { result, failures } = await run(cloud, second);
    expect(failures).toEqual([]);
    expect(result).toBe('succeeded');
    expect(cloud.calls).toEqual([
      'delete nlb/listener',
      'create nlb/listener',
      'create link/integration',
      'delete link/integration',
    ]);
  });

  describe('what is replaced side by side', () => {
    const types: FakeType[] = [
      { type: 'targets', replacement: 'sideBySide', immutable: ['port'] },
      { type: 'listener', holds: 'targets', switches: true },
      { type: 'service', holds: 'targets', readyAfter: 60_000 },
      { type: 'rule' },
    ];
    const targets = (port: number): Resource => ({ id: 'n/targets', type: 'targets', props: { port } });
    const front: Resource = {
      id: 'n/listener',
      type: 'listener',
      props: { targets: ref('n/targets', 'id'), port: 80 },
    };
    const back: Resource = {
      id: 's/service',
      type: 'service',
      props: { targets: ref('n/targets', 'id'), after: [ref('n/listener', 'id')] },
    };
    const file = (port: number) => [targets(port), front, back];
    const STEPS = [
      'create n/targets',
      'update n/listener',
      'update s/service',
      'update n/listener',
      'update s/service',
      'update n/listener',
      'delete n/targets',
    ];

    it('is held beside its successor until that serves, and goes when all have let go', async () => {
      const cloud = createFakeCloud(types);
      await run(cloud, file(1));
      cloud.calls.length = 0;
      const held: unknown[] = [];
      const start = cloud.now();
      cloud.onCall = () =>
        held.push([
          cloud.now() - start,
          ...cloud.objects.filter(({ type }) => type !== 'targets').map(({ props }) => props),
        ]);
      const { result } = await run(cloud, file(2));
      expect(result).toBe('succeeded');
      expect(cloud.calls).toEqual(STEPS);
      const [was, will] = ['targets-1', 'targets-4'];
      const only = (targetsId: string): unknown => expect.objectContaining({ targets: targetsId });
      const turned: unknown = expect.objectContaining({ targets: will, standby: was });
      const both: unknown = expect.objectContaining({ targets: was, standby: will });
      expect(held).toEqual([
        [0, only(was), only(was)],
        [0, only(was), only(was)],
        [0, both, only(was)],
        [60_000, both, both],
        [60_000, turned, both],
        [120_000, turned, only(will)],
        [120_000, only(will), only(will)],
      ]);
      cloud.calls.length = 0;
      await run(cloud, file(2));
      expect(cloud.calls).toEqual([]);
    });

    it.each([2, 3, 4, 5, 6, 7])('goes on where a run ended before step %i', async (step) => {
      const cloud = createFakeCloud(types);
      await run(cloud, file(1));
      cloud.calls.length = 0;
      cloud.onCall = () => {
        if (cloud.calls.length === step) throw new Error('killed');
      };
      await run(cloud, file(2));
      cloud.calls.length = 0;
      cloud.onCall = () => undefined;
      expect(await run(cloud, file(2))).toMatchObject({ result: 'succeeded', failures: [] });
      expect(cloud.calls).toEqual(STEPS.slice(step - 1));
      expect(cloud.objects).toHaveLength(3);
    });
  });

  it('lets go of what must be deleted before it is made anew, and takes it up again', async () => {
    const cloud = createFakeCloud([
      { type: 'registry', replacement: 'deleteFirst', immutable: ['record'] },
      { type: 'service', letsGo: 'registries' },
    ]);
    const file = (record: string): Resource[] => [
      { id: 's/registry', type: 'registry', props: { record } },
      { id: 's/service', type: 'service', props: { registries: [ref('s/registry', 'id')] } },
    ];
    await run(cloud, file('A'));
    cloud.calls.length = 0;
    expect((await run(cloud, file('SRV'))).failures).toEqual([]);
    expect(cloud.calls).toEqual([
      'update s/service',
      'delete s/registry',
      'create s/registry',
      'update s/service',
    ]);
    expect(cloud.objects.map(({ props }) => props)).toEqual([
      { registries: ['registry-3'] },
      { record: 'SRV' },
    ]);
  });

  it('deletes what nobody asks for any more when what shares its parent is ready', async () => {
    const cloud = createFakeCloud([
      { type: 'group' },
      { type: 'rule' },
      { type: 'service', readyAfter: 60_000 },
    ]);
    const rule = (port: number): Resource => ({
      id: `g/rule/${port}`,
      type: 'rule',
      props: { group: ref('g/group', 'id'), port },
    });
    const service = (port: number): Resource => ({
      id: 's/service',
      type: 'service',
      props: { group: ref('g/group', 'id'), port },
    });
    const parent: Resource = { id: 'g/group', type: 'group', props: {} };
    await run(cloud, [parent, rule(80), service(80)]);
    cloud.calls.length = 0;
    const start = cloud.now();
    let deletedAt = 0;
    cloud.onCall = (call) => {
      if (call === 'delete g/rule/80') deletedAt = cloud.now() - start;
    };
    await run(cloud, [parent, rule(8080), service(8080)]);
    expect(cloud.calls).toEqual(['create g/rule/8080', 'update s/service', 'delete g/rule/80']);
    expect(deletedAt).toBe(60_000);
  });

  it('waits for what an earlier run left unready', async () => {
    const cloud = createFakeCloud(TYPES);
    await run(cloud, [balancer], { noWait: true });
    const { result, events } = await run(cloud, [balancer]);
    expect(result).toBe('succeeded');
    expect(events).toMatchObject([{ id: 'nlb/balancer', action: 'wait', state: 'waiting' }]);
    expect(cloud.objects.every(({ readyAt }) => readyAt <= cloud.now())).toBe(true);
  });

  it('asks whether something kept is ready only once all is made that it refers to', async () => {
    const cloud = createFakeCloud(TYPES);
    await run(cloud, [group, link]);
    const later: Resource = { id: 'link/later', type: 'integration', props: { name: 'later' } };
    const kept: Resource = { ...link, props: { ...link.props, after: [ref('link/later', 'id')] } };
    const { result, failures } = await run(cloud, [group, kept, later]);
    expect(failures).toEqual([]);
    expect(result).toBe('succeeded');
    expect(cloud.calls).toEqual(['create link/group', 'create link/link', 'create link/later']);
  });

  it('answers with the attributes of all that exists by then', async () => {
    const cloud = createFakeCloud(TYPES);
    await run(cloud, [group, link, balancer]);
    const moved = { ...link, props: { ...link.props, subnets: ['b'] } };
    cloud.failing.set('create link/link', new Error('no'));
    const { attributes } = await run(cloud, [group, moved, api]);
    // What is being replaced counts only once there is its successor.
    expect([...attributes]).toEqual([
      ['link/group', { id: 'group-1' }],
      ['api/api', { id: expect.stringMatching(/^api-/) as string }],
    ]);
  });

  it('tells of what is still to be carried out, with every step, and not of waits and failures', async () => {
    const cloud = createFakeCloud(TYPES);
    cloud.failing.set('create api/api', new Error('no'));
    const told: string[][] = [];
    const plan = await makePlan({ stack: 's', resources: [api, group, link, balancer], cloud });
    const steps = apply(plan, { cloud, onCarriedOut: (left) => told.push([...left].sort()) });
    for (let next = await steps.next(); !next.done; next = await steps.next());
    expect(told).toEqual([['api', 'balancer', 'link'], ['api', 'link'], ['api']]);
  });

  it('passes on what cannot be carried on with at all', async () => {
    const cloud = createFakeCloud(TYPES);
    const plan = await makePlan({ stack: 's', resources: [group], cloud });
    const steps = apply(plan, {
      cloud: {
        ...cloud,
        rank: () => undefined,
        provider: () => {
          throw new Error('No such type');
        },
      },
    });
    await expect(steps.next()).rejects.toThrow('No such type');
  });
});
