import { describe, expect, it } from 'vitest';
import { apply } from '../../../src/engine/apply';
import { makePlan, type Plan } from '../../../src/engine/plan';
import type { Cloud } from '../../../src/engine/provider';
import { ref, type Resource } from '../../../src/engine/resource';
import { createFakeCloud, type FakeCloud, type FakeType } from '../../fakes/fakeCloud';

const TYPES: FakeType[] = [
  { type: 'group' },
  { type: 'balancer', sets: ['groups'], immutable: ['scheme'], uniqueNameLimit: 6 },
  { type: 'definition', volatile: ['id'] },
  { type: 'listener', immutable: ['port'], slot: ['port'], replacement: 'deleteFirst' },
  { type: 'service' },
];

const group: Resource = { id: 'nlb/group', type: 'group', props: { name: 'g' } };
const balancer: Resource = {
  id: 'nlb/balancer',
  type: 'balancer',
  props: { name: 'b', scheme: 'internal', crossZone: true, groups: [ref('nlb/group', 'id')] },
};
const definition: Resource = { id: 'svc/definition', type: 'definition', props: { image: 'hello:1' } };
const service: Resource = {
  id: 'svc/service',
  type: 'service',
  props: { definition: ref('svc/definition', 'id'), count: 2, after: [ref('nlb/balancer', 'id')] },
};
const ALL = [service, definition, balancer, group];

async function deploy(cloud: FakeCloud, resources: readonly Resource[]): Promise<Plan> {
  const plan = await makePlan({ stack: 's', resources, cloud });
  const events = apply(plan, { cloud });
  for (let next = await events.next(); !next.done; next = await events.next());
  return plan;
}

const lines = (plan: Plan) => plan.changes.map(({ action, id }) => `${action} ${id}`);

describe('a plan', () => {
  it('lists deletes in the order in which they can be done, with what has to go first', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    const plan = await makePlan({ stack: 's', resources: [], cloud });
    expect(plan.changes.map(({ id, holders }) => [id, holders])).toEqual([
      ['nlb/balancer', undefined],
      ['nlb/group', ['nlb/balancer']],
      ['svc/service', undefined],
      ['svc/definition', ['svc/service']],
    ]);
  });

  it('says of a delete what it waits for', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    const slow: Cloud = {
      ...cloud,
      provider: (type) => ({
        ...cloud.provider(type),
        ...(type === 'service' && { lingering: 'waits for its tasks' }),
      }),
    };
    const { changes } = await makePlan({ stack: 's', resources: [], cloud: slow });
    expect(
      changes.flatMap(({ id, lingering }) => (lingering === undefined ? [] : [[id, lingering]])),
    ).toEqual([['svc/service', 'waits for its tasks']]);
  });

  it('creates everything in an empty account, what is referred to first', async () => {
    const plan = await makePlan({ stack: 's', resources: ALL, cloud: createFakeCloud(TYPES) });
    expect(lines(plan)).toEqual([
      'create svc/definition',
      'create nlb/group',
      'create nlb/balancer',
      'create svc/service',
    ]);
  });

  it('is empty after a full apply', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    expect(lines(await makePlan({ stack: 's', resources: ALL, cloud }))).toEqual([]);
  });

  it('does not depend on the order of members', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    const turned = ALL.map((resource) => ({
      ...resource,
      props: Object.fromEntries(Object.entries(resource.props).reverse()),
    }));
    expect(lines(await makePlan({ stack: 's', resources: turned, cloud }))).toEqual([]);
  });

  it('takes no notice of the order in lists that have none', async () => {
    const cloud = createFakeCloud(TYPES);
    const other = { ...group, id: 'x/group' };
    const groups = [ref('nlb/group', 'id'), ref('x/group', 'id')];
    await deploy(cloud, [group, other, { ...balancer, props: { ...balancer.props, groups } }]);
    const turned = { ...balancer, props: { ...balancer.props, groups: [...groups].reverse() } };
    expect(lines(await makePlan({ stack: 's', resources: [group, other, turned], cloud }))).toEqual([]);
  });

  it('names a changed property with what it was and will be', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    const slow = { ...balancer, props: { ...balancer.props, crossZone: false } };
    const plan = await makePlan({ stack: 's', resources: [service, definition, slow, group], cloud });
    expect(plan.changes).toMatchObject([
      {
        action: 'update',
        id: 'nlb/balancer',
        properties: [{ path: 'crossZone', before: true, after: false, replaces: false }],
      },
    ]);
    expect(plan.changes[0]).not.toHaveProperty('drift');
  });

  it('calls a change drift when the file asks what was last written', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    const object = cloud.objects.find(({ type }) => type === 'balancer');
    if (object) object.props = { ...object.props, crossZone: false };
    const plan = await makePlan({ stack: 's', resources: ALL, cloud });
    expect(plan.changes).toMatchObject([{ id: 'nlb/balancer', action: 'update', drift: true }]);
  });

  it('tells drift from what the file changed, property by property', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    const object = cloud.objects.find(({ type }) => type === 'balancer');
    if (object) object.props = { ...object.props, crossZone: false };
    const renamed = { ...balancer, props: { ...balancer.props, name: 'other' } };
    const plan = await makePlan({ stack: 's', resources: [service, definition, renamed, group], cloud });
    const change = plan.changes.find(({ id }) => id === 'nlb/balancer');
    expect(change).not.toHaveProperty('drift');
    expect(change?.reason).toBe('Also changed in the account: crossZone.');
    expect(change?.properties.map(({ path, drift }) => [path, drift])).toEqual([
      ['name', undefined],
      ['crossZone', true],
    ]);
  });

  it('takes for no drift what points to something of the stack: a run that did not end left it there', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    const object = cloud.objects.find(({ type }) => type === 'service');
    const elsewhere = cloud.objects.find(({ type }) => type === 'group')?.physicalId;
    if (object) object.props = { ...object.props, balancer: elsewhere };
    const [change] = (await makePlan({ stack: 's', resources: ALL, cloud })).changes;
    expect(change).toMatchObject({ id: 'svc/service', properties: [{ path: 'balancer' }] });
    expect(change).not.toHaveProperty('drift');
  });

  it('renews a mark that a run did not come to write', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    const object = cloud.objects.find(({ type }) => type === 'balancer');
    if (object) object.marks = { ...object.marks, applied: 'of before' };
    const plan = await deploy(cloud, ALL);
    expect(plan.changes).toMatchObject([{ id: 'nlb/balancer', action: 'update', properties: [] }]);
    expect(cloud.calls.at(-1)).toBe('mark nlb/balancer');
    expect(lines(await makePlan({ stack: 's', resources: ALL, cloud }))).toEqual([]);
  });

  it("brings people's tags up to the file and leaves those of others", async () => {
    const cloud = createFakeCloud(TYPES);
    const tagged = (tags: Readonly<Record<string, string>>) =>
      makePlan({ stack: 's', resources: [group], cloud, tags });
    await deploy(cloud, [group]);
    expect((await tagged({})).changes).toEqual([]);
    const object = cloud.objects[0];
    if (object) object.marks = { ...object.marks, tags: { owner: 'finance', team: 'a' } };
    expect((await tagged({ team: 'b', env: 'x' })).changes).toMatchObject([
      {
        action: 'update',
        properties: [
          { path: 'tags.team', before: 'a', after: 'b' },
          { path: 'tags.env', after: 'x' },
        ],
      },
    ]);
    expect((await tagged({ team: 'a' })).changes).toEqual([]);
  });

  it('takes over what a node left under its former id, wherever the id names it', async () => {
    const cloud = createFakeCloud(TYPES);
    const rule = { id: 'nlb/rule/svc', type: 'group', props: { name: 'rule' } };
    await deploy(cloud, [...ALL, rule]);
    const renamed = (id: string) => id.replace(/^svc/, 'web').replace(/\/svc$/, '/web');
    const resources = [...ALL, rule].map((resource) => ({
      ...resource,
      id: renamed(resource.id),
      props: JSON.parse(JSON.stringify(resource.props).replaceAll('"svc/', '"web/')) as object,
    }));
    const plan = await makePlan({ stack: 's', resources, cloud, formerly: new Map([['web', 'svc']]) });
    expect(lines(plan)).toEqual(['update web/definition', 'update web/service', 'update nlb/rule/web']);
    expect(plan.changes.map(({ properties }) => properties)).toEqual([[], [], []]);
    expect(plan.changes[0]?.reason).toBe('Takes over what was svc/definition.');
  });

  it('says of a replacement that deletes first what does not work meanwhile', async () => {
    const type = { type: 'listener', immutable: ['port'], replacement: 'deleteFirst' as const };
    const listener = { id: 'nlb/listener', type: 'listener', props: { port: 80 } };
    const moved = { ...listener, props: { port: 81 } };
    for (const [interruption, said] of [
      ['No connections for a minute.', 'No connections for a minute.'],
      [undefined, 'It is gone until the new one is made.'],
    ] as const) {
      const cloud = createFakeCloud([{ ...type, ...(interruption && { interruption }) }]);
      await deploy(cloud, [listener]);
      const plan = await makePlan({ stack: 's', resources: [moved], cloud });
      expect(plan.changes).toMatchObject([{ action: 'replace', interruption: said }]);
    }
  });

  it('calls it drift also after the order of work has changed', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    const object = cloud.objects.find(({ type }) => type === 'service');
    if (object) object.props = { ...object.props, count: 5 };
    const reordered = { ...service, props: { ...service.props, after: [] } };
    const plan = await makePlan({ stack: 's', resources: [reordered, definition, balancer, group], cloud });
    expect(plan.changes).toMatchObject([{ id: 'svc/service', drift: true }]);
  });

  it('carries a new revision on to what refers to it', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    const next = { ...definition, props: { image: 'hello:2' } };
    const plan = await makePlan({ stack: 's', resources: [service, next, balancer, group], cloud });
    expect(lines(plan)).toEqual(['update svc/definition', 'update svc/service']);
    expect(plan.changes[1]?.properties).toMatchObject([
      { path: 'definition', after: '(known after deploy)' },
    ]);
  });

  it('replaces what cannot be changed, and says which property forces it', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    const open = { ...balancer, props: { ...balancer.props, scheme: 'internet-facing' } };
    const plan = await makePlan({ stack: 's', resources: [service, definition, open, group], cloud });
    expect(plan.changes).toMatchObject([
      { action: 'replace', id: 'nlb/balancer', properties: [{ path: 'scheme', replaces: true }] },
    ]);
  });

  it('takes over what has the only slot under an id that the file no longer has', async () => {
    const cloud = createFakeCloud(TYPES);
    const listener = (id: string, target: string): Resource => ({
      id,
      type: 'listener',
      props: { port: 80, target },
    });
    await deploy(cloud, [listener('nlb/a', 'a')]);
    const plan = await deploy(cloud, [listener('nlb/b', 'b')]);
    expect(plan.changes).toMatchObject([
      {
        action: 'update',
        id: 'nlb/b',
        reason: 'Takes over what was nlb/a.',
        properties: [{ path: 'target', before: 'a', after: 'b' }],
      },
    ]);
    expect(cloud.objects).toMatchObject([{ marks: { resource: 'nlb/b' } }]);
    expect((await makePlan({ stack: 's', resources: [listener('nlb/b', 'b')], cloud })).changes).toEqual([]);
  });

  it('takes over what differs in nothing but its id', async () => {
    const cloud = createFakeCloud(TYPES);
    const listener = (id: string): Resource => ({ id, type: 'listener', props: { port: 80 } });
    await deploy(cloud, [listener('nlb/a')]);
    expect(lines(await deploy(cloud, [listener('nlb/b')]))).toEqual(['update nlb/b']);
    expect(cloud.objects).toMatchObject([{ marks: { resource: 'nlb/b' } }]);
  });

  it('takes over nothing that the file still asks for', async () => {
    const cloud = createFakeCloud(TYPES);
    const listener = (id: string, port: number): Resource => ({ id, type: 'listener', props: { port } });
    await deploy(cloud, [listener('nlb/a', 80)]);
    const plan = await makePlan({
      stack: 's',
      resources: [listener('nlb/b', 80), listener('nlb/a', 81)],
      cloud,
    });
    expect(lines(plan)).toEqual(['create nlb/b', 'replace nlb/a']);
  });

  it('deletes what the file no longer has, and nothing of another stack', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    expect(lines(await makePlan({ stack: 's', resources: [definition], cloud })).sort()).toEqual([
      'delete nlb/balancer',
      'delete nlb/group',
      'delete svc/service',
    ]);
    expect(lines(await makePlan({ stack: 's/dev', resources: [], cloud }))).toEqual([]);
  });

  it('keeps what it is told to keep, and names it', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    const plan = await makePlan({ stack: 's', resources: [], cloud, keep: ({ type }) => type === 'group' });
    expect(plan.kept.map(({ id }) => id)).toEqual(['nlb/group']);
    expect(lines(plan)).not.toContain('delete nlb/group');
  });

  it('takes the oldest of two that carry the same mark and deletes the other', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, ALL);
    const first = cloud.objects.find(({ type }) => type === 'group');
    if (!first) throw new Error('no group');
    cloud.objects.push({
      ...first,
      physicalId: 'group-0',
      marks: { ...first.marks, created: new Date(cloud.now() + 1).toISOString() },
    });
    await cloud.sleep(60 * 60_000);
    const plan = await makePlan({ stack: 's', resources: ALL, cloud });
    expect(plan.changes).toMatchObject([{ action: 'delete', id: 'nlb/group', physicalId: 'group-0' }]);
  });

  it('counts a missing property as different, unless the endpoint is known not to echo it', async () => {
    const endpoints: [known: boolean, notEchoed: Record<string, string[]>][] = [
      [false, {}],
      [false, { balancer: ['name'], group: ['crossZone'] }],
      [true, { balancer: ['crossZone'] }],
    ];
    for (const [known, notEchoed] of endpoints) {
      const cloud = createFakeCloud(TYPES, { notEchoed });
      await deploy(cloud, ALL);
      const object = cloud.objects.find(({ type }) => type === 'balancer');
      if (object)
        object.props = Object.fromEntries(
          Object.entries(object.props).filter(([key]) => key !== 'crossZone'),
        );
      const plan = await makePlan({ stack: 's', resources: ALL, cloud });
      expect(lines(plan)).toEqual(known ? [] : ['update nlb/balancer']);
      expect(plan.notEchoed).toEqual(known ? ['balancer crossZone'] : []);
    }
  });

  it('has the same digest as long as it says the same', async () => {
    const cloud = createFakeCloud(TYPES);
    const plan = (resources: Resource[]) => makePlan({ stack: 's', resources, cloud });
    expect((await plan(ALL)).digest).toBe((await plan(ALL)).digest);
    expect((await plan(ALL)).digest).not.toBe((await plan([group])).digest);
  });

  it('has another digest when what it creates is another thing', async () => {
    const cloud = createFakeCloud(TYPES);
    const plan = (resources: Resource[]) => makePlan({ stack: 's', resources, cloud });
    const other = { ...definition, props: { image: 'evil:1' } };
    expect((await plan([definition])).digest).not.toBe((await plan([other])).digest);
  });

  it('refuses references that lead nowhere or in a circle', async () => {
    const cloud = createFakeCloud(TYPES);
    const lost: Resource = { id: 'a/x', type: 'group', props: { to: ref('b/y', 'id') } };
    await expect(makePlan({ stack: 's', resources: [lost], cloud })).rejects.toThrow('a/x → b/y');
    const back: Resource = { id: 'b/y', type: 'group', props: { to: ref('a/x', 'id') } };
    await expect(makePlan({ stack: 's', resources: [lost, back], cloud })).rejects.toThrow('circle');
  });

  it('takes of two of one age the one with the first id, whichever is read first', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, [group]);
    const [first] = cloud.objects;
    if (!first) throw new Error('no group');
    await cloud.sleep(60 * 60_000);
    const twin = { ...first, physicalId: 'group-2' };
    for (const objects of [
      [first, twin],
      [twin, first],
    ]) {
      cloud.objects.splice(0, 2, ...objects);
      const plan = await makePlan({ stack: 's', resources: [group], cloud });
      expect(plan.decisions.map(({ found }) => found?.physicalId)).toEqual(['group-1']);
      expect(plan.changes).toMatchObject([{ action: 'delete', physicalId: 'group-2' }]);
      expect(plan.changes[0]?.reason).toMatch(/^A second one of this/);
    }
  });

  it('says nothing of a second one where nobody asks for the first', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, [group]);
    const [change] = (await makePlan({ stack: 's', resources: [], cloud })).changes;
    expect(change).toEqual({
      action: 'delete',
      type: 'group',
      id: 'nlb/group',
      node: 'nlb',
      name: 'g',
      physicalId: 'group-1',
      properties: [],
    });
  });

  it('names each thing once that has to go first, also where there are two of it', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, [group, balancer]);
    for (const one of cloud.objects.filter(({ type }) => type === 'balancer'))
      cloud.objects.push({ ...one, physicalId: 'balancer-9' });
    const plan = await makePlan({ stack: 's', resources: [], cloud });
    expect(plan.changes.find(({ id }) => id === 'nlb/group')?.holders).toEqual(['nlb/balancer']);
  });

  it('carries nothing on where only tags of what makes a new revision change', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, [definition, { ...service, props: { definition: ref('svc/definition', 'id') } }]);
    const plan = await makePlan({
      stack: 's',
      resources: [definition, { ...service, props: { definition: ref('svc/definition', 'id') } }],
      cloud,
      tags: { team: 'a' },
    });
    expect(plan.changes.map(({ properties }) => properties.map(({ path }) => path))).toEqual([
      ['tags.team'],
      ['tags.team'],
    ]);
  });

  it('takes a node by its former id only where an id names nodes: at its beginning and its other end', async () => {
    const cloud = createFakeCloud(TYPES);
    const rule = (id: string): Resource => ({ id, type: 'group', props: {} });
    await deploy(cloud, [rule('old/old/old/old')]);
    const formerly = new Map([['new', 'old']]);
    const planned = async (id: string) =>
      lines(await makePlan({ stack: 's', resources: [rule(id)], cloud, formerly }));
    expect(await planned('new/old/new/old')).toEqual(['update new/old/new/old']);
    expect(await planned('new/new/new/old')).toEqual(['create new/new/new/old', 'delete old/old/old/old']);
    expect(await planned('new/old/new/new')).toEqual(['create new/old/new/new', 'delete old/old/old/old']);
  });

  it('prefers what has its former id to what stands in its slot, and takes a thing over once', async () => {
    const cloud = createFakeCloud(TYPES);
    const listener = (id: string, port: number): Resource => ({ id, type: 'listener', props: { port } });
    await deploy(cloud, [listener('x/listener', 80), listener('old/listener', 81)]);
    const formerly = new Map([['new', 'old']]);
    const planned = async (resources: Resource[]) =>
      lines(await makePlan({ stack: 's', resources, cloud, formerly }));
    expect(await planned([listener('new/listener', 80)])).toEqual([
      'replace new/listener',
      'delete x/listener',
    ]);
    expect(await planned([listener('a/listener', 80), listener('b/listener', 80)])).toEqual([
      'update a/listener',
      'create b/listener',
      'delete old/listener',
    ]);
  });

  it('waits for what an earlier run set going before it looks, and passes on the cancel', async () => {
    const cloud = createFakeCloud(TYPES);
    const { signal } = new AbortController();
    const steps: unknown[] = [];
    const settling = {
      ...cloud,
      provider: (type: string) => ({
        ...cloud.provider(type),
        ...(type === 'group' && {
          settle: async (cancel?: AbortSignal) => void steps.push(['settled', cancel === signal]),
        }),
        find: async () => (steps.push(type), []),
      }),
    };
    await makePlan({ stack: 's', resources: [], cloud: settling, signal });
    expect(steps.indexOf('group')).toBeGreaterThan(steps.findIndex(Array.isArray));
    expect(steps).toContainEqual(['settled', true]);
    expect(steps.filter((step) => typeof step === 'string').sort()).toEqual(
      TYPES.map(({ type }) => type).sort(),
    );
  });

  it('has another digest for another stack, other tags and other deletes', async () => {
    const cloud = createFakeCloud(TYPES);
    const digestOf = async (options: Partial<Parameters<typeof makePlan>[0]>) =>
      (await makePlan({ stack: 's', resources: [], cloud, ...options })).digest;
    const empty = await digestOf({});
    expect(await digestOf({ stack: 't' })).not.toBe(empty);
    expect(await digestOf({ tags: { team: 'a' } })).not.toBe(empty);
    await deploy(cloud, [group]);
    expect(await digestOf({})).not.toBe(empty);
  });
});
