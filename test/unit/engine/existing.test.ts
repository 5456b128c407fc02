import { beforeEach, describe, expect, it } from 'vitest';
import { apply } from '../../../src/engine/apply';
import { NotUsable } from '../../../src/engine/existing';
import { makePlan, type Plan } from '../../../src/engine/plan';
import { ref, type Resource } from '../../../src/engine/resource';
import { createFakeCloud, type FakeCloud, type FakeType } from '../../fakes/fakeCloud';

const TYPES: FakeType[] = [
  { type: 'cluster', shared: true, readyAfter: 1_000, replacement: 'deleteFirst', immutable: ['name'] },
  { type: 'service', immutable: ['cluster'], replacement: 'deleteFirst' },
];

const existing: Resource = {
  id: 'cluster/cluster',
  type: 'cluster',
  props: { name: 'theirs', size: 'of ours' },
  existing: { name: 'theirs' },
};
const own: Resource = { id: 'cluster/cluster', type: 'cluster', props: { name: 'ours' } };
const service: Resource = {
  id: 'users/service',
  type: 'service',
  props: { cluster: ref('cluster/cluster', 'id', { ready: true }) },
};

let cloud: FakeCloud;

async function deploy(resources: readonly Resource[], stack = 'shop'): Promise<Plan> {
  const plan = await makePlan({ stack, resources, cloud });
  const events = apply(plan, { cloud });
  for (let next = await events.next(); !next.done; next = await events.next());
  return plan;
}

const lines = ({ changes }: Plan) => changes.map(({ action, id }) => `${action} ${id}`);
const theirs = () => cloud.objects.find(({ props }) => props.name === 'theirs');

beforeEach(async () => {
  cloud = createFakeCloud(TYPES);
  await deploy(
    [{ id: 'platform/cluster', type: 'cluster', props: { name: 'theirs', size: 'large' } }],
    'platform',
  );
  cloud.calls.length = 0;
});

describe('a thing that others made', () => {
  it('is used, and what hangs on it is ours', async () => {
    const before = structuredClone(theirs());
    expect(lines(await deploy([existing, service]))).toEqual(['create users/service']);
    expect(cloud.objects.find(({ type }) => type === 'service')?.props.cluster).toBe(before?.physicalId);
    expect(cloud.calls).toEqual(['create users/service']);
    expect(theirs()).toEqual(before);
    expect(lines(await deploy([existing, service]))).toEqual([]);
  });

  it('stays when all of ours is destroyed', async () => {
    await deploy([existing, service]);
    expect(lines(await deploy([]))).toEqual(['delete users/service']);
    expect(cloud.objects).toEqual([theirs()]);
  });

  it('takes the place of one of ours, which goes, and the other way round', async () => {
    await deploy([own, service]);
    const plan = await deploy([existing, service]);
    expect(lines(plan)).toEqual(['replace users/service', 'delete cluster/cluster']);
    expect(plan.changes.at(-1)?.reason).toBeUndefined();
    expect(cloud.objects).toHaveLength(2);
    expect(lines(await deploy([own, service]))).toEqual(['create cluster/cluster', 'replace users/service']);
    expect(theirs()).toBeDefined();
    expect(lines(await makePlan({ stack: 'shop', resources: [own, service], cloud }))).toEqual([]);
  });

  it('ends the plan with a sentence where it is not there', async () => {
    const wrong = { ...existing, existing: { name: 'nobodys' } };
    const planning = makePlan({ stack: 'shop', resources: [wrong, service], cloud });
    await expect(planning).rejects.toThrow(NotUsable);
    await expect(planning).rejects.toThrow('cluster: There is no cluster of the name nobodys.');
    expect(cloud.calls).toEqual([]);
  });

  it('ends the plan where it is our own, which would be deleted while it is used', async () => {
    await deploy([own, service]);
    const wrong = { ...existing, existing: { name: 'ours' } };
    await expect(makePlan({ stack: 'shop', resources: [wrong, service], cloud })).rejects.toThrow(
      /^cluster: This topology itself made cluster-\d+\. Take existing out of the node\.$/,
    );
  });

  it('is another plan when it is another thing', async () => {
    await deploy([{ id: 'p/cluster', type: 'cluster', props: { name: 'more' } }], 'other');
    const digests = await Promise.all(
      ['theirs', 'more'].map(async (name) => {
        const resources = [{ ...existing, existing: { name } }, service];
        return (await makePlan({ stack: 'shop', resources, cloud })).digest;
      }),
    );
    expect(new Set(digests).size).toBe(2);
  });
});
