import { expect, it } from 'vitest';
import { apply, type ApplyResult } from '../../../src/engine/apply';
import { makePlan, type Plan } from '../../../src/engine/plan';
import { ref, type Resource } from '../../../src/engine/resource';
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
