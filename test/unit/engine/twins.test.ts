import { describe, expect, it } from 'vitest';
import { markOf } from '../../../src/engine/digest';
import { makePlan, type Plan } from '../../../src/engine/plan';
import type { Provider } from '../../../src/engine/provider';
import { ref, type Resource } from '../../../src/engine/resource';
import { birthOf } from '../../../src/engine/twins';
import { createFakeCloud, type FakeCloud } from '../../fakes/fakeCloud';

const api: Resource = { id: 'api/api', type: 'api', props: { name: 'a' } };
const stage: Resource = {
  id: 'api/stage',
  type: 'stage',
  props: { apiId: ref('api/api', 'id'), name: 'prod' },
};
const link: Resource = { id: 'link/link', type: 'link', props: { name: 'l', subnets: 'a,b' } };

const MINUTE = 60_000;

/** An account in which one of each stands for an hour, the API and its stage under the names `api-1` and `stage-1`. */
async function account(): Promise<FakeCloud> {
  const cloud = createFakeCloud([
    { type: 'link', immutable: ['subnets'] },
    { type: 'api' },
    { type: 'stage', immutable: ['apiId', 'name'], replacement: 'deleteFirst' },
  ]);
  add(cloud, link, 'link-1', { name: 'l', subnets: 'a,b' });
  add(cloud, api, 'api-1', { name: 'a' });
  add(cloud, stage, 'stage-1', { apiId: 'api-1', name: 'prod' });
  await cloud.sleep(60 * MINUTE);
  return cloud;
}

function add(
  cloud: FakeCloud,
  { id, type, props: asked }: Resource,
  physicalId: string,
  props: Record<string, unknown>,
) {
  const created = new Date(cloud.now()).toISOString();
  const marks = {
    stack: 's',
    node: id.split('/')[0] ?? '',
    resource: id,
    created,
    applied: markOf({ props: asked }, {}),
  };
  cloud.objects.push({ physicalId, type, marks, props, readyAt: 0 });
  return birthOf({ id, type, created });
}

const planOf = (cloud: FakeCloud, made?: ReadonlySet<string>) =>
  makePlan({ stack: 's', resources: [api, stage, link], cloud, ...(made && { made }) });

const fates = (plan: Plan) => ({
  deletes: plan.deletes.map(({ found }) => found.physicalId),
  left: plan.left.map(({ physicalId }) => physicalId),
});

describe('a second one of something', () => {
  it('is left while the run that made it may be working on it', async () => {
    const cloud = await account();
    add(cloud, api, 'api-2', { name: 'a' });
    await cloud.sleep(15 * MINUTE);
    expect(fates(await planOf(cloud))).toEqual({ deletes: [], left: ['api-2'] });
  });

  it('goes once it is older than any run', async () => {
    const cloud = await account();
    add(cloud, api, 'api-2', { name: 'a' });
    await cloud.sleep(15 * MINUTE + 1);
    expect(fates(await planOf(cloud))).toEqual({ deletes: ['api-2'], left: [] });
  });

  it('goes at any age where this run has made it', async () => {
    const cloud = await account();
    const made = new Set([add(cloud, api, 'api-2', { name: 'a' })]);
    expect(fates(await planOf(cloud, made))).toEqual({ deletes: ['api-2'], left: [] });
  });

  it('takes with it what stands on it', async () => {
    const cloud = await account();
    const made = new Set([add(cloud, api, 'api-2', { name: 'a' })]);
    // By whom a thing without a mark of its own was made, only what it stands on tells.
    add(cloud, stage, 'stage-2', { apiId: 'api-2', name: 'prod' });
    expect(fates(await planOf(cloud, made))).toEqual({ deletes: ['stage-2', 'api-2'], left: [] });
  });

  it('is left with all that stands on it, which is no leftover', async () => {
    const cloud = await account();
    add(cloud, api, 'api-2', { name: 'a' });
    add(cloud, stage, 'stage-2', { apiId: 'api-2', name: 'prod' });
    expect(fates(await planOf(cloud))).toEqual({ deletes: [], left: ['api-2', 'stage-2'] });
  });

  it('is left, however old, while something younger stands on it', async () => {
    const cloud = await account();
    add(cloud, api, 'api-2', { name: 'a' });
    await cloud.sleep(20 * MINUTE);
    add(cloud, stage, 'stage-2', { apiId: 'api-2', name: 'prod' });
    expect(fates(await planOf(cloud))).toEqual({ deletes: [], left: ['api-2', 'stage-2'] });
    await cloud.sleep(20 * MINUTE);
    expect(fates(await planOf(cloud))).toEqual({ deletes: ['stage-2', 'api-2'], left: [] });
  });

  it('is left, however old, while something that stays as it is points to it', async () => {
    const cloud = await account();
    // The link's name, so that the link points to it.
    add(cloud, api, 'l', { name: 'a' });
    await cloud.sleep(20 * MINUTE);
    expect(fates(await planOf(cloud))).toEqual({ deletes: [], left: ['l'] });
  });

  it('goes at any age where it differs in what cannot be changed: a replacement has left it', async () => {
    const cloud = await account();
    add(cloud, link, 'link-2', { name: 'l', subnets: 'a' });
    expect(fates(await planOf(cloud))).toEqual({ deletes: ['link-2'], left: [] });
  });

  it('goes at any age where nothing of the file is left of it', async () => {
    const cloud = await account();
    add(cloud, { id: 'old/api', type: 'api', props: {} }, 'api-9', { name: 'a' });
    expect(fates(await planOf(cloud))).toEqual({ deletes: ['api-9'], left: [] });
  });
});

describe('a scan that another run gets in between', () => {
  it('is done again where a thing would be replaced for want of what it stands on', async () => {
    const cloud = createFakeCloud([{ type: 'api' }, { type: 'stage', immutable: ['apiId'] }]);
    let scans = 0;
    const torn = {
      ...cloud,
      provider: (type: string) => ({
        ...cloud.provider(type),
        find: async (...asked: Parameters<Provider['find']>) => {
          scans += 1;
          // Both come while the first scan is between them.
          if (scans === 2) {
            add(cloud, api, 'api-1', { name: 'a' });
            add(cloud, stage, 'stage-1', { apiId: 'api-1', name: 'prod' });
          }
          return cloud.provider(type).find(...asked);
        },
      }),
    };
    const plan = await makePlan({ stack: 's', resources: [api, stage], cloud: torn });
    expect(plan.changes).toEqual([]);
    expect(scans).toBe(4);
  });
});
