import { describe, expect, it } from 'vitest';
import { apply, type ApplyResult } from '../../../src/engine/apply';
import { makePlan, type Decision, type Plan } from '../../../src/engine/plan';
import type { Found } from '../../../src/engine/provider';
import { initially, ref, type Resource } from '../../../src/engine/resource';
import { snapshot } from '../../../src/engine/snapshot';
import { createFakeCloud, type FakeCloud, type FakeType } from '../../fakes/fakeCloud';

const TYPES: FakeType[] = [
  { type: 'group' },
  { type: 'balancer', readyAfter: 60_000, immutable: ['scheme'], uniqueNameLimit: 12 },
  { type: 'target' },
  { type: 'listener', replacement: 'deleteFirst', immutable: ['port'] },
  { type: 'service', replacement: 'deleteFirst', immutable: ['name'] },
];

const group: Resource = { id: 'web/group', type: 'group', props: { name: 'g' } };
const balancer: Resource = {
  id: 'nlb/balancer',
  type: 'balancer',
  props: { name: 'balance', scheme: 'internal', groups: [ref('web/group', 'id')] },
};
const target: Resource = { id: 'web/target', type: 'target', props: { port: 80 } };
const listener: Resource = {
  id: 'nlb/listener',
  type: 'listener',
  props: { balancer: ref('nlb/balancer', 'id'), port: 80, target: ref('web/target', 'id') },
};
const service: Resource = {
  id: 'web/service',
  type: 'service',
  props: { name: 'web', image: 'one', targets: [{ arn: ref('web/target', 'id') }] },
};
const ALL = [group, balancer, target, listener, service];

async function finish(plan: Plan, cloud: FakeCloud): Promise<ApplyResult> {
  const steps = apply(plan, { cloud });
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
  }
}

async function run(resources: readonly Resource[], cloud: FakeCloud): Promise<Plan> {
  const plan = await makePlan({ stack: 's', resources, cloud });
  await finish(plan, cloud);
  return plan;
}

/** What the account holds, with the resource in the place of each id. */
function held({ objects }: FakeCloud): string[] {
  return objects
    .map(({ marks, props }) => {
      const text = JSON.stringify({ resource: marks.resource, ...props });
      return objects.reduce((all, it) => all.replaceAll(it.physicalId, it.marks.resource), text);
    })
    .sort();
}

async function rolledBack(plan: Plan, cloud: FakeCloud): Promise<ApplyResult> {
  cloud.calls.length = 0;
  return finish(await makePlan({ stack: 's', resources: snapshot(plan, cloud), cloud }), cloud);
}

it('refers where an id stood, and puts first what is deleted last', async () => {
  const cloud = createFakeCloud(TYPES);
  await run(ALL, cloud);
  const plan = await makePlan({ stack: 's', resources: [], cloud });
  expect(snapshot(plan, cloud).map(({ id, props }) => ({ id, props }))).toEqual([
    { id: 'web/group', props: { name: 'g', after: [] } },
    {
      id: 'nlb/balancer',
      props: { name: 'balance', scheme: 'internal', groups: [ref('web/group', 'id')], after: [] },
    },
    { id: 'web/target', props: { port: 80, after: [] } },
    {
      id: 'nlb/listener',
      props: {
        balancer: ref('nlb/balancer', 'id', { ready: true }),
        port: 80,
        target: ref('web/target', 'id'),
        after: [],
      },
    },
    {
      id: 'web/service',
      props: {
        name: 'web',
        image: 'one',
        targets: [{ arn: ref('web/target', 'id') }],
        after: [ref('nlb/listener', 'id')],
      },
    },
  ]);
});

it('deletes what was not there before', async () => {
  const cloud = createFakeCloud(TYPES);
  const plan = await run(ALL, cloud);
  expect((await rolledBack(plan, cloud)).result).toBe('succeeded');
  expect(cloud.objects).toEqual([]);
});

it('puts back what was changed and leaves the rest alone', async () => {
  const cloud = createFakeCloud(TYPES);
  await run(ALL, cloud);
  const before = held(cloud);
  const changed = ALL.map((one) =>
    one === service ? { ...one, props: { ...one.props, image: 'two' } } : one,
  );
  const plan = await run(changed, cloud);
  expect(held(cloud)).not.toEqual(before);
  expect((await rolledBack(plan, cloud)).result).toBe('succeeded');
  expect(cloud.calls).toEqual(['update web/service']);
  expect(held(cloud)).toEqual(before);
});

it('makes again what was deleted, with references to what is there now', async () => {
  const cloud = createFakeCloud(TYPES);
  await run(ALL, cloud);
  const before = held(cloud);
  const plan = await run([group], cloud);
  expect(cloud.objects).toHaveLength(1);
  expect((await rolledBack(plan, cloud)).result).toBe('succeeded');
  expect(held(cloud)).toEqual(before);
  const at = (call: string) => cloud.calls.indexOf(call);
  expect(at('create nlb/listener')).toBeLessThan(at('create web/service'));
});

it('keeps the old one of a replacement that did not come to its end', async () => {
  const cloud = createFakeCloud(TYPES);
  await run(ALL, cloud);
  const before = held(cloud);
  const open = { ...balancer, props: { ...balancer.props, scheme: 'open' } };
  const plan = await makePlan({
    stack: 's',
    resources: [group, open, target, listener, service],
    cloud,
  });
  cloud.failing.set('update nlb/listener', new Error('refused'));
  expect((await finish(plan, cloud)).result).toBe('failed');
  expect(cloud.objects.filter(({ type }) => type === 'balancer')).toHaveLength(2);
  expect((await rolledBack(plan, cloud)).result).toBe('succeeded');
  expect(held(cloud)).toEqual(before);
});

it('asks for the name of the file where a replacement had to bear a longer one', async () => {
  const cloud = createFakeCloud(TYPES);
  await run(ALL, cloud);
  const open = { ...balancer, props: { ...balancer.props, scheme: 'open' } };
  await run([group, open, target, listener, service], cloud);
  expect(cloud.objects.find(({ type }) => type === 'balancer')?.props.name).toMatch(/^balance-\w{4}$/);
  const plan = await run([group, open, target, listener, service], cloud);
  expect(snapshot(plan, cloud).find(({ id }) => id === 'nlb/balancer')?.props).toMatchObject({
    name: 'balance',
  });
});

describe('of what a plan has found', () => {
  /** As an account may hold it, beyond what runs of the fake one leave. */
  const thing = (id: string, physicalId: string, more: Partial<Found> = {}): Found => ({
    id,
    type: id.replace(/^.*\//, ''),
    physicalId,
    created: '2026-01-01T00:00:00.000Z',
    props: {},
    attributes: { id: physicalId },
    pointsTo: [],
    ...more,
  });
  const of = (found: readonly Found[], decisions: readonly Decision[] = []) =>
    // Nothing else of a plan is read.
    snapshot({ found, decisions } as unknown as Plan, createFakeCloud(TYPES));
  const propsOf = (found: readonly Found[], decisions?: readonly Decision[]) =>
    of(found, decisions).map(({ props }) => props);

  it('one of each counts: the one that the plan was built on, else the oldest', () => {
    const [old, young] = [
      thing('web/group', 'g-1', { props: { n: 1 } }),
      thing('web/group', 'g-2', { props: { n: 2 }, created: '2026-02-01T00:00:00.000Z' }),
    ];
    for (const found of [
      [old, young],
      [young, old],
    ]) {
      expect(propsOf(found)).toEqual([{ n: 1, after: [] }]);
      expect(propsOf(found, [{ resource: group, action: 'keep', found: { ...young } }])).toEqual([
        { n: 2, after: [] },
      ]);
    }
    // Another type may number its things alike.
    const other = { ...young, type: 'target' };
    expect(propsOf([old, young], [{ resource: target, action: 'keep', found: other }])).toMatchObject([
      { n: 1 },
    ]);
  });

  it('each keeps the mark that it has', () => {
    expect(of([thing('web/group', 'g-1', { applied: 'mark' })])[0]).toHaveProperty('applied', 'mark');
    expect(of([thing('web/group', 'g-1')])[0]).not.toHaveProperty('applied');
  });

  it('an id is a reference wherever it stands, also before a remark', () => {
    const props = {
      group: 'g-1',
      list: [1, { id: 'g-1' }],
      none: null,
      state: 'g-1 (failed)',
      text: 'to g-1',
    };
    const found = [thing('web/group', 'g-1'), thing('web/target', 't-1', { props, pointsTo: ['g-1'] })];
    const id = ref('web/group', 'id');
    expect(propsOf(found)[1]).toEqual({
      group: id,
      list: [1, { id }],
      none: null,
      state: id,
      text: 'to g-1',
      after: [],
    });
  });

  it('a name stays a name though something else bears it too', () => {
    const props = { name: 'web', family: 'web', key: 'web', cluster: 'web' };
    const found = [
      thing('web/group', 'g-1', { attributes: { name: 'web' } }),
      thing('web/target', 't-1', { props, pointsTo: ['web'] }),
    ];
    expect(propsOf(found)[1]).toMatchObject({ ...props, cluster: ref('web/group', 'name') });
  });

  it('what is not pointed to is no reference, nor is an attribute that is the id of something else', () => {
    const cluster = thing('c/group', 'c-1');
    const services = ['a/target', 'b/target'].map((id) =>
      thing(id, id, { attributes: { cluster: 'c-1' }, props: { cluster: 'c-1' }, pointsTo: ['c-1'] }),
    );
    const idle = thing('nlb/listener', 'l-1', { props: { group: 'c-1' } });
    expect(propsOf([cluster, ...services, idle]).slice(1)).toEqual([
      { cluster: ref('c/group', 'id'), after: [] },
      { cluster: ref('c/group', 'id'), after: [] },
      { group: 'c-1', after: [] },
    ]);
  });

  it('of two on one thing the one of the earlier type is made first, whatever attribute says so', () => {
    const shared = thing('web/target', 't-1');
    const on = { pointsTo: ['t-1'] };
    const found = [
      shared,
      thing('web/service', 's-1', on),
      thing('nlb/listener', 'l-1', { ...on, attributes: { arn: 'arn:l-1', more: 'm' } }),
      thing('nlb/group', 'g-1', { ...on, attributes: {} }),
    ];
    expect(propsOf(found).map((props) => ('after' in props ? props.after : undefined))).toEqual([
      [],
      [ref('nlb/listener', 'arn')],
      [],
      [],
    ]);
  });

  it('a name is the one of before where nobody asks for it now, and where names need not be unique', () => {
    const found = thing('nlb/balancer', 'b-1', { props: { name: 'balance-1a2b' } });
    const asking = (props: object): Decision[] => [
      { resource: { ...balancer, props }, action: 'update', found },
    ];
    expect(propsOf([found])).toMatchObject([{ name: 'balance-1a2b' }]);
    expect(propsOf([found], asking({}))).toMatchObject([{ name: 'balance-1a2b' }]);
    expect(propsOf([found], asking({ name: 'balance' }))).toMatchObject([{ name: 'balance' }]);
    const free = thing('web/group', 'g-1', { props: { name: 'g-1a2b' } });
    expect(propsOf([free], [{ resource: group, action: 'keep', found: free }])).toMatchObject([
      { name: 'g-1a2b' },
    ]);
  });
});

it('leaves to others what is asked only of a new one', async () => {
  const cloud = createFakeCloud(TYPES);
  const scaled = (image: string): Resource[] => [
    { ...service, props: { name: 'web', image, count: initially(2) } },
  ];
  await run(scaled('one'), cloud);
  const [made] = cloud.objects;
  if (made) made.props = { ...made.props, count: 9 };
  const plan = await makePlan({ stack: 's', resources: scaled('two'), cloud });
  expect(snapshot(plan, cloud)[0]?.props).toMatchObject({ image: 'one', count: initially(9) });
});
